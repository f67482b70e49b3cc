#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What was sent again: the newest version is reviewed, older ones are listed.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
for n in 1 2 3; do
	id[n]=$(commit repo master 'Ann Ash' 2022-01-0$((n + 1)) net/$n.c <<<"net: part $n")
done
winnow_global=(-C repo)
against=(--json --upstream master --onto "$start")

# mail ID TAG N DAY [PARENT] [SENDER] [TITLE]: the patch of upstream commit N, sent on a day of March.
mail()
{
	printf 'From x Mon Sep 17 00:00:00 2001\nFrom: %s\nDate: %s Mar 2022 10:00:0%s +0000\nMessage-ID: <%s@x>\n' \
		"${6:-Post <post@example.org>}" "$4" "$3" "$1"
	[ -n "${5-}" ] && printf 'In-Reply-To: <%s@x>\nReferences: <%s@x>\n' "$5" "$5"
	printf 'Subject: [%s] %s\n\nFrom: Ann Ash <Ann@example.org>\n\n' "$2" "${7:-net: part $3}"
	[ -n "${unmarked-}" ] || printf 'commit %s upstream.\n\n' "${id[$3]}"
	printf 'It was broken.\n\nSigned-off-by: Ann Ash <Ann@example.org>\n---\n'
	git -C repo show --format= "${id[$3]}"
	echo
}
# reviewed NAME EXPECTED: the sources, then what is superseded by what, of q.mbox or ${queue[@]}.
reviewed()
{
	review "${against[@]}" "${queue[@]:-q.mbox}"
	json_is "$1" "$2" '([.patches[].source] | join(" ")) + ([.superseded[] | "; \(.source) by \(.by)"] | join(""))'
}
queue=()

{ for n in 1 2 3; do mail a$n "PATCH 6.1 $n/3" $n 1 "$([ $n = 1 ] || echo a1)"; done; for n in 1 2; do mail b$n "PATCH 6.1 v2 $n/2" $n 3 "$([ $n = 1 ] || echo b1)"; done; } >q.mbox
reviewed 'a series, the second time with a patch less' 'b1@x b2@x; a1@x by b1@x; a2@x by b2@x; a3@x by b1@x'
json_is 'nothing is said to be there already' '' '[.patches[].facts[].kind | select(test("already"))] | join(" ")'
cp q.mbox series.mbox
run "$WINNOW" -C repo review --format long --now 2022-04-01 --upstream master --onto "$start" q.mbox
same 'the text lists them' 'superseded by 1: [PATCH 6.1 1/3] net: part 1
superseded by 2: [PATCH 6.1 2/3] net: part 2
superseded by 1: [PATCH 6.1 3/3] net: part 3' "$(grep '^superseded' out)"
matches 'and counts them' '^2 patches: .*; 3 superseded$' out
{ for n in 1 2; do mail a$n "PATCHv2 6.1 $n/2" $n 3 cover2; mail b$n "PATCH 6.1 $n/2" $n 1 cover1; done; } >q.mbox
reviewed 'whatever order they arrived in' 'a1@x a2@x; b1@x by a1@x; b2@x by a2@x'
{ mail a PATCH\ 6.1 1 1; mail b 'PATCH v2 6.1' 1 2 a; mail c 'PATCH 6.1 V3' 1 3; } >q.mbox
reviewed 'single patches, in the thread or not' 'c@x; a@x by c@x; b@x by c@x'
{ mail a 'PATCH 6.1 v9' 1 1; mail b 'PATCH 6.1 v10' 1 2; } >q.mbox; reviewed 'versions are numbers' 'b@x; a@x by b@x'
{ mail a 'PATCH 6.1 v2' 1 1; mail b 'PATCH 6.1 v2.1' 1 2; } >q.mbox; reviewed 'with parts' 'b@x; a@x by b@x'
{ mail a 'PATCH 6.1' 1 1; mail b 'RESEND PATCH 6.1' 1 9; } >q.mbox; reviewed 'RESEND' 'b@x; a@x by b@x'
{ mail a 'PATCH 6.1 v2' 1 1; mail b 'PATCH RESEND 6.1' 1 9; } >q.mbox; reviewed 'which need not repeat its number' 'b@x; a@x by b@x'
{ mail a 'PATCH 6.1' 1 1; mail b 'PATCH 6.1 v2' 1 2 a '' 'net: part one, done well'; } >q.mbox
reviewed 'another title, in the thread' 'b@x; a@x by b@x'
{ for n in 1 2 3; do mail a$n "PATCH 6.1 $n/3" $n 1 cover; done; mail b2 'PATCH 6.1 v2 2/3' 2 2 a2; } >q.mbox
reviewed 'one of a series, in its thread' 'a1@x b2@x a3@x; a2@x by b2@x'
{ for n in 1 2 3; do mail a$n "PATCH 6.1 $n/3" $n 1 cover; done; mail b2 'PATCH 6.1 v2' 2 2 a2; } >q.mbox
reviewed 'without its number, too' 'a1@x b2@x a3@x; a2@x by b2@x'
{ for n in 1 2; do mail a$n "PATCH 6.1 $n/2" $n 1; done; for n in 1 2; do mail b$n "PATCH 6.1 v2 $n/2" $n 3; done; } >q.mbox
reviewed 'a series without threads' 'b1@x b2@x; a1@x by b1@x; a2@x by b2@x'

# Not the same.
{ mail a 'PATCH 6.1' 1 1; mail b 'PATCH 6.1 v2' 1 2 '' 'Eve Elm <eve@example.org>'; } >q.mbox; reviewed 'of two senders' 'a@x b@x'
{ mail a 'PATCH 6.1' 1 1; mail b 'PATCH 5.10 v2' 1 2; } >q.mbox; reviewed 'for two trees' 'a@x b@x'
{ mail a 'PATCH 6.1,5.10' 1 1; mail b 'PATCH 6.1 v2' 1 2 a; } >q.mbox; reviewed 'for fewer trees' 'a@x b@x'
{ mail a 'PATCH 6.1' 1 1; mail b 'PATCH 6.1,5.10 v2' 1 2 a; } >q.mbox; reviewed 'but for more' 'b@x; a@x by b@x'
{ mail a 'PATCH 6.1' 1 1; mail b 'PATCH 6.1' 1 9; } >q.mbox; reviewed 'of no version' 'a@x b@x'
{ unmarked=1 mail a 'PATCH net' 1 1; mail b 'PATCH 6.1 v2' 1 9; } >q.mbox; reviewed 'one for mainline' 'a@x b@x'
{ mail a 'PATCH' 1 1; mail b 'PATCH v2 6.1' 1 9 a; } >q.mbox; reviewed 'unless it is answered' 'b@x; a@x by b@x'
{ for n in 1 2 3; do mail a$n "PATCH 6.1 $n/3" $n 1 cover; done; mail b1 'PATCH 6.1 v2 1/2' 1 2 other; mail b2 'PATCH 6.1 v2 2/2' 1 2 other '' 'net: new'; } >q.mbox
reviewed 'half of the shorter one in common is enough' 'b1@x b2@x; a1@x by b1@x; a2@x by b1@x; a3@x by b1@x'
{ for n in 1 2 3; do mail a$n "PATCH 6.1 $n/3" $n 1 cover; done; mail b1 'PATCH 6.1 v2 1/3' 1 2 other
	mail b2 'PATCH 6.1 v2 2/3' 1 2 other '' 'net: new'; mail b3 'PATCH 6.1 v2 3/3' 1 2 other '' 'net: newer'; } >q.mbox
reviewed 'less is not' 'a2@x a3@x b1@x b2@x b3@x; a1@x by b1@x'

# Whatever the mails are kept in.
mail a 'PATCH 6.1' 1 1 >a.mbox
mail b 'PATCH 6.1 v2' 1 2 >b.mbox
queue=(b.mbox a.mbox)
reviewed 'two files' 'b@x; a@x by b@x'
mkdir -p maildir/{cur,new,tmp}
sed 1d b.mbox >maildir/cur/1
sed 1d a.mbox >maildir/cur/2
queue=(maildir)
reviewed 'a maildir' 'b@x; a@x by b@x'
mkdir files
sed '/^Message-ID/d' a.mbox >files/0001-x.patch
sed '/^Message-ID/d' b.mbox >files/v2-0001-x.patch
queue=(files)
reviewed 'a directory' 'files/v2-0001-x.patch: mail 1; files/0001-x.patch: mail 1 by files/v2-0001-x.patch: mail 1'
queue=()

# What was said of the older one is no word about the newer.
answer()
{
	printf 'From x Mon Sep 17 00:00:00 2001\nFrom: Eve Elm <eve@example.org>\nDate: 2 Mar 2022 00:00:00 +0000\nMessage-ID: <no@x>\nIn-Reply-To: <a@x>\n'
	printf 'Subject: Re: [PATCH 6.1] net: part 1\n\nPlease drop this one.\n\n'
}
{ mail a 'PATCH 6.1' 1 1; answer; mail b 'PATCH 6.1 v2' 1 3; } >q.mbox; reviewed 'with an answer' 'b@x; a@x by b@x'
json_is 'which says nothing of v2' '' '[.patches[].facts[].kind | select(test("thread"))] | join(" ")'
{ mail a 'PATCH 6.1' 1 1; answer; } >thread.mbox
mail b 'PATCH 6.1 v2' 1 3 >q.mbox
review "${against[@]}" --thread thread.mbox q.mbox
json_is 'nor where v1 stands apart' 'b@x ' '"\(.patches[0].source) \([.patches[].facts[].kind | select(test("thread"))] | join(" "))"'
mail b 'PATCH 6.1' 1 3 >q.mbox
review "${against[@]}" --thread thread.mbox q.mbox
json_is 'but of the same version' thread.drop '[.patches[].facts[].kind | select(test("thread"))] | join(" ")'
printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"
run "$WINNOW" -C repo reply --now 2022-04-01 --upstream master --onto "$start" series.mbox
same 'no draft drops what was sent again' '' "$(cat out)"

# Many of one title, in bounded time.
for n in $(seq 3000); do
	printf 'From x Mon Sep 17 00:00:00 2001\nFrom: P <p@x>\nSubject: [PATCH 6.1 v%s] net: it\nMessage-ID: <m%s@x>\n\n---\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+%s\n\n' "$n" "$n" "$n"
done >many.mbox
run timeout 20 "$WINNOW" review --json many.mbox
json_is 'thousands of versions' 'm3000@x 2999' '"\(.patches[-1].source) \(.superseded | length)"'

done_testing
