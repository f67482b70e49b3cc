#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Repositories that are damaged or mean harm: what cannot be read is named, costs the patch that needs
# it and no other, and neither hangs nor takes more memory than a real object would.
. "$(dirname "$0")/lib.sh"

# Memory, in KiB, that is plenty for the sample, and far less than what some of these ask for.
memory=1500000
grep -q __asan_init "$WINNOW" && memory=unlimited
bounded()
{
	(ulimit -v $memory && exec timeout -s KILL 60 "$@")
}

start=$(commit good master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
bug=$(commit good master 'Ann Ash' 2022-01-03 net/a.c <<<'net: fix a leak')
other=$(commit good master 'Ann Ash' 2022-01-04 net/b.c <<<'net: fix a crash')
commit good master 'Ann Ash' 2022-01-05 net/a.c >/dev/null <<<"net: fix it right

Fixes: ${bug:0:12} (\"net: fix a leak\")"
commit good stable 'Ann Ash' 2022-03-01 net/a.c "$start" >/dev/null <<<"net: fix a leak

commit $bug upstream."
two=$(commit good stable 'Ann Ash' 2022-03-02 net/b.c <<<"net: fix a crash

commit $other upstream.")
blob=$(git -C good rev-parse stable:net/b.c)
tree=$(git -C good rev-parse 'stable^{tree}')

# try PLACE HOW: review a copy of which the object is damaged.
try()
{
	cd "$work/$1-$2" || exit 1
	run bounded "$WINNOW" review --no-index --no-default-rules --rules "$corpus/rules" --now 2024-03-01 \
		--json --upstream master "$start..stable"
	cd "$work" || exit 1
}
words=$("$top/tests/servers/damage" words)
for how in $words; do
	echo "blob-$how $blob $how"
done >list
for how in half longer bomb in-a-circle base-too-large size-2-to-60; do
	echo "tree-$how $tree $how"
	echo "tip-$how $two $how"
	echo "old-$how $bug $how"
done >>list
while read -r copy _; do
	cp -R good "$copy"
done <list
"$top/tests/servers/damage" <list

# What one patch needs: the other one is reviewed as ever, and the reason names the object.
asked()
{
	same "$1: both are reviewed" 'keep-with ask' "$(json '[.patches[].verdict] | join(" ")')"
	same "$1: what is wrong is told of the patch" true "$(json --arg id "$2" '.patches[1].facts |
		any(.kind == "problem" and (.says | contains($id)))')"
}
for how in $words; do
	try blob "$how"
	case $how in
	whole) same 'a pack that is whole' 'keep-with keep' "$(json '[.patches[].verdict] | join(" ")')" ;;
	unreadable)
		if [ "$(id -u)" -eq 0 ]; then
			skip 'an object without permission' 'root may read everything'
		else
			asked "$how" "$blob"
		fi ;;
	# Of the file as a whole: nothing goes without it.
	pack-* | index-counts-* | index-cut | index-empty | index-of-* | index-fifo | index-directory | index-device)
		same "$how: an error" 2 "$status"
		matches "$how: that names the file" "pack-[0-9a-f]*\.(idx|pack)'" "$work/err" ;;
	*) asked "$how" "$blob" ;;
	esac
done
for how in half longer in-a-circle base-too-large size-2-to-60; do
	try tree "$how"
	asked "a tree, $how" "$tree"
	for place in tip:$two old:$bug; do
		try "${place%:*}" "$how"
		same "${place%:*}, $how: an error" 2 "$status"
		matches "${place%:*}, $how: that names the object" "object ${place#*:}: " "$work/err"
	done
done
try tree bomb
asked 'a tree of 80 MB' "$tree"

# --- trees that have no end, commits and messages without measure
export GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@example.org GIT_COMMITTER_NAME=Ann GIT_COMMITTER_EMAIL=ann@example.org
export GIT_AUTHOR_DATE='2022-03-03 00:00 +0000' GIT_COMMITTER_DATE='2022-03-03 00:00 +0000'
file=$(git -C good hash-object -w --stdin <<<x)
# tree ENTRY: ten of it, under ten names.
tree_of()
{
	for i in 0 1 2 3 4 5 6 7 8 9; do
		printf '%s\t%s.c\n' "$1" $i
	done | git -C good mktree
}
# with BRANCH TREE: the tree of BRANCH and another one in it.
with()
{
	{ git -C good ls-tree "$1"; printf '040000 tree %s\tzz\n' "$2"; } | git -C good mktree
}
# on BRANCH PARENT TREE [MESSAGE]: a commit, BRANCH's tip then.
on()
{
	git -C good update-ref "refs/heads/$1" "$(git -C good commit-tree -p "$2" "$3" <<<"${4-net: much}")"
}
bomb=$(tree_of "100644 blob $file")
for level in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do
	bomb=$(tree_of "040000 tree $bomb")
done
on bomb-master master "$(with master "$bomb")"
on bomb-master bomb-master "$(git -C good rev-parse 'master^{tree}')"
on bomb-stable stable "$(with stable "$bomb")"
on bomb-base "$start" "$(with "$start" "$bomb")"
on bomb-stable bomb-stable "$(with stable "$bomb")" "net: one more

commit $bug upstream."

# look COMMAND WORD...: in good.
look()
{
	local command=$1
	shift
	cd good || exit 1
	run bounded "$WINNOW" "$command" --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --no-index \
		--json "$@"
	cd "$work" || exit 1
}
run bounded "$WINNOW" -C good index --paths --upstream bomb-master --index bomb.index
same 'a tree without end: an index of paths' 0 "$status"
same 'what else changed is in it' 'net/a.c net/b.c' "$(python3 -c 'import sqlite3
print(*(row[0] for row in sqlite3.connect("bomb.index").execute("SELECT name FROM paths ORDER BY name")))' 2>&1)"
look review --upstream bomb-master "$start..bomb-stable"
same 'a tree without end: the others are reviewed' 'keep-with keep' \
	"$(json '[.patches[].verdict] | .[:2] | join(" ")')"
same 'and it is told' true "$(json '.patches[2] | .verdict == "ask" and any(.facts[];
	.kind == "problem" and (.says | test("the same directories come again and again")))')"
look review --upstream bomb-master --onto bomb-base "$bug" "$other"
same 'a base without end: exit status' 0 "$status"
same 'a base without end: all are reviewed' 2 "$(json '.patches | length')"
look review --upstream bomb-master --onto bomb-stable "$bug" "$other"
same 'a tree below it without end: exit status' 0 "$status"
run bounded "$WINNOW" -C good missing --no-index --upstream bomb-master "$start..bomb-stable"
same 'a tree without end: what is missing' 0 "$status"
run bounded "$WINNOW" -C good missing --no-index --upstream bomb-master "$start..stable"
matches 'a tree without end upstream: what is missing' 'net: fix it right' "$work/out"

# More files than one commit is believed to change; the names are all different.
perl -e 'for $i (1 .. 460) { print "100644 blob $ARGV[0]\tf$_\n" for 1 .. 460; print "100644 blob $ARGV[0]\tn$i\n\n" }' \
	"$file" | git -C good mktree --batch >trees
wide=$(awk '{ printf "040000 tree %s\td%d\n", $1, NR }' trees | git -C good mktree)
on wide-stable stable "$(with stable "$wide")"
on wide-master master "$(with master "$wide")" "net: much

Fixes: ${bug:0:12} (\"net: fix a leak\")"
look review --upstream wide-master "$start..wide-stable"
same 'a commit of 200,000 files: the others are reviewed' 'keep-with keep ask' \
	"$(json '[.patches[].verdict] | join(" ")')"
same 'and it is told' true "$(json '.patches[2].facts | any(.kind == "problem" and
	(.says | test("so many files differ that they are not looked at")))')"
run bounded "$WINNOW" -C good index --paths --upstream wide-master --index wide.index
same 'an index with such a commit' 0 "$status"

# As many files made as were taken away: what each may have been is not asked of all others.
for name in a b; do
	perl -e 'print "100644 blob $ARGV[0]\t$ARGV[1]$_\n" for 1 .. 15000' "$file" $name | git -C good mktree >$name.tree
done
on moved-stable stable "$(with stable "$(cat a.tree)")" 'net: make'
on moved-stable moved-stable "$(with stable "$(cat b.tree)")" 'net: move'
(ulimit -t 15 && look review --upstream master "$start..moved-stable"; exit "$status")
same 'fifteen thousand files moved: time is bounded' 0 $?
json_is 'fifteen thousand files moved: the others are reviewed' 'keep-with keep' '[.patches[].verdict] | .[:2] | join(" ")'

# A message of 3 MB, and one without a line in it; what stands in the first part counts.
perl -e 'print "net: long\n\nFixes: '"${bug:0:12}"' (\"net: fix a leak\")\n"; printf "Fixes: %012x\n", $_ for 1..200000' |
	git -C good commit-tree -p master "master^{tree}" >id
git -C good update-ref refs/heads/long-master "$(cat id)"
perl -e 'print "net: long\n\ncommit '"$other"' upstream.\n"; print "x" x 3000000' |
	git -C good commit-tree -p stable "stable^{tree}" >id
git -C good update-ref refs/heads/long-stable "$(cat id)"
run bounded "$WINNOW" -C good missing --no-index --upstream long-master "$start..stable"
matches 'a message of 3 MB: what it fixes' 'net: long' "$work/out"
look review --upstream long-master "$start..long-stable"
same 'a line of 3 MB in a message: the others are reviewed' 'keep-with keep' \
	"$(json '[.patches[].verdict] | .[:2] | join(" ")')"
same 'and it is told' true "$(json '.patches[2].facts | any(.says | test("only the first part is read"))')"
fails_with 2 'a commit with it is not taken, for it would be cut' "$WINNOW" -C good take --no-index \
	--no-default-rules --rules "$corpus/rules" --upstream long-master --onto "$start" -o taken "$start..long-stable"
matches 'and it says so' 'the message of commit [0-9a-f]* is too long' "$work/err"

# A signature of 1.9 MB, behind which the message is not reached.
{
	git -C good cat-file commit stable | sed '/^$/,$d'
	perl -e 'print "gpgsig x\n"; print " ", "x" x 60, "\n" for 1 .. 30000'
	printf '\nnet: hidden\n'
} | git -C good hash-object -t commit -w --stdin >id
git -C good update-ref refs/heads/signed-stable "$(cat id)"
look review --upstream master "$start..signed-stable"
same 'a signature of 1.9 MB: it is told that the message is not read' true \
	"$(json '.patches[-1].facts | any(.says | test("only the first part is read"))')"
fails_with 2 'such a commit is not taken either' "$WINNOW" -C good take --no-index --no-default-rules \
	--rules "$corpus/rules" --upstream master --onto "$start" -o taken "$start..signed-stable"

done_testing
