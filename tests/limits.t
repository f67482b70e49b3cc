#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Bounds of data/doc/limits.md that the tests of a subject do not go past: each is passed here, and what then happens is told.
. "$(dirname "$0")/lib.sh"

# mail SUBJECT BODY DIFF
mail()
{
	printf 'From a Mon Jan  1 00:00:00 2024\nFrom: A <a@example.org>\nSubject: [PATCH 6.1] %s\nMessage-ID: <%s@example.org>\n' \
		"$1" "$((++mails))"
	printf 'Date: Mon, 1 Jan 2024 00:00:00 +0000\n\n%s\n\n---\n%s\n\n' "$2" "$3"
}
mails=0
small='--- a/lib/a.c
+++ b/lib/a.c
@@ -1 +1 @@
-int lib__start;
+int b;'
repeat()
{
	perl -e 'print $ARGV[0] x $ARGV[1]' "$1" "$2"
}
# rule ID PATTERN HIT: of the message.
rule()
{
	printf '{ "id": "%s", "weight": 1, "says": "x", "when": { "field": "message", "matches": "%s" }, "examples": ' "$1" "$2"
	printf '{ "hit": ["%s"], "miss": ["x"] } }' "$3"
}
# rules_file N PATTERN HIT LAST HIT: N rules of a pattern, and one behind them.
rules_file()
{
	printf '{ "rules": [ '
	for ((i = 0; i < $1; i++)); do printf '%s,\n' "$(rule "p$i" "$2" "$3")"; done
	printf '%s ] }' "$(rule last "$4" "$5")"
}
reviewed()
{
	run bounded "$WINNOW" "${at[@]}" review --no-default-rules --now 2024-03-01 --json "$@"
}
at=()
start=$(commit repo master 'Ann Ash' 2022-01-01 lib/a.c <<<'lib: start')

# --- what a repository holds
# A file below so many directories, each of one name.
tree=$(git -C repo ls-tree "$start" | git -C repo mktree)
for ((i = 0; i < 520; i++)); do
	tree=$(printf '040000 tree %s\td\n' "$tree" | git -C repo mktree)
done
deep=$(git -C repo -c user.name=A -c user.email=a@example.org commit-tree -p "$start" "$tree" -m 'lib: deep')
at=(-C repo)
reviewed --rules "$corpus/rules" "$start..$deep"
same 'directories within directories: told' true \
	"$(json '.patches[0].facts | any(.kind == "problem" and (.says | test("directories lie too deep within each other")))')"

# An alternate of an alternate and so on: git's own five, and one more.
for n in 1 2 3 4 5 6 7; do
	git init -q --bare "alternate$n.git"
	[ "$n" -eq 1 ] || echo "$PWD/alternate$n.git/objects" >"alternate$((n - 1)).git/objects/info/alternates"
done
for n in 5 7; do
	rm -rf "alternate$n.git/objects/pack"
	cp -r repo/.git/objects/. "alternate$n.git/objects"
	[ "$n" -ne 5 ] || echo "$PWD/alternate6.git/objects" >"alternate5.git/objects/info/alternates"
	run "$WINNOW" -C alternate1.git review --no-default-rules --rules "$corpus/rules" --json "$deep"
	same "alternates, the $n. has it" "$([ "$n" -eq 5 ] && echo 'lib: deep')" "$(jq -r '.patches[0].subject' "$work/out" | grep -x 'lib: deep')"
	rm -rf "alternate$n.git/objects/"?? 
done

# --- what rules are shown
mkdir rules
at=()
mail 'lib: long' "$(repeat 'word of words
' 90000)
zebra" "$small" >long.mbox
printf '{ "rules": [ %s ] }' "$(rule p zebra zebra)" >rules/a.json
reviewed --rules rules long.mbox
same 'rules see the first MiB of a text' '0 0' "$status $(json '.patches[0].reasons | length')"
mail 'lib: long' "$(repeat 'word of words
' 60000)
zebra" "$small" >long.mbox
reviewed --rules rules long.mbox
same 'and all of a shorter one' '0 1' "$status $(json '.patches[0].reasons | length')"

# A short text, all starts of which together take too long; and many patterns, each of which takes as much as it may.
mail 'lib: short' "$(repeat a 5000)!" "$small" >short.mbox
printf '{ "rules": [ %s ] }' "$(rule p '(a+)+$' aa)" >rules/a.json
reviewed --rules rules short.mbox
same 'a short text' '0 0' "$status $(json '.patches[0].reasons | length')"
matches 'a short text: told' 'p: the pattern gave up on patch 1' "$work/err"
mail 'lib: many' "$(repeat 'add ' 10000)" "$small" >many.mbox
rules_file 100 'add.*[zy]' addz 'add add' 'add add' >rules/a.json
reviewed --rules rules many.mbox
matches 'many patterns: those behind them do not count' 'last: the pattern gave up on patch 1' "$work/err"
# In a short text a step may run over all of it, uncounted: of so many patterns no more than of some.
mail 'lib: run' "$(repeat a 1900)" "$small" >run.mbox
rules_file 2000 '(?:a|b){0,10}?[ab ]*+[zy]' abz '^a' a >rules/a.json
reviewed --rules rules run.mbox
same 'many patterns on a short text: time is bounded' 0 "$status"
matches 'many patterns on a short text: those behind them are counted' 'p[0-9]*: the pattern gave up on patch 1' "$work/err"
same 'the first are not' '' "$(grep -o 'p[0-9]: the pattern gave up' "$work/err")"

# --- what is compared
# Each of its lines stands in very many places, and from many of them thousands are as it says before one is not.
{
	repeat 'same;
' 20000
	repeat 'last;
' 20000
} >same.c
git -C repo checkout -q -f "$start"
cp same.c repo/lib/same.c
git -C repo add lib && git -C repo -c user.name=A -c user.email=a@example.org commit -q -m 'lib: same'
mail 'lib: same' x "--- a/lib/same.c
+++ b/lib/same.c
@@ -9,10004 +9,10004 @@
$(repeat ' same;
' 10000)
-last;
+first;
 same;
 same;
 same;" >same.mbox
at=(-C repo)
reviewed --rules "$corpus/rules" --upstream HEAD --onto HEAD same.mbox
same 'lines that stand everywhere: whether it applies is not known' 'applies.unknown' \
	"$(json '.patches[0].facts[].kind | select(startswith("applies."))')"
matches 'which it says' 'lib/same.c.* takes too long to find' "$work/out"

# The last patch changes a line of each one before.
lines_of()
{
	local i
	for ((i = 1; i <= 20; i++)); do
		if [ "$i" -le "$1" ]; then echo "$2by_$i;"; else echo "$3was_$i;"; fi
	done
}
lines_of 0 '' '' >repo/lib/lean.c
git -C repo add lib && git -C repo -c user.name=A -c user.email=a@example.org commit -q -m 'lib: lean'
# leaning N: of how many of N patches before the last one it is said that it needs them.
leaning()
{
	local i
	for ((i = 1; i <= $1; i++)); do
		mail "lib: one $i" x "--- a/lib/lean.c
+++ b/lib/lean.c
@@ -$i,1 +$i,1 @@
-was_$i;
+by_$i;"
	done >lean.mbox
	mail 'lib: all' x "--- a/lib/lean.c
+++ b/lib/lean.c
@@ -1,$1 +1,1 @@
$(lines_of "$1" - - | head -n "$1")
+one;" >>lean.mbox
	reviewed --rules "$corpus/rules" --upstream HEAD --onto HEAD lean.mbox
	json '[.patches[].facts[] | select(.kind == "role.needed")] | length'
}
same 'sixteen made its lines' 16 "$(leaning 16)"
same 'more than sixteen made its lines: nothing is said of them' 0 "$(leaning 17)"

done_testing
