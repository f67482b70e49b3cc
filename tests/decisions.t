#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The benchmark of verdicts against what release managers decided, on two small repositories: labels, counts.
. "$(dirname "$0")/lib.sh"

for tool in git jq; do
	command -v $tool >/dev/null || {
		skip "decisions" "$tool is not installed"
		done_testing
	}
done

decisions="$top/tests/bench/decisions"
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
clock=1600000000

# commit MESSAGE FILE LINE...: makes FILE of the LINEs.
commit()
{
	local message=$1 file=$2
	shift 2
	clock=$((clock + 86400))
	printf '%s\n' "$@" >"$file"
	git add -A
	GIT_AUTHOR_DATE="@$clock +0000" GIT_COMMITTER_DATE="@$clock +0000" git commit -q -m "$message"
}

id()
{
	git rev-parse "$1"
}

git init -q -b main repo
cd repo || exit 1
commit 'net: begin' net.c a b c d e f g h i j k l m n o p
commit 'disk: begin' disk.c a b c d e f g h i j k l m n o p
git tag v1.11
commit 'tape: begin' tape.c a b c d e f g h i j k l m n o p
commit "net: count from one

Fixes: $(id v1.11~1) (\"net: begin\")
Cc: stable@dpdk.org" net.c a b C d e f g h i j k l m n o p
commit "disk: count from one

Fixes: $(id v1.11) (\"disk: begin\")
Cc: stable@dpdk.org" disk.c a b C d e f g h i j k l m n o p
commit "tape: count from one

Fixes: $(id main~2) (\"tape: begin\")
Cc: stable@dpdk.org" tape.c a b C d e f g h i j k l m n o p
commit "disk: close it

Fixes: $(id v1.11) (\"disk: begin\")
Cc: stable@dpdk.org" disk.c a b C d e f g h i j k l m N o p
git tag v2.11
git checkout -q -b 1.11 v1.11
commit "net: count from one

[ upstream commit $(id main~3 | cut -c 1-12) ]" net.c a b C d e f g h i j k l m n o p
commit "disk: close it" disk.c a b c d e f g h i j k l m N o p
# What Mesa's script keeps: taken by the first, refused by the second, no target for the third, still open.
git checkout -q -b 21.9 v1.11
jq -n --arg a "$(id main~3)" --arg b "$(id main~2)" --arg c "$(id main~1)" --arg d "$(id main)" --arg e "$(id main~4)" '[
	{ sha: $d, nominated: true, nomination_type: 0, resolution: 0 },
	{ sha: $c, nominated: false, nomination_type: 1, resolution: 4 },
	{ sha: $b, nominated: true, nomination_type: 1, resolution: 2 },
	{ sha: $a, nominated: true, nomination_type: 0, resolution: 1 },
	{ sha: $e, nominated: false, nomination_type: null, resolution: 4 }]' >.pick_status.json
git add -A
GIT_COMMITTER_DATE="@$clock +0000" git commit -q -m 'status'
git checkout -q main
cd .. || exit 1

# A branch that takes a pick back again, and upstream, only later, another one.
git -C repo checkout -q 1.11
(cd repo && commit "tape: count from one

[ upstream commit $(git rev-parse v2.11~1 | cut -c 1-12) ]" tape.c a b C d
commit 'Revert "tape: count from one"

This reverts commit 0123456789ab.' tape.c a b c d)
git -C repo checkout -q main
(cd repo && commit "Revert \"disk: close it\"

This reverts commit $(git rev-parse v2.11)." disk.c a b C d e f g h i j k l m n o p)

figures()
{
	grep -vE '^$' out | sed 's/  */ /g'
}

run "$decisions" "$WINNOW" dpdk:repo:1.11:2.11
same "a repository of DPDK's kind: what upstream took back later is no reason" 'dpdk 1.11: 4 decided
 taken not taken
 keep 2 1
 keep-with 0 0
 drop 1 0
 ask 0 0
 1 of the 1 wrong drops the branch took back itself
 drop right 0 of 1 (0.0 %), keep right 2 of 3 (66.7 %), asked 0 (0.0 %), 0 of them taken' "$(figures)"
same 'and nothing else' '' "$(cat err)"

run "$decisions" "$WINNOW" --list --upstream=main dpdk:repo:1.11:2.11 mesa:repo:21.9
matches 'every disagreement, with its reasons' 'keep, but not taken: [0-9a-f]{12} \("disk: count from one"\)' out
matches 'a set of the other kind: an open one has no decision' 'mesa 21.9: 3 decided' out
matches 'a target that is missing' '^  drop +[01] +1$' out
matches 'and the sum of both' 'all 2: 7 decided' out
cp out first
"$decisions" "$WINNOW" --list --upstream=main dpdk:repo:1.11:2.11 mesa:repo:21.9 >second
same 'the same bytes again' first second

run "$decisions" "$WINNOW"
matches 'no data' 'skipped: no data' out
run "$decisions" "$WINNOW" dpdk:repo:3.11:4.11 mesa:absent:1.0
same 'nor where branches or repositories are absent' "0 2" "$status $(grep -c 'skipped: no data' out)"
fails_with 64 'what is no set' "$decisions" "$WINNOW" repo
done_testing
