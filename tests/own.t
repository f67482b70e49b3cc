#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What an index keeps of a branch's own commits: the answer is one without an index, whatever moved.
. "$(dirname "$0")/lib.sh"

day=0
# put BRANCH SUBJECT [BODY [AUTHOR [FILE]]]: the next commit of BRANCH; sets id.
put()
{
	day=$((day + 1))
	id=$(commit repo "$1" "${4:-Ann Ash}" "2022-01-01 +$day days" "${5:-lib/$day.c}" "${start-}" <<<"$2${3:+

$3}")
}
took()
{
	put stable "$2" "[ Upstream commit $1 ]"
}
# rows: how many commits are kept, and of how many the message alone says what they bring
rows()
{
	python3 -c 'import sqlite3
print(*sqlite3.connect("file:kept.index?mode=ro", uri=True).execute(
	"SELECT count(*), count(*) FILTER (WHERE basis = 0) FROM own").fetchone())'
}
# alike NAME [OPTION...]: asked twice, the second time of what is kept
alike()
{
	local name=$1
	shift
	run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master --json --no-index "$@" stable
	cp "$work/out" "$work/plain"
	for turn in 'is read' 'is kept'; do
		run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master --json --index kept.index "$@" stable
		same "$name: $turn" "$work/plain" "$work/out"
	done
	same "$name: no word" '' "$(cat "$work/err")"
}

put master 'lib: start'
start=$id
put master 'lib: add a cache' '' '' lib/cache.c
cache=$id
put master 'lib: do not leak the cache' "Fixes: ${cache:0:12} (\"lib: add a cache\")"
leak=$id
put master 'lib: add a pool' '' '' lib/pool.c
pool=$id
put master 'lib: size the pool' "Fixes: ${pool:0:12} (\"lib: add a pool\")"
git -C repo update-ref refs/heads/stable "$start"
took "$cache" 'lib: add a cache'
first=$id
took "${pool:0:12}" 'lib: add a pool'
put stable 'lib: release 1' '' Max
release=$id
alike 'a branch'
matches 'it lacks what fixes the two' '"id": "'"$leak" "$work/out"
same 'a whole id is for good, a part of one is not, nor what brings nothing' '3 1' "$(rows)"

took "$leak" 'lib: do not leak the cache'
put stable 'Revert "lib: add a pool"' 'This reverts commit of ours.'
alike 'a branch that moved'
same 'what is new is added' '5 2' "$(rows)"

# What a commit without a marker brings may come to upstream later, as may the commit itself.
put stable 'lib: mend the pool' '' Max lib/mend.c
alike 'with a commit of nobody'
put master 'lib: mend the pool' '' Max lib/mend.c
mend=$id
put master 'lib: mend it more' "Fixes: ${mend:0:12} (\"lib: mend the pool\")"
alike 'that upstream has now'
matches 'and that is fixed' '"subject": "lib: mend it more"' "$work/out"
older=$(git -C repo rev-parse master)
git -C repo update-ref refs/heads/master "$(git -C repo -c user.name=Max -c user.email=max@example.org commit-tree -p master -p "$release" -m 'Merge stable' \
	"master^{tree}" </dev/null)"
put master 'lib: after the merge' "Fixes: ${first:0:12} (\"lib: add a cache\")"
alike 'whose first commits upstream merged'
alike 'beside an older upstream' --upstream "$older"
git -C repo update-ref refs/heads/master "$older"
put master 'lib: another way on' "Fixes: ${leak:0:12} (\"lib: do not leak the cache\")"
alike 'whose upstream was rewound'

for n in 1 2 3 4; do put master "lib: way on $n"; done
older=$id
put master 'lib: gone soon'
took "$id" 'lib: gone soon'
put master 'lib: mend what is gone soon' "Fixes: ${id:0:12} (\"lib: gone soon\")"
alike 'that took what is new'
alike 'beside one that has it not yet' --upstream "$older"
git -C repo update-ref refs/heads/master "$older"
put master 'lib: in its place'
put master 'lib: mend what is in its place' "Fixes: ${id:0:12} (\"lib: in its place\")"
alike 'that took what is gone'

# Another branch shares the first commits and goes its own way.
git -C repo update-ref refs/heads/other "$release"
put other 'lib: mend the pool' '' Max lib/mend.c
git -C repo update-ref refs/heads/stable other
alike 'another one'

chmod a-w kept.index
put stable 'lib: release 2' '' Max
alike 'an index that cannot be written'
chmod u+w kept.index
done_testing
