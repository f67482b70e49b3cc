#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The same patches reach the same verdicts, whatever the queue is kept in.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
leak=$(commit repo master 'Ann Ash' 2022-01-05 net/a.c <<<$'net: fix a leak\n\nIt leaks at every start.')
commit repo master 'Ben Birch' 2022-02-01 net/b.c <<<"net: do not leak twice

Fixes: ${leak:0:12} (\"net: fix a leak\")" >/dev/null
name=$(commit repo master 'Cem Cole' 2022-02-02 net/c.c <<<'net: rename a variable')
last=$(commit repo master 'Ann Ash' 2022-02-03 net/a.c <<<$'net: handle a full table\n\nIt was dropped.')

# The stable tree: each with its marker, some with more than a line of message.
stable()
{
	commit repo stable "$1" "$2" "$3" "$start" >/dev/null
}
stable 'Ann Ash' 2022-03-01 net/a.c <<<"net: fix a leak

commit $leak upstream.

It leaks at every start.

Signed-off-by: Ann Ash <Ann@example.org>"
stable 'Cem Cole' 2022-03-02 net/c.c <<<"net: rename a variable

[ Upstream commit $name ]

Signed-off-by: Cem Cole <Cem@example.org>"
stable 'Ann Ash' 2022-03-03 net/a.c <<<"net: handle a full table

It was dropped: caf$(printf '\303\251').

(cherry picked from commit $last)
Signed-off-by: Ann Ash <Ann@example.org>"

winnow_global=(-C repo)
against=(--json --upstream master --onto "$start")

# What must not depend on where a patch was kept. Its commit's id and the mail's date do.
compare()
{
	json '.patches[] | del(.source, .versions) | .facts |= map(del(.proof))' >"$work/$1.json"
	same "$1: as the range" "$work/range.json" "$work/$1.json"
}

review "${against[@]}" "$start..stable"
same 'the range is reviewed' 0 "$status"
same 'verdicts of the range' 'keep-with drop keep' "$(json '[.patches[].verdict] | join(" ")')"
same 'classes of the range' 'fix refactor unknown' "$(json '[.patches[].class] | join(" ")')"
same 'positions' '1 2 3' "$(json '[.patches[].position] | join(" ")')"
json '.patches[] | del(.source, .versions) | .facts |= map(del(.proof))' >"$work/range.json"

mkdir quilt
git -C repo format-patch -q -o "$work/quilt" "$start..stable"
(cd quilt && ls ./*.patch | sed 's,^\./,,' >series)
review "${against[@]}" quilt
compare quilt
review "${against[@]}" quilt/series
compare series-file

review "${against[@]}" quilt/0001* quilt/0002* quilt/0003*
compare files

git -C repo format-patch -q --stdout "$start..stable" >queue.mbox
review "${against[@]}" queue.mbox
compare mbox

mkdir -p maildir/{cur,new,tmp}
git mailsplit -o"$work/split" -- queue.mbox >/dev/null 2>&1 || { mkdir split && git mailsplit -osplit queue.mbox >/dev/null; }
cp split/0001 maildir/cur/1646000001.a:2,S
cp split/0002 maildir/new/1646000002.b
cp split/0003 maildir/cur/1646000003.c:2,
review "${against[@]}" maildir
compare maildir

# A pipe, so not through review(), which gives no input.
"$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 \
	"${against[@]}" - <queue.mbox >"$work/out" 2>"$work/err"
status=$?
compare stdin

"$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 \
	"${against[@]}" <(cat queue.mbox) >"$work/out" 2>"$work/err"
status=$?
compare pipe

git -C repo rev-list --reverse "$start..stable" >ids
review "${against[@]}" ids
compare id-file
review "${against[@]}" $(cat ids)
compare ids
review "${against[@]}" stable~2 stable~1 stable
compare revisions

sed 's/$/\r/' queue.mbox >crlf.mbox
review "${against[@]}" crlf.mbox
compare crlf

# As somebody's mail program might send it: base64, and quoted-printable.
encoded()
{
	local number
	for number in 0001 0002 0003; do
		echo 'From mboxrd@z Thu Jan  1 00:00:00 1970'
		sed -n '/^$/q; /^Content-/d; /^MIME-/d; p' "split/$number"
		printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n'
		printf 'Content-Transfer-Encoding: %s\n\n' "$1"
		sed '1,/^$/d' "split/$number" | $2
		echo
	done
}
quoted_printable()
{
	perl -MMIME::QuotedPrint -e 'local $/; print encode_qp(<STDIN>)'
}
encoded base64 base64 >base64.mbox
review "${against[@]}" base64.mbox
compare base64
encoded quoted-printable quoted_printable >quoted.mbox
review "${against[@]}" quoted.mbox
compare quoted-printable

sed 's/\[PATCH 1/[PATCH openSomething-1.0-LTS 1/' queue.mbox >named.mbox
review "${against[@]}" named.mbox
same 'a tree that is not understood is told' \
	"winnow: warning: named.mbox: 1 mail seems meant for a stable tree, but not for which: reviewed as for any, the first is '[PATCH openSomething-1.0-LTS 1/3] net: fix a leak'" "$(cat err)"

# --- series files

mkdir queue-5.10
cp quilt/0001* queue-5.10/one.patch
sed 's,^\(---\|+++\) [ab]/,\1 ,; /^diff --git/d; /^index/d' quilt/0002* >queue-5.10/two.patch
cp quilt/0003* queue-5.10/unlisted.patch
cat >queue-5.10/series <<END
# comments and blank lines

one.patch   # a comment behind it
  two.patch -p0

missing.patch
END
review "${against[@]}" queue-5.10
same 'series: entries in order' $'net: fix a leak\nnet: rename a variable\nmissing.patch' \
	"$(json '.patches[].subject')"
same 'series: -p0' 'net/c.c' "$(review "${against[@]}" queue-5.10 && "$WINNOW" -C repo explain \
	--no-default-rules --rules "$corpus/rules" --queue queue-5.10 2 2>/dev/null | grep -o 'net/c.c' | head -n 1)"
review "${against[@]}" queue-5.10
same 'series: a missing file is asked about' ask "$(json '.patches[2].verdict')"
same 'series: and warned of with its line' 1 "$(grep -c 'series:6: .*missing.patch' "$work/err")"
same 'series: the directory says the version' '5.10 5.10 5.10' \
	"$(json '[.patches[].versions[]] | join(" ")')"
same 'series: an unlisted file is no entry' 0 "$(json '[.patches[] | select(.source | test("unlisted"))] | length')"

mkdir empty && : >empty/series
fails_with 2 'an empty series' "$WINNOW" review --no-default-rules --rules "$corpus/rules" empty
printf '# nothing\n\n' >empty/series
fails_with 2 'a series of comments' "$WINNOW" review --no-default-rules --rules "$corpus/rules" empty

# A bare patch: no headers, only From: and the message.
mkdir bare && echo bare.patch >bare/series
{
	printf 'From: Ann Ash <Ann@example.org>\n\nnet: fix a leak\n\ncommit %s upstream.\n\nIt leaks at every start.\n' "$leak"
	sed -n '/^---$/,$p' quilt/0001*
} >bare/bare.patch
review "${against[@]}" bare
same 'a bare patch: subject and author' 'net: fix a leak, Ann Ash <Ann@example.org>, keep-with' \
	"$(json '.patches[0] | "\(.subject), \(.author), \(.verdict)"')"

# Packed entries, guards, options in two words, an entry twice, a file that says nothing of itself.
mkdir -p work-6.1.y/sub
gzip -nc quilt/0001* >work-6.1.y/one.patch.gz
xz -c quilt/0002* >work-6.1.y/sub/two.patch.xz 2>/dev/null || cp quilt/0002* work-6.1.y/sub/two.patch.xz
sed -n '/^diff/,$p' quilt/0003* >work-6.1.y/three.patch
: >work-6.1.y/none.patch
printf '%s\n' 'one.patch.gz -p 1' '+later sub/two.patch.xz' '-never sub/two.patch.xz -pab' './one.patch.gz' \
	$'three.patch\r' none.patch >work-6.1.y/series
review "${against[@]}" work-6.1.y
same 'series: packed, guarded and doubled entries' $'net: fix a leak\nnet: rename a variable\nthree.patch\nnone.patch' \
	"$(json '.patches[].subject')"
same 'series: and their versions' '6.1 6.1 6.1 6.1' "$(json '[.patches[].versions[]] | join(" ")')"
same 'series: what is left out is told' "winnow: warning: work-6.1.y/series:2: 'sub/two.patch.xz' is left out: its guard is '+later'
winnow: warning: work-6.1.y/series:4: './one.patch.gz' is listed before: reviewed once
winnow: warning: work-6.1.y/series:6: there is no diff in it" "$(cat err)"
mv work-6.1.y/series work-6.1.y/series.conf
review "${against[@]}" work-6.1.y
same "series: SUSE's name of it" 4 "$(json '.patches | length')"
head -c 200 work-6.1.y/one.patch.gz >cut.gz
head -c 40000000 /dev/zero | gzip >bomb.gz
printf 'BZh91AY&SYxxxx' >other.bz2
zstd -qc quilt/0001* | head -c 200 >cut.zst
head -c 40000000 /dev/zero | zstd -qc >bomb.zst
mkdir packed && cp cut.gz bomb.gz other.bz2 cut.zst bomb.zst packed
printf '%s\n' cut.gz bomb.gz other.bz2 cut.zst bomb.zst >packed/series
review "${against[@]}" packed
same 'series: what cannot be unpacked is asked about' 'ask ask ask ask ask' "$(json '[.patches[].verdict] | join(" ")')"
same 'series: and says why' "winnow: warning: packed/series:1: cannot read 'packed/cut.gz': the compressed data is cut off
winnow: warning: packed/series:2: cannot read 'packed/bomb.gz': unpacked it is longer than 16777216 bytes
winnow: warning: packed/series:3: cannot read 'packed/other.bz2': it is packed with bzip2: unpack it with 'bunzip2' first
winnow: warning: packed/series:4: cannot read 'packed/cut.zst': the compressed data is cut off
winnow: warning: packed/series:5: cannot read 'packed/bomb.zst': unpacked it is longer than 16777216 bytes" "$(cat err)"

# Debian's heads, in a series and alone.
mkdir deb
{
	printf 'Description: net: fix a leak\n It leaks at every start,\n .\n and at every end.\nForwarded: not-needed\n'
	printf 'Author: Ann Ash <Ann@example.org>\nLast-Update: 2022-03-01\n'
	sed -n '/^--- a/,$p' quilt/0001*
} >deb/leak.patch
{
	printf 'From: Cem Cole <Cem@example.org>\nSubject: net: rename\n a variable\nBug-Debian: https://bugs.debian.org/12\n\n'
	sed -n '/^diff/,$p' quilt/0002*
} >deb/name.patch
{
	printf 'Last-Update: 2022-03-01\nFrom: Ann Ash <Ann@example.org>\nDescription:\n net: handle a full table\n It was dropped.\n---\n'
	sed -n '/^--- a/,$p' quilt/0003*
} >deb/table.patch
printf '%s\n' leak.patch name.patch table.patch >deb/series
heads=$'net: fix a leak, Ann Ash <Ann@example.org>\nnet: rename a variable, Cem Cole <Cem@example.org>\nnet: handle a full table, Ann Ash <Ann@example.org>'
for queue in deb 'deb/leak.patch deb/name.patch deb/table.patch'; do
	review "${against[@]}" $queue
	same "heads as Debian has them: $queue" "$heads" "$(json '.patches[] | "\(.subject), \(.author)"')"
	same 'found by them' 'subject subject subject' "$(json '[.patches[].upstream.how] | join(" ")')"
done
sed 's/$/\r/' deb/leak.patch >crlf.patch
review "${against[@]}" crlf.patch
same 'with CRLF' 'net: fix a leak, Ann Ash <Ann@example.org>' "$(json '.patches[] | "\(.subject), \(.author)"')"

# A directory of patches without a series: as git format-patch leaves it, by number.
mkdir plain plain/none
cp quilt/0001* plain/9-first.patch
cp quilt/0002* plain/10-second.patch
zstd -qc quilt/0003* >plain/11-third.patch.zst
printf 'From x Mon Sep 17 00:00:00 2001\nFrom: Ann <ann@example.org>\nSubject: [PATCH 0/3] three\n\nWords.\n' \
	>plain/0-cover.patch
echo words >plain/README
review "${against[@]}" plain
compare plain
same 'its cover letter is none' 'cover letter' "$(json '.skipped[].what')"
fails_with 2 'a directory without any' "$WINNOW" review plain/none
matches 'is told what is looked for' "neither a quilt 'series', nor a maildir's 'cur', nor files named" err

# Packed mailboxes; several members are one after the other.
gzip -nc queue.mbox >queue.mbox.gz
{ gzip -nc queue.mbox; gzip -nc /dev/null; } >members.gz
xz -c queue.mbox >queue.mbox.xz
zstd -qc queue.mbox >queue.mbox.zst
{ printf "" | zstd -qc; zstd -qc queue.mbox; printf '\120\52\115\30\4\0\0\0skip'; } >frames
for queue in queue.mbox.gz queue.mbox.xz queue.mbox.zst members.gz frames; do
	review "${against[@]}" $queue
	compare "$queue"
	"$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 \
		"${against[@]}" - <$queue >"$work/out" 2>"$work/err"
	status=$?
	compare "stdin-$queue"
done
# As long as the decoder's step, and a byte less and more.
for length in 65535 65536 65537 131072; do
	{
		sed '/^---$/q' quilt/0003*
		head -c $((length - $(cat quilt/0003* | wc -c) - 1)) /dev/zero | tr '\0' x
		echo
		sed '1,/^---$/d' quilt/0003*
	} >step.patch
	zstd -qc step.patch >step.zst
	same "packed of $length bytes" "$length $("$WINNOW" review --json step.patch 2>&1 | jq -c '.patches[].subject')" \
		"$(wc -c <step.patch) $("$WINNOW" review --json step.zst 2>&1 | jq -c '.patches[].subject')"
done
mkdir -p packed-maildir/{cur,new,tmp}
pack=(gzip\ -nc xz\ -c zstd\ -qc)
for n in 1 2 3; do ${pack[n - 1]} split/000$n >packed-maildir/cur/164600000$n.x:2,S; done
review "${against[@]}" packed-maildir
compare packed-maildir
head -c 300000000 /dev/zero | gzip >bomb.gz
head -c 300000000 /dev/zero | xz -0 >bomb.xz
head -c 300000000 /dev/zero | zstd -qc >bomb.zst
for queue in bomb.gz bomb.xz bomb.zst; do
	fails_with 2 "$queue" "$WINNOW" review $queue
	matches 'is told' "cannot read '$queue': unpacked it is longer than [0-9]+ bytes" err
done
head -c 300 queue.mbox.gz >half.gz
head -c 300 queue.mbox.xz >half.xz
head -c 300 queue.mbox.zst >half.zst
printf '\375\67\172\130\132\0garbage that is no stream' >broken.xz
printf '\50\265\57\375garbage that is no frame' >broken.zst
printf '\50\265\57\375\0\220\1\0\0' >window.zst # a window of 256 MiB
for queue in half.gz half.xz half.zst broken.xz broken.zst other.bz2; do
	fails_with 2 "$queue" "$WINNOW" review $queue
	matches 'is told' "cannot read '$queue': (the compressed data is (cut off|damaged)|it is packed with bzip2)" err
done
fails_with 2 'a decoder that asks for memory' "$WINNOW" review window.zst
matches 'is not given it' "cannot read 'window.zst': unpacking it takes more than 134217728 bytes of memory" err

# --- mailings

# mail N SUBJECT ID PARENT [FILE]: a mail with the diff of FILE; without, text alone.
mail()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Post <post@example.org>\nSubject: %s\n' "$2"
	printf 'Date: Tue, 1 Mar 2022 00:00:0%s +0000\nMessage-ID: <%s@example.org>\n' "$1" "$3"
	[ -n "$4" ] && printf 'In-Reply-To: <%s@example.org>\n' "$4"
	printf '\n'
	if [ -n "${5-}" ]; then
		sed '1,/^$/d' "$5"
	else
		printf 'Words about the matter.\n'
	fi
	printf '\n'
}
{
	mail 1 '[PATCH AUTOSEL 5.10 3/3] net: handle a full table' three first split/0003
	mail 2 '[PATCH AUTOSEL 5.10 1/3] net: fix a leak' first '' split/0001
	mail 3 'Re: [PATCH AUTOSEL 5.10 1/3] net: fix a leak' reply first
	mail 4 '[PATCH AUTOSEL 5.10 2/3] net: rename a variable' two first split/0002
	mail 5 '[PATCH 5.10 0/3] some fixes' cover ''
	mail 6 'Minutes of the meeting' other ''
} >mailing.mbox
review "${against[@]}" mailing.mbox
same 'a mailing in the order of its numbers' $'net: fix a leak\nnet: rename a variable\nnet: handle a full table' \
	"$(json '.patches[].subject')"
same 'message ids are the sources' 'first@example.org two@example.org three@example.org' \
	"$(json '[.patches[].source] | join(" ")')"
same 'versions of the tags' '5.10 5.10 5.10' "$(json '[.patches[].versions[]] | join(" ")')"
same 'what is no patch' $'reply\ncover letter\nother mail' "$(json '.skipped[].what')"

mail 1 'Re: [PATCH] net: fix a leak' reply first >replies.mbox
run "$WINNOW" review --no-default-rules --rules "$corpus/rules" replies.mbox
same 'only replies: no patch' '2 1' "$status $(grep -c 'holds no patch' "$work/err")"

# A quoted "From " line within a mail is the mail's.
{
	mail 1 '[PATCH] net: fix a leak' one '' split/0001 | sed 's/^It leaks.*/>From now on it leaks./'
	mail 2 '[PATCH] net: handle a full table' two '' split/0003
} >from.mbox
review "${against[@]}" from.mbox
same '>From does not end a mail' 2 "$(json '.patches | length')"

# An encoded, folded subject.
mail 1 $'=?utf-8?q?=5BPATCH_5=2E10=5D_net=3A?=\n =?utf-8?b?IGNhZsOp?=' one '' split/0001 >encoded.mbox
review "${against[@]}" encoded.mbox
same 'an encoded subject' "net: caf$(printf '\303\251') 5.10" "$(json '.patches[0] | "\(.subject) \(.versions[0])"')"

# word TEXT: in base64. Those that end in padding are followed by another one, on the line or the next.
word() { printf '=?utf-8?B?%s?=' "$(printf %s "$1" | base64 -w0)"; }
mail 1 "$(word '[PATCH 5.10] n') $(word $'et: caf\303')
 $(word $'\251 and ')	$(word 'more')" one '' split/0001 |
	sed "s/^From: .*/From: $(word $'J\303\274') $(word 'rgen') $(word ' Ash') <j@example.org>/; /^From: Ann/d" >words.mbox
review "${against[@]}" words.mbox
same 'words next to each other' $'net: caf\303\251 and more, J\303\274rgen Ash <j@example.org>' \
	"$(json '.patches[0] | "\(.subject), \(.author)"')"

# What a relay sends in its own name.
relayed() { sed "/^From: Ann/d; s/^From: Post.*/From: $1/" from-post; }
mail 1 '[PATCH 5.10] net: fix a leak' one '' split/0001 >from-post
relayed 'Ann Ash via Relay <devnull+ann.example.org@relay.example.org>\nX-Original-From: Ann Ash <ann@example.org>\nReply-To: ann@example.org' >relay.mbox
review "${against[@]}" relay.mbox
same "a relay's mail has its author" 'Ann Ash <ann@example.org> true' \
	"$(json '.patches[0] | "\(.author) \(.upstream.certain)"')"
printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"
relayed 'Ann Ash via List <list@example.org>\nX-Original-From: Ann Ash <ann@example.org>\nCc: Stable <stable@example.org>' >relay.mbox
run "$WINNOW" -C repo reply -q --now 2024-03-01 -p 1 relay.mbox
same 'and is answered to him' 'To: Ann Ash <ann@example.org>' "$(grep '^To: ' out)"

git -C repo checkout -q stable 2>/dev/null
git -C repo -c user.name=x -c user.email=x@example.org merge -q --no-ff -m 'Merge it' \
	-s ours master >/dev/null 2>&1
review "${against[@]}" stable~1..HEAD
same 'a merge is no entry' 'merge commit' "$(json '[.skipped[].what] | unique | join(" ")')"

done_testing
