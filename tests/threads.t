#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Any number of threads says the same, to the byte; the workers themselves are in tests/unit/workers-test.c.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
for number in $(seq 10 49); do
	id=$(commit repo master 'Ann Ash' "2022-01-02T00:$number:00" "net/$((number % 7)).c" <<<"net: change $number

Fixes: ${start:0:12} (\"net: start\")")
	commit repo stable 'Ann Ash' "2022-03-01T00:$number:00" "net/$((number % (7 - number % 2))).c" "$start" <<<"net: change $number

commit $id upstream.

It would leak." >/dev/null
done
# Names that upstream has and the base lacks, in more files than one thread reads alone.
for number in 1 2 3 4 5 6; do
	change master 'Ann Ash' "2022-01-03T00:0$number:00" "include/new$number.h" "#define NEW_NAME_$number $number" >/dev/null <<<"new name $number"
done
id=$(change master 'Ann Ash' 2022-01-04 net/use.c $'int net_use(void)\n{\n\treturn NEW_NAME_4;\n}' <<<'net: use a new name')
change stable 'Ann Ash' 2022-03-02 net/use.c $'int net_use(void)\n{\n\treturn NEW_NAME_4;\n}' >/dev/null <<<"net: use a new name

commit $id upstream."
git -C repo format-patch -q --stdout "$start..stable" >queue.mbox
printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"

# with_threads NAME COMMAND...: what it prints, and its status, with 1 thread and with more.
with_threads()
{
	local name=$1 n
	shift
	run "$WINNOW" -C repo "$@" --threads 1
	cat "$work/out" "$work/err" - >alone <<<"$status"
	for n in 2 8 0; do
		run "$WINNOW" -C repo "$@" --threads "$n"
		cat "$work/out" "$work/err" - >others <<<"$status"
		same "$name, threads: $n" alone others
	done
}

common=(--no-default-rules --rules "$corpus/rules" --no-model --now 2024-03-01 --upstream master)
for queue in "$start..stable" "$work/queue.mbox --onto $start"; do
	read -ra words <<<"$queue"
	with_threads "JSON of ${words[0]##*/}" review "${common[@]}" --json "${words[@]}"
	with_threads "a list of ${words[0]##*/}" review "${common[@]}" --format long "${words[@]}"
	with_threads "a summary of ${words[0]##*/}" summary "${common[@]}" --templates "$top/data/templates" "${words[@]}"
done
"$WINNOW" -C repo review "${common[@]}" --json "$start..stable" >named
matches 'a name is missing' '"says": ".*NEW_NAME_4' named
same 'the range is one of 41' 41 "$("$WINNOW" -C repo review "${common[@]}" --json "$start..stable" | jq '.patches | length')"

# Mails of all kinds, in an mbox, packed, as a maildir and as a stream: patches, replies, a cover letter, one that is broken,
# one that is quoted, one that came with others, and what cannot be read.
mail()
{
	printf 'From x Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\nDate: Tue, 05 Apr 2022 12:%02d:00 +0000\n' "$((10#$1))"
	printf 'Message-ID: <%s@example.org>\nSubject: %s\n' "$1" "$2"
	cat
	echo
}
for number in $(seq 10 40); do
	mail "$number" "[PATCH 5.10] net: change $number" <<<"To: bob@example.org, Zoë $number <zoe@example.org>

From the start.
>From here on, too.
---
$(git -C repo diff "stable~$((number - 9))" "stable~$((number - 10))")"
	mail "1$number" "Re: [PATCH 5.10] net: change $number" <<<"In-Reply-To: <$number@example.org>

Please drop it."
	[ $((number % 5)) -ne 0 ] || mail "2$number" '[PATCH 5.10 0/2] net: changes' <<<$'\nTwo.'
	[ $((number % 7)) -ne 0 ] || mail "3$number" '[PATCH 5.10] net: no diff' <<<$'\nIt is lost.'
	[ $((number % 6)) -ne 0 ] || mail "4$number" 'patches for 5.10' <<EOF
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b$number"

--b$number
Content-Type: text/plain

See the file.
--b$number
Content-Type: text/x-patch; name="fix-$number.patch"
Content-Disposition: attachment; filename="fix-$number.patch"
Content-Transfer-Encoding: base64

$(git -C repo format-patch --stdout "stable~$((number - 9))..stable~$((number - 10))" | base64)
--b$number
Content-Type: application/x-tar; name="rest.tar"
Content-Disposition: attachment; filename="rest.tar"

nothing
--b$number--
EOF
done >mails.mbox
with_threads 'mails' review "${common[@]}" --json mails.mbox
same 'are all there' 31 "$(sed '$d' alone | sed '/^winnow: /d' | jq '[.patches[] | select(.subject | startswith("net: change"))] | map(.source) | map(select(test("^[1-4][0-9]@"))) | length')"
matches 'a file that holds none is told' "'rest.tar'" alone
with_threads 'answers to mails' reply "${common[@]}" --templates "$top/data/templates" -o - mails.mbox
matches 'are drafts' '^Subject: ' alone
xz -k mails.mbox
with_threads 'mails packed' review "${common[@]}" --json mails.mbox.xz
mkdir -p maildir/cur maildir/new
git mailsplit -omaildir/cur mails.mbox >/dev/null
echo 'no xz' >maildir/new/9999.xz
printf '\3757zXZ\000broken' >maildir/new/9998
: >maildir/new/9997
with_threads 'a maildir' review "${common[@]}" --json maildir
matches 'what cannot be unpacked is told' 'maildir/new/9998' alone

# An index is the same to the byte, built at once or grown, with the paths or without: 2,000 commits, a merge in ten.
git init -q --bare -b main long
"$top/tests/bench/synth" 2000 | git -C long fast-import --quiet
old=$(git -C long rev-list --first-parent --skip=20 -n 1 main)
for n in 1 2 8; do
	ok "an index, threads: $n" "$WINNOW" -C long index --upstream main --index "index-$n" --threads "$n"
	ok "an old one, threads: $n" "$WINNOW" -C long index --upstream "$old" --index "old-$n" --threads "$n"
	ok "it grows, threads: $n" "$WINNOW" -C long index --upstream main --index "old-$n" --threads "$n"
	same "an index is the same, threads: $n" index-1 "index-$n"
	same "one that grew, too, threads: $n" old-1 "old-$n"
done
for n in 1 2 8; do
	ok "the paths, threads: $n" "$WINNOW" -C long index --paths --upstream main --index "index-$n" --threads "$n"
	same "they are the same, threads: $n" index-1 "index-$n"
done
# So it is however commits are packed: with all else between, in front, not at all, in part and twice, and where others
# lie beside them that nobody reaches, one of which leads nowhere.
same_packed()
{
	"$WINNOW" -C long index --upstream main --index packed --rebuild >/dev/null 2>err
	same "$1" built packed
	same "$1, without a word" "$(cat err)" ''
}
"$WINNOW" -C long index --upstream main --index built >/dev/null
tree=$(git -C long rev-parse 'main^{tree}')
printf 'tree %s\nparent %040d\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nx\n' "$tree" 1 |
	git -C long hash-object -t commit -w --stdin | git -C long pack-objects -q objects/pack/pack >/dev/null
mkdir kept
mv long/objects/pack/* kept
for pack in kept/*.pack; do git -C long unpack-objects -q <"$pack"; done
same_packed 'nothing packed'
{ git -C long rev-list main~30; git -C long rev-list main~50 --objects; } | cut -c 1-40 | sort -u |
	git -C long pack-objects -q objects/pack/pack >/dev/null
git -C long prune-packed
same_packed 'older ones packed'
git -C long rev-list main~5..main~3 | git -C long pack-objects -q objects/pack/pack >/dev/null
git -C long prune-packed
same_packed 'gaps between'
cp kept/* long/objects/pack
same_packed 'packed twice'
git -C long repack -adq
same_packed 'in front'

git -C long config winnow.threads x
fails_with 64 'a setting that is none, of an index' "$WINNOW" -C long index --upstream main --index x
fails_with 64 'of what is missing' "$WINNOW" -C long missing --upstream main base..stable
fails_with 64 'of trees' "$WINNOW" -C long trees --upstream main --tree stable --since 2005-04-20

# Faults come in the queue's order, and once, whoever met them.
lost=$(git -C repo rev-parse 'stable~20:net/2.c')
lost_too=$(git -C repo rev-parse 'stable~5:net/3.c')
cp -r repo hurt
for id in "$lost" "$lost_too"; do
	rm -f "hurt/.git/objects/${id:0:2}/${id:2}"
done
with_threads 'what cannot be read' -C "$work/hurt" review "${common[@]}" --json --no-index "$start..stable"
matches 'is told' '^winnow: warning: .*cannot diff' alone
git -C hurt config core.repositoryFormatVersion 1
git -C hurt config extensions.partialClone origin
# libgit2 1.5 looks for extensions by a pattern and leaks what PCRE2 gave it for each name.
echo 'leak:libpcre2' >"$work/leaks"
export LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$work/leaks:print_suppressions=0
git -C hurt config remote.origin.promisor true
with_threads 'what a partial clone lacks' -C "$work/hurt" review "${common[@]}" --json --no-index "$start..stable"
matches 'is told once for all' 'partial clone' alone

# A number, or a setting.
fails_with 64 'no number' "$WINNOW" -C repo review --threads two "$start..stable"
matches 'says so' "^winnow: --threads: not a number from 0 to 256: 'two'$" "$work/err"
fails_with 64 'too many' "$WINNOW" -C repo review --threads 257 "$start..stable"
fails_with 64 'less than none' "$WINNOW" -C repo review --threads=-1 "$start..stable"
git -C repo config winnow.threads x
fails_with 64 'a setting that is none' "$WINNOW" -C repo review "$start..stable"
matches 'names its place' "^winnow: winnow.threads: not a number from 0 to 256: 'x' in '.*config'" "$work/err"
git -C repo config winnow.threads 2
ok 'one that is' "$WINNOW" -C repo review "${common[@]}" "$start..stable"

# What a partial clone lacks is told whichever thread asked for it.
git init -q -b main part
( cd part && mkdir inc drv && git config user.name 'Ann Ash' && git config user.email ann@example.org &&
	perl -e 'for my $i (0 .. 39) { open my $f, ">", "inc/h$i.h"; print $f "int base_$i(void);\n", map { "int b${i}_$_(void);\n" } 1 .. 3000 }' &&
	seq -f 'int line%g;' 1 30 >drv/a.c && printf 'int f(void)\n{\n\tint a = 1;\n\treturn a;\n}\n' >>drv/a.c &&
	git add . && git commit -qm 'base: start' && git branch base &&
	for i in $(seq 0 39); do [ "$i" = 7 ] || echo "int up_$i(void);" >>"inc/h$i.h"; done &&
	git commit -qam 'inc: add helpers' &&
	echo 'static inline int new_helper(int a) { return a; }' >>inc/h7.h && git commit -qam 'inc: introduce new_helper' &&
	sed -i 's/return a;/return new_helper(a);/' drv/a.c && git commit -qam 'drv: fix a leak' &&
	git checkout -q -b stable base && git cherry-pick -x main >/dev/null )
lost=$(git -C part rev-parse main:inc/h20.h)
git -C part config core.repositoryFormatVersion 1
git -C part config extensions.partialClone origin
rm -f "part/.git/objects/${lost:0:2}/${lost:2}"
told=
for _ in 1 2 3 4 5 6 7 8 9 10; do
	run "$WINNOW" -C part review --threads 2 --no-index --now 2024-03-01 --upstream main base..stable
	told+=$(grep -c 'partial clone' "$work/err")
done
same 'what a partial clone lacks is told each time' 1111111111 "$told"

done_testing
