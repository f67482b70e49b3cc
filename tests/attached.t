#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Patches that come with a mail, not as one: attached in any form, below scissors.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
for n in 1 2 3; do
	id[n]=$(commit repo master "Ann Ash" 2022-01-0$((n + 1)) net/$n.c <<<"net: mend number $n")
done
winnow_global=(-C repo)
against=(--json --upstream master --onto "$start")

# patch N [SUBJECT]: as git format-patch has it. diff N: its diff alone.
patch()
{
	printf 'From %s Mon Sep 17 00:00:00 2001\nFrom: Ann Ash <Ann@example.org>\nDate: Mon, 3 Jan 2022 00:00:00 +0000\n' "${id[$1]}"
	printf 'Subject: %s net: mend number %s\n\ncommit %s upstream.\n\nIt was broken.\n\nSigned-off-by: Ann Ash <Ann@example.org>\n---\n' \
		"${2:-[PATCH]}" "$1" "${id[$1]}"
	diff_of "$1"
}
diff_of()
{
	git -C repo show --format= "${id[$1]}"
}
# part TYPE NAME DISPOSITION: of what is on standard input, in base64.
part()
{
	printf -- '--B\nContent-Type: %s; name="%s"\nContent-Disposition: %s; filename="%s"\nContent-Transfer-Encoding: base64\n\n' \
		"$1" "$2" "$3" "$2"
	base64
}
# mail SUBJECT TEXT: the parts are on standard input.
mail()
{
	printf 'From: Post <post@example.org>\nDate: Tue, 1 Mar 2022 00:00:00 +0000\nMessage-ID: <%s@example.org>\nTo: stable@example.org\n' "${mid:-m}"
	printf 'Subject: %s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n\n%s\n\n' "$1" "$2"
	cat
	printf -- '--B--\n'
}
# entries MAIL: subject, number of its upstream commit, versions.
entries()
{
	review "${against[@]}" "$1"
	json --arg a "${id[1]}" --arg b "${id[2]}" --arg c "${id[3]}" \
		'[.patches[] | "\(.subject) \(.upstream.id as $i | [$a, $b, $c] | index($i) // -2 | . + 1) \(.versions | join("+"))"] | join(", ")'
}

one='net: mend number 1 1 6.1'
for type in text/x-patch text/x-diff text/plain application/octet-stream application/x-patch application/mbox application/x-anything; do
	patch 1 | part "$type" 0001.patch attachment | mail 'A backport for 6.1' 'It is attached.' >m
	json_is "$type" "$one" entries m
done
patch 1 | part text/x-patch 0001.patch inline | mail 'A backport for 6.1' 'Inline.' >m
json_is 'inline' "$one" entries m
patch 1 | sed 's/$/\r/' | part application/octet-stream 0001.patch attachment | mail '[PATCH 6.1] net: mend number 1' 'See the file.' >m
json_is 'CRLF, and a tag whose diff is in the file' "$one" entries m
same 'is nothing to warn of' '' "$(cat err)"
patch 1 | gzip -nc | part application/gzip 0001.patch.gz attachment | mail 'A backport for linux-6.1.y' 'Packed.' >m
json_is 'gzip' "$one" entries m
patch 1 | xz -c | part application/octet-stream 0001.patch.xz attachment | mail 'A backport for 6.1' 'Packed.' >m
json_is 'xz' "$one" entries m
review "${against[@]}" m
json_is 'author and source' 'Ann Ash <Ann@example.org> m@example.org' '.patches[0] | "\(.author) \(.source)"'
{ printf -- '--B\nContent-Type: message/rfc822\n\n'; patch 1 '[PATCH 6.1]' | sed 1d; } | mail 'Fwd: something' 'As a mail.' >m
json_is 'a mail within the mail' "$one" entries m

two='net: mend number 1 1 6.1, net: mend number 2 2 6.1'
{ patch 1 | part text/x-patch 1.patch attachment; patch 2 | part application/octet-stream 2.patch attachment; } |
	mail 'Backports for 6.1' 'Both are attached.' >m
json_is 'two are two' "$two" entries m
review "${against[@]}" m
json_is 'with sources that differ' 'm@example.org m@example.org#2' '[.patches[].source] | join(" ")'
{ patch 1; echo; patch 2; } | part application/mbox both.mbox attachment | mail 'Backports for 6.1' 'Both are attached.' >m
json_is 'an mbox of two' "$two" entries m
{ patch 1 | part text/x-patch 0001.patch attachment; patch 2 | part text/x-patch 0001.patch attachment; } |
	mail '[PATCH 6.1] two' 'Both are attached.' >m
json_is 'two of one name' "$two" entries m
trees='net: mend number 1 1 5.10, net: mend number 2 2 5.4'
{ patch 1 | part text/x-patch fix-5.10.y.patch attachment; patch 2 | part text/x-patch fix_54.patch attachment; } |
	mail 'Please apply' 'Attached are backports for 5.10 and 5.4.' >m
json_is 'each for the tree that its file names' "$trees" entries m
{ patch 1 '[PATCH 5.10]' | part text/x-patch 1.patch attachment; patch 2 '[PATCH 5.4]' | part text/x-patch 2.patch attachment; } |
	mail '[PATCH 6.1] words' 'Attached.' >m
json_is 'or that its own tag names' "$trees" entries m
{ diff_of 1 | part text/x-diff 5.10.diff attachment; diff_of 1 | part text/x-diff 5.4.diff attachment; } |
	mail '[PATCH 5.10,5.4] net: mend number 1' "commit ${id[1]} upstream." >m
json_is 'bare diffs share the words' 'net: mend number 1 1 5.10, net: mend number 1 1 5.4' entries m
diff_of 1 | part application/octet-stream 1.diff attachment | mail '[PATCH 6.1] net: mend number 1' "commit ${id[1]} upstream." >m
same 'one bare diff is the text'"'"'s' "$one" "$(entries m)"

{ printf -- '--B\nContent-Type: text/plain\n\n'; diff_of 1; diff_of 1 | sed 's/$/ /' | part text/x-patch 1.diff attachment; } |
	mail '[PATCH 6.1] net: mend number 1' "commit ${id[1]} upstream." >m
json_is 'what the text has is not another one' "$one" entries m
{ printf -- '--B\nContent-Type: text/plain\n\n'; diff_of 1; patch 2 | part text/x-patch 2.patch attachment; } |
	mail '[PATCH 6.1] net: mend number 1' "commit ${id[1]} upstream." >m
json_is 'what it has not is' "$two" entries m
{ printf -- '--B\nContent-Type: text/plain\n\n'; diff_of 1; echo 'BUG: it leaks' | part text/plain dmesg.txt attachment; } |
	mail '[PATCH 6.1] net: mend number 1' "commit ${id[1]} upstream." >m
json_is 'a log is no patch' "$one" entries m

# What cannot be read is told.
patch 1 | part application/zip 1.zip attachment | sed "s/^$(patch 1 | base64 | head -n 1 | head -c 8)/UEsDBAAA/" | mail 'For 6.1' 'Packed.' >m
fails_with 2 'a zip file' "$WINNOW" review m
{ diff_of 1 | part text/x-diff 1.diff attachment; head -c 20000000 /dev/zero | gzip -nc | part application/gzip 2.patch.gz attachment; echo no | part text/plain 3.patch attachment; } |
	mail '[PATCH 6.1] net: mend number 1' "commit ${id[1]} upstream." >m
json_is 'beside what can' "$one" entries m
same 'by its name' "m: not read: '2.patch.gz': unpacked it is longer than N bytes
m: not read: '3.patch': it holds no diff" "$(sed 's/^winnow: warning: //; s/[0-9]* bytes/N bytes/' err)"

# Replies.
patch 1 | part text/x-patch 1.patch attachment | mail 'Re: FAILED: patch "[PATCH] net: mend number 1" failed to apply to 6.1-stable tree' 'Attached.' >m
json_is 'a backport in a reply' "$one" entries m
patch 1 | sed '/ upstream/d' | part text/x-patch 1.patch attachment | mail 'Re: [PATCH 6.1] net: another' 'Try this.' >m
fails_with 2 'what is tried in a reply' "$WINNOW" review m

# cut SUBJECT ABOVE LINE: the patch below the line.
cut_mail()
{
	printf 'From: Ann Ash <Ann@example.org>\nMessage-ID: <m@example.org>\nSubject: %s\nDate: Tue, 1 Mar 2022 00:00:00 +0000\n\n%s\n\n%s\n' "$1" "$2" "$3"
	cat
}
for line in '-- >8 --' '---8<---' '------------ >% ------------' '--- 8< --- 8< ---'; do
	patch 1 | sed 1d | cut_mail 'Re: FAILED for 6.1' 'Here it is.' "$line" >m
	json_is "scissors: $line" "$one" entries m
done
patch 1 | sed '1,/^$/d' | cut_mail 'Re: [PATCH 6.1] net: mend number 1' 'Here it is.' '-- >8 --' >m
same 'without a head the subject is the mail'"'"'s' "$one" "$(entries m)"
patch 1 | sed '1,/^$/d' | cut_mail '[PATCH 6.1] net: mend number 1' 'It shows so:' '---8<---' >m
sed -i 's/^It was broken\./true\n--->8---\n&/' m
json_is 'a script that is fenced' 'net: mend number 1 1 6.1' entries m

# In an inbox.
git init -q --bare -b master box
{
	printf 'commit refs/heads/master\ncommitter A <a@example.org> 1646092800 +0000\ndata 2\nx\n'
	{ patch 1 | part text/x-patch 1.patch attachment; patch 2 | part text/x-patch 2.patch attachment; } | mail 'Backports for 6.1' 'Both.' >m
	printf 'M 100644 inline m\ndata %d\n' "$(wc -c <m)"
	cat m
	echo
} | git -C box fast-import --quiet
run "$WINNOW" review --json --now 2022-03-02 --inbox box
json_is 'an inbox has them, too' 'net: mend number 1, net: mend number 2' '[.patches[].subject] | join(", ")'
printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"
run "$WINNOW" reply -q --now 2022-03-02 --inbox box -p 1 -p 2
same 'answers go to the mail' 'In-Reply-To: <m@example.org>' "$(grep '^In-Reply-To' out | sort -u)"
same 'and are two' 2 "$(grep '^Message-Id' out | sort -u | wc -l)"

done_testing
