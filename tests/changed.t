#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What changed since a queue was reviewed the last time, and nothing else.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2023-01-01 net/a.c <<<'net: start')
one=$(commit repo master 'Ann Ash' 2023-01-02 net/a.c <<<$'net: fix a leak\n\nA leak.')
two=$(commit repo master 'Ben Birch' 2023-01-03 net/b.c <<<$'net: fix a crash\n\nA crash.')
git -C repo branch early master
fix=$(commit repo master 'Cem Cedar' 2023-03-03 net/a.c <<<"net: fix the fix

Fixes: ${one:0:12} (\"net: fix a leak\")")
commit repo linux-5.10.y 'Ann Ash' 2023-02-01 net/a.c "$start" >/dev/null <<<$'net: fix a leak\n\ncommit '"$one upstream."
git -C repo branch first linux-5.10.y
commit repo linux-5.10.y 'Ben Birch' 2023-02-02 net/b.c >/dev/null <<<$'net: fix a crash\n\ncommit '"$two upstream."
git -C repo tag v5.10 "$start"
git -C repo format-patch -q -o queue "$start..linux-5.10.y"
mkdir queue && mv repo/queue/* queue && ls queue >series && mv series queue
export XDG_CACHE_HOME=$work/cache

# changed [OPTION...]: of the queue, as upstream is in $upstream.
upstream=early
changed() { run "$WINNOW" -C repo review --now 2024-03-01 --upstream "$upstream" --onto v5.10 "$@" queue; }

changed --changed
same 'the first time all is new' '0 2' "$status $(grep -c '  new' "$work/out")"
matches 'which is said' 'was not reviewed here before: all of it is new' "$work/err"
changed --changed --exit-code
same 'nothing changed: nothing is printed' '0 ' "$status $(cat "$work/out" "$work/err")"
changed --changed --format long
same 'nor at length' '0 ' "$status $(cat "$work/out" "$work/err")"
changed --json
cp "$work/out" then.json

# A fix of one of them arrives in mainline, one leaves the queue, one comes.
upstream=master
changed --changed --exit-code
same 'the one whose fix arrived, alone' '1 1 keep-with' \
	"$status $(grep -c '^keep' "$work/out") $(grep -o '^keep[a-z-]*' "$work/out")"
matches 'what it was, and what did it' "was keep: .*${fix:0:12}" "$work/out"
matches 'since when' '^Since 2024-03-01.*: 1 changed or new, 0 gone, 1 as they were' "$work/out"
changed --changed
same 'told once' '' "$(cat "$work/out")"
for name in ../queue/ "$work/queue" ./../queue/.; do
	run sh -c 'cd repo && "$@"' sh "$WINNOW" review --now 2024-03-01 --upstream master --onto v5.10 --changed "$name"
	same "from elsewhere, as $name" '0 ' "$status $(cat "$work/out" "$work/err")"
done
changed --changed-from then.json --json
json '.patches | length'
same 'beside any earlier JSON' '1' "$(json '.patches | length')"
same 'with what is new of it' "verdict keep 1" \
	"$(json '.patches[0].changed | "\(.what) \(.was) \(.news | length)"')"
mv queue/0002-* gone.patch && (cd queue && printf '%s\n' 000* >series)
changed --changed
same 'one that went' 1 "$(grep -c '^gone: .*net: fix a crash (was keep)$' "$work/out")"
same 'no patch is listed' 0 "$(grep -c '^keep' "$work/out")"
mv gone.patch queue/0002-net-fix-a-crash.patch && (cd queue && printf '%s\n' 000* >series)
changed --changed
same 'one that came' 1 "$(grep -c '  new' "$work/out")"
changed --changed-from then.json
matches 'the same patch by another name is no news' ': 1 changed or new, 0 gone, 1 as they were' "$work/out"
changed --changed
same 'a review beside a file is not the last one' '' "$(cat "$work/out")"
rm -r cache/winnow/reviews
changed --no-index --json
same 'with --no-index nothing is kept' '' "$(find cache/winnow -name '*.json')"

changed --changed-from then.json --format html
same 'a page says what changed, and what is left of the whole queue' 'Changed since 2024-03-01T00:00:00Z 1' \
	"$(grep -o 'Changed since [^<]*' "$work/out") $(grep -c 'data-rest="[^"]*0002-net-fix-a-crash.patch' "$work/out")"

# A patch that is there twice is known twice, and what upstream takes back is another finding.
cp -r queue twice
sed 's/^Subject: \(.*\)/Subject: \1\nX-Again: yes/' queue/0001-*.patch >twice/0003-again.patch
echo 0003-again.patch >>twice/series
run "$WINNOW" -C repo review --now 2024-03-01 --upstream early --onto v5.10 --json twice
cp "$work/out" twice.json
run "$WINNOW" -C repo review --now 2024-03-01 --upstream early --onto v5.10 --changed-from twice.json twice
same 'the same twice is the same twice' '0 ' "$status $(cat "$work/out")"
run "$WINNOW" -C repo review --now 2024-03-01 --upstream early --onto v5.10 --changed-from then.json twice
same 'one more of it is new' 1 "$(grep -c '  new' "$work/out")"

# A new patch by the name that one had which goes by another now: what is taken is not taken again.
commit repo linux-5.10.y 'Dot Elm' 2023-02-03 net/d.c >/dev/null <<<'net: one of our own'
mkdir moved && cp queue/0001-* moved/0009-moved.patch && cp queue/0002-* moved
git -C repo format-patch -q -1 --stdout linux-5.10.y >moved/0001-net-fix-a-leak.patch
printf '%s\n' 0009-moved.patch 0002-net-fix-a-crash.patch 0001-net-fix-a-leak.patch >moved/series
run "$WINNOW" -C repo review --now 2024-03-01 --upstream early --onto v5.10 --changed-from then.json --json moved
same 'one that has the name of another is new all the same' '0001-net-fix-a-leak.patch new' \
	"$(json '.patches[] | "\(.source) \(.changed.what)"')"
git -C repo branch -qf linux-5.10.y linux-5.10.y~1

# For a CI: what was not told then, and nothing of what went or got better.
upstream=master
changed --new-since then.json --exit-code
same 'the one whose fix arrived' '1 1' "$status $(grep -c '^keep-with' "$work/out")"
same 'how many are new' 'Since 2024-03-01T00:00:00Z: 1 new.' "$(grep ^Since "$work/out")"
changed --new-since then.json --json
same 'in JSON' '1 true 0' "$(json '"\(.patches | length) \(.changed.only_new) \(.changed.gone | length)"')"
changed --json
cp "$work/out" with.json
changed --new-since with.json --exit-code
same 'the second night nothing' '0 ' "$status $(cat "$work/out")"
upstream=early
changed --new-since with.json --exit-code
same 'what got better is no finding' '0 ' "$status $(cat "$work/out")"
changed --changed-from with.json --exit-code
same 'though it changed' '1' "$status"
upstream=master
jq '.patches += [.patches[0] | .source = "x" | .key = "y"]' with.json >more.json
changed --new-since more.json --exit-code
same 'nor is one that went' '0 ' "$status $(cat "$work/out")"
changed --new-since then.json --format html
matches 'a page' 'New since 2024-03-01T00:00:00Z' "$work/out"
fails_with 64 'one earlier answer is enough' "$WINNOW" -C repo review --new-since then.json --changed-from then.json --onto v5.10 queue
fails_with 64 'so it is of what is missing' "$WINNOW" -C repo missing --upstream master --new-since then.json --changed v5.10..linux-5.10.y

# What is no longer so, told when the verdict changed by it; of many clauses the first.
upstream=master
changed --json
cp "$work/out" with.json
upstream=early
changed --changed-from with.json --format long
tr -s ' \n' ' ' <"$work/out" >flat
matches 'what no longer speaks against it' "was keep-with: nothing speaks against it any more; no longer: [^;]*${fix:0:12}" flat
changed --changed-from with.json --json
same 'it is one clause' 1 "$(json '.patches[0].changed.lost | length')"
jq '.patches[].facts |= . + . + . + . + .' with.json >much.json
changed --changed-from much.json --format long
tr -s ' \n' ' ' <"$work/out" >flat
matches 'of many the first, and how many more' "; no longer: .*; and [1-9][0-9]* more" flat
jq '.patches[].facts |= [{"kind": "nonsense"}, {"kind": "followup.fix", "state": "nowhere"}, {"kind": 3}, 7]' with.json >odd.json
changed --changed-from odd.json --json
same 'facts that it does not know tell it nothing' '0 verdict 0' \
	"$status $(json '.patches[0].changed | "\(.what) \(.lost | length)"')"

# A format string of all that a repository knows of a patch.
upstream=master
run "$WINNOW" -C repo review --upstream master --format \
	'%(short-id) %(short-upstream) %(id) %(upstream) %(source) %(subsystem) %(key) %(change) %(with)|%(since)|%(proof)' v5.10..first
first=$(git -C repo rev-parse first)
same 'fields of a commit' "${first:0:12} ${one:0:12} $first $one $first net $one 1 $fix||Fixes: ${one:0:12} (\"net: fix a leak\")" \
	"$(cat "$work/out")"

# The same of what a branch lacks.
lacks() { run "$WINNOW" -C repo missing --now 2024-03-01 --upstream "$upstream" "$@" v5.10..linux-5.10.y; }
upstream=early
lacks --json
cp "$work/out" lack.json
lacks --changed --exit-code
same 'nothing is missing' '0 ' "$status $(cat "$work/out")"
upstream=master
lacks --changed --exit-code
same 'a fix that arrived' "1 1" "$status $(grep -c "^${fix:0:12}" "$work/out")"
matches 'since when' '^Since 2024-03-01T00:00:00Z: 1 new, 0 not missing any more, 0 as they were' "$work/out"
lacks --json
cp "$work/out" lack2.json
lacks --changed --exit-code
same 'told once' '0 ' "$status $(cat "$work/out")"
lacks --changed-from lack.json --json
same 'beside any earlier JSON' "$fix 0 2024-03-01T00:00:00Z" \
	"$(json '"\(.missing[0].id) \(.changed.same) \(.changed.since)"')"
cp "$work/out" new.json
ask_begin
schema=$top/data/schema/missing-1.json
ok 'as the schema has it' ask schema new.json "$schema"
commit repo master 'Cem Cedar' 2023-04-04 net/a.c >/dev/null <<<"Revert \"net: fix the fix\"

This reverts commit $fix."
lacks --all --changed-from lack2.json --json
same 'what upstream took back is another finding' "$fix reverted" \
	"$(json '.missing[] | select(.state == "reverted") | "\(.id) \(.state)"')"
upstream=early
lacks --changed-from lack2.json
same 'what is not missing any more' "not missing any more: ${fix:0:12} (\"net: fix the fix\")" "$(head -n 1 "$work/out")"
lacks --changed-from lack2.json --json
cp "$work/out" new.json
ok 'in JSON, too' ask schema new.json "$schema"
jq '.missing += .missing' lack2.json >doubled.json
lacks --changed-from doubled.json
same 'told once, however often it was then' 1 "$(grep -c '^not missing any more' "$work/out")"
lacks --new-since lack2.json --exit-code
same 'for a CI what went is nothing' '0 ' "$status $(cat "$work/out")"
upstream=master
lacks --all --new-since lack.json --fail-on fix
same 'and what is new is a finding' "1 1 1" "$status $(grep -c "^${fix:0:12}" "$work/out") $(grep -c '^Since .*: 1 new\.$' "$work/out")"
lacks --all --new-since lack.json --json
same 'in JSON' 'true 1' "$(json '"\(.changed.only_new) \(.missing | length)"')"
cp "$work/out" allof.json
lacks --all --new-since allof.json --exit-code
same 'told once' '0 ' "$status $(cat "$work/out")"
fails_with 2 'a review is not what is missing' "$WINNOW" -C repo missing --upstream master --changed-from then.json v5.10..linux-5.10.y
fails_with 64 'a list without a name' sh -c 'echo "$2" | "$1" -C repo missing --upstream master --changed --list -' sh "$WINNOW" "$one"

# Wrong ones.
fails_with 64 'a queue without a name' sh -c '"$1" review --changed - <queue/0001-net-fix-a-leak.patch' sh "$WINNOW"
# Files that have no end, or that nobody writes, and long ones.
mkfifo fifo
: >long.json && truncate -s 300M long.json
while read -r file says; do
	fails_with 2 "review: $file" timeout 20 "$WINNOW" -C repo review --changed-from "$file" --onto v5.10 queue
	matches "review: $file: said" "cannot read '$file': $says" "$work/err"
	fails_with 2 "missing: $file" timeout 20 "$WINNOW" -C repo missing --upstream master --new-since "$file" v5.10..linux-5.10.y
	matches "missing: $file: said" "cannot read '$file': $says" "$work/err"
	fails_with 2 "import: $file" timeout 20 "$WINNOW" -C repo decide --import "$file" --decisions taken
	matches "import: $file: said" "cannot read '$file': $says" "$work/err"
done <<-'END'
	fifo not a regular file
	/dev/zero not a regular file
	queue it is a directory
	long.json more than [0-9]+ bytes
END
upstream=master
lacking='"$1" -C repo missing --now 2024-03-01 --upstream master --all v5.10..linux-5.10.y --new-since'
run sh -c "$lacking /dev/stdin <lack.json" sh "$WINNOW"
matches 'standard input may be a file' '^Since 2024-03-01' "$work/out"
run sh -c "cat lack.json | $lacking -" sh "$WINNOW"
matches 'or a pipe' '^Since 2024-03-01' "$work/out"
: >empty.json
wrong()
{
	fails_with 2 "$1" "$WINNOW" -C repo review --changed-from "$2" --onto v5.10 queue
	matches "$1: said" "$3" "$work/err"
}
wrong 'no JSON' empty.json 'empty.json'
echo '{"version": 2, "patches": []}' >two.json
wrong 'another version' two.json 'no review in JSON of version 1'
echo '{"version": 1, "patches": [{"verdict": "perhaps", "source": "x"}]}' >odd.json
wrong 'no such verdict' odd.json 'patch 1 has no source or no verdict'
wrong 'no such file' none.json 'none.json'
echo '{"version": 1, "patches": [{"verdict": "drop", "source": "x\u001b[31m", "subject": "\u009bhi", "seen": "zz"}]}' >hostile.json
changed --changed-from hostile.json
matches 'what is hostile is told' '^gone: x\?\[31m \?hi \(was drop\)$' "$work/out"
same 'no control character gets through' '' "$(grep -aP '[\x00-\x08\x0b-\x1f]|\xc2\x9b' "$work/out")"
changed --changed-from hostile.json --format html
matches 'a page tells it, too' 'gone: <code>x\?\[31m</code> \?hi ' "$work/out"
same 'nor in a page' '' "$(grep -aP '[\x00-\x08\x0b-\x1f]|\xc2\x9b' "$work/out")"
echo '{"version": 1, "patches": {}}' >object.json
wrong 'no list of patches' object.json 'no review in JSON of version 1'
echo '{"version": 1, "patches": [{"verdict": "keep"}]}' >odd.json
wrong 'a patch without a source' odd.json 'patch 1 has no source or no verdict'
n=0
while IFS='|' read -r name text pattern; do
	n=$((n + 1))
	echo "$text" >"odd$n.json"
	fails_with 2 "missing: $name" "$WINNOW" -C repo missing --upstream master --changed-from "odd$n.json" v5.10..linux-5.10.y
	matches "missing: $name: said" "'odd$n.json'.*$pattern" "$work/err"
done <<-END
	another version|{"version": 2, "missing": []}|in JSON of version 1
	no list|{"version": 1, "missing": {}}|in JSON of version 1
	no id|{"version": 1, "missing": [{"state": "missing"}]}|commit 1 has no id or no state
	no state|{"version": 1, "missing": [{"id": "$fix"}]}|commit 1 has no id or no state
	an id that is none|{"version": 1, "missing": [{"id": "$fix", "state": "missing"}, {"id": "zz", "state": "missing"}]}|commit 2 has no id
	JSON that is cut off|{"version": 1,|line
END
done_testing
