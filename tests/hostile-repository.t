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

done_testing
