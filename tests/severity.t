#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How bad it is to lack what is missing: the words, their order, what asks for them, whose rules.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 start.c <<<'net: start')
# upstream SUBJECT [BODY [PATH]]: the next commit of mainline; prints its id.
upstream()
{
	local days
	days=$(git -C repo rev-list --count master)
	commit repo master 'Ann Ash' "2022-02-01 +$days days" "${3:-net/$days.c}" <<<"$1${2:+

$2}"
}
bug=$(upstream 'net: do it')
fixes="Fixes: ${bug:0:12} (\"net: do it\")"
upstream 'net: purge a stray semicolon' "$fixes" >/dev/null
upstream 'net: say what it needs' "$fixes" doc/net.rst >/dev/null
upstream 'net: fix build with MSVC' "$fixes" >/dev/null
upstream 'net: also do that' "See commit ${bug:0:12}." >/dev/null
upstream 'net: fix build with gcc 15' "$fixes" >/dev/null
upstream 'net: count right' "$fixes" >/dev/null
upstream 'net: avoid another crash' "$fixes" >/dev/null
upstream 'net: look at the length' "A peer makes it read past the ring.

$fixes" >/dev/null
cve=$(upstream 'net: check it' "This is CVE-2022-12345.

$fixes")
upstream 'net: comment on the end' "It does not crash any more.

See commit ${bug:0:12}." >/dev/null
commit repo stable 'Ann Ash' 2023-01-01 net/do.c "$start" <<<"net: do it

commit $bug upstream." >/dev/null

differ() { ! cmp -s "$1" "$2"; }
missing()
{
	run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master "$@"
}
# words [OPTION...]: "word subject", one a line.
words()
{
	missing --json "$@" stable
	json '.missing[] | "\(.severity) \(.subject)"'
}
all='security net: check it
crash net: avoid another crash
crash net: look at the length
regression net: count right
build net: fix build with gcc 15
cosmetic net: purge a stray semicolon
cosmetic net: say what it needs
cosmetic net: fix build with MSVC
functional net: also do that
cosmetic net: comment on the end'
same 'the worst first in each section' "$all" "$(words)"
missing --json stable
same 'what says so' 'it is known as CVE-2022-12345|it speaks of "crash"|it speaks of "read past"|brought by what the branch took' \
	"$(json '[.missing[:4][].severity_says] | join("|")')"
same 'nothing says so' 'null' "$(json '.missing[] | select(.severity == "functional").severity_says')"
same 'nothing is left out' 0 "$(json .milder)"
missing stable
matches 'the text' '^    crash, it speaks of "read past"; Ann Ash, 2 years ago ' "$work/out"
matches 'the text: without a reason' '^    functional; Ann Ash, 2 years ago ' "$work/out"
matches 'the text: how many of each' \
	'missing: 8 fixes, 2 mentions; 1 security, 2 crash, 1 regression, 1 build, 1 functional, 4 cosmetic$' "$work/out"

# --- asked for
same '--severity' "$(head -n 3 <<<"$all")" "$(words --severity crash)"
missing --json --severity crash stable
same '--severity: the rest is counted' 7 "$(json .milder)"
missing --severity security stable
matches '--severity: said' '; 1 security; 9 less bad than security left out$' "$work/out"
same '--severity of the least' "$all" "$(words --severity cosmetic)"
fails_with 64 '--severity: an unknown word' "$WINNOW" -C repo missing --upstream master --severity bad stable
matches '--severity: which there are' "'bad' is none of: security, crash, regression, build, functional, cosmetic$" "$work/err"
for case in 'security 1' 'crash 1' 'cosmetic 1' 'revert 0' 'revert,crash 1'; do
	missing --fail-on "${case% *}" stable
	same "--fail-on ${case% *}" "${case#* }" "$status"
done
git -C repo branch later stable
commit repo later 'Ann Ash' 2023-01-02 net/cve.c <<<"net: check it

commit $cve upstream." >/dev/null
missing --fail-on security later
same '--fail-on: what is milder passes' 0 "$status"
missing --severity security --exit-code later
same '--exit-code: what is left out passes' 0 "$status"

# --- whose rules
mkdir own
cat >own/a.json <<'END'
{ "rules": [
  { "id": "severity.known", "disabled": true },
  { "id": "own.count", "severity": "crash", "says": "counting is all: {match}",
    "when": { "field": "subject", "matches": "count" },
    "examples": { "hit": ["x: count"], "miss": ["x: y"] } },
  { "id": "own.weight", "weight": 1, "says": "s", "when": "hunks > 0",
    "examples": { "hit": [{ "hunks": 1 }], "miss": [{ "hunks": 0 }] } } ] }
END
same '--rules: one more, and one less' 'crash net: count right
crash net: avoid another crash
crash net: look at the length
regression net: check it' "$(words --rules own | head -n 4)"
missing --json --rules own stable
same '--rules: what says so' 'counting is all: count' "$(json '.missing[0].severity_says')"
run git -C repo config winnow.rules "$work/own"
same 'winnow.rules' 'crash net: count right' "$(words | head -n 1)"
run git -C repo config --unset winnow.rules
same '--no-default-rules: only those' 'crash 1 functional 9' \
	"$(words --no-default-rules --rules own | cut -d ' ' -f 1 | sort | uniq -c | awk '{ print $2, $1 }' | xargs)"
mkdir none
same 'no rule says anything' 'unknown 10' \
	"$(words --no-default-rules --rules none | cut -d ' ' -f 1 | sort | uniq -c | awk '{ print $2, $1 }')"
missing --no-default-rules --rules none stable
matches 'no rule says anything: nor does the text' '^    Ann Ash, 2 years ago ' "$work/out"
matches 'no rule says anything: nor does the last line' '2 mentions$' "$work/out"
for format in sarif junit; do
	missing --no-default-rules --rules none --format $format stable
	same "no rule says anything: nor does $format" '' "$(grep -F '()' "$work/out")"
done
ok 'rules check counts them' "$WINNOW" rules check --no-default-rules own
run "$WINNOW" rules list --no-default-rules own
matches 'rules list tells them' '^crash     - +own.count$' "$work/out"
same 'a review has nothing of them' '' "$("$WINNOW" -C repo review --json --rules own "$start..stable" |
	jq -r '.. | objects | .rule? // empty' | grep -e '^severity' -e own.count)"

# --- what says so is what the sentence is about, and no tag
said_of()
{
	missing --json stable
	jq -r --arg subject "$1" '.missing[] | select(.subject == $subject) | "\(.severity), \(.severity_says)"' "$work/out"
}
upstream 'net: wake it' "Since commit ${bug:0:12} it is never idle.

Cc: stable@example.org
Reported-by: Bo Birch <bo@example.org>" >/dev/null
upstream 'build: look for gcc' "$fixes" >/dev/null
upstream 'net: clear it' "The pointer is not set to NULL to prevent access to it.

$fixes" >/dev/null
named=$(upstream 'net: name it' "There is a bug: it has two of them.

$fixes")
upstream 'net: call it' "Fixes: ${named:0:12} (\"net: name it\")" >/dev/null
same 'what worked before' "regression, it speaks of what worked before: \"Since commit ${bug:0:12}\"" \
	"$(said_of 'net: wake it')"
same 'a build' 'build, its subject is about the build: "build"' "$(said_of 'build: look for gcc')"
same 'NULL that prevents' 'regression, brought by what the branch took' "$(said_of 'net: clear it')"
same 'a bug is no BUG' 'regression, brought by what the branch took' "$(said_of 'net: name it')"
same 'what is missing too brought nothing' 'functional, null' "$(said_of 'net: call it')"

# --- a review: a keep-with's commits
patch()
{
	commit repo queue 'Ann Ash' 2023-02-01 "$(git -C repo diff-tree --no-commit-id --name-only -r "$1")" "$start" <<<"$(git -C repo log -1 --format=%s "$1")

commit $1 upstream." >/dev/null
}
mild=$(upstream 'net: do more')
severe=$(upstream 'net: do most')
upstream 'net: fix the count' "Fixes: ${mild:0:12} (\"net: do more\")" >/dev/null
name=$(upstream 'net: fix the name' "Fixes: ${severe:0:12} (\"net: do most\")")
oops=$(upstream 'net: fix a crash' "Fixes: ${severe:0:12} (\"net: do most\")")
patch "$mild"
patch "$severe"
run "$WINNOW" -C repo review -q --format long --upstream master "$start..queue"
same 'a keep-with: how bad what is missing is, to apply in this order' "    with ${name:0:12} (\"net: fix the name\"): regression
    with ${oops:0:12} (\"net: fix a crash\"): crash" "$(grep -A 1 "with ${name:0:12}" "$work/out")"
matches 'a keep-with: the worst is its reason' "=> upstream had to fix it: ${oops:0:12} .*; and 1 more" "$work/out"
run "$WINNOW" -C repo review -q --upstream master "$start..queue"
same 'a list: the worst first' "2 1" "$(awk '$1 == "keep-with" { print $2 }' "$work/out" | xargs)"
run "$WINNOW" -C repo review -q --json --upstream master "$start..queue"
same 'JSON: of each fact' 'crash regression' "$(json '[.patches[1].facts[] | .severity // empty] | join(" ")')"
git -C repo config user.email me@example.org && git -C repo config user.name Me
run "$WINNOW" -C repo summary -q --upstream master --to stable@example.org -o - "$start..queue"
matches 'a summary: said' "after it, crash: ${oops:0:12}" "$work/out"
same 'a summary: the worst first' '2 1 2 1' "$(sed -n 's/^ *\([12]\)  net: do.*/\1/p' "$work/out" | xargs)"

# --- wrong ones: refused with all that is wrong
# wrong NAME RULE PATTERN
wrong()
{
	mkdir -p bad
	printf '{ "rules": [ %s ] }\n' "$2" >bad/a.json
	fails_with 2 "$1" "$WINNOW" rules check bad
	matches "$1: said" "$3" "$work/err"
}
rest='"says": "s", "when": "hunks > 0", "examples": { "hit": [{ "hunks": 1 }], "miss": [{ "hunks": 0 }] }'
wrong 'an unknown word' "{ \"id\": \"a\", \"severity\": \"bad\", $rest }" "a.json:1:.*: a: unknown severity 'bad'"
wrong 'a weight' "{ \"id\": \"a\", \"severity\": \"crash\", \"weight\": 1, $rest }" "a: unknown field 'weight'"
wrong 'a verdict' "{ \"id\": \"a\", \"severity\": \"crash\", \"decides\": \"drop\", $rest }" "a: unknown field 'decides'"
wrong 'unless one that weighs' "{ \"id\": \"a\", \"severity\": \"crash\", \"unless\": [\"fix.crash\"], $rest }" \
	"a: 'fix.crash' does not say how bad something is"
printf '{ "rules": [ { "id": "a", "severity": "crash", %s ] }\n' "$rest" >bad/a.json
missing --rules bad stable
same 'missing with broken rules: exit status' 2 "$status"
matches 'missing with broken rules: where' 'bad/a.json:1:' "$work/err"
printf '{ "rules": [ { "id": "a", "severity": "crash", "says": "s", "when": { "field": "subject", "matches": "(a+)+$" }, "examples": { "hit": ["a"], "miss": ["x"] } } ] }\n' >bad/a.json
long=$(printf 'a%.0s' {1..1500})
upstream "net: $long!!" "See commit ${bug:0:12}." >/dev/null
missing --rules bad stable
matches 'a pattern that gives up is told of' "warning: bad/a.json:1: a: the pattern gave up on [0-9a-f]*$" "$work/err"
same 'a pattern that gives up: the rest counts' 0 "$status"

# --- what was found is kept: for these rules, this commit, and what it mends
words >words-now
kept=$(echo "$XDG_CACHE_HOME"/winnow/repo-*.severities)
ok 'what was found is kept' test -f "$kept"
sum=$(sha256sum "$kept")
words >words-again
same 'the second run says the same' words-now words-again
same 'and writes nothing' "$sum" "$(sha256sum "$kept")"
severities=('.missing[] | "\(.severity) \(.severity_says) \(.subject)"')
missing --json stable
json "${severities[@]}" >whole
missing --json --rules own stable
json "${severities[@]}" >whole-own
ok 'other rules say something else' differ whole whole-own

# Nobody reads the message again: its commit may go.
read_of=$(git -C repo log --format=%H -1 --grep='look at the length' master)
mv "repo/.git/objects/${read_of:0:2}/${read_of:2}" read_of
missing --json stable
same 'kept: the same' "$(<whole)" "$(json "${severities[@]}")"
missing --json --rules own stable
same 'kept: the same of other rules' "$(<whole-own)" "$(json "${severities[@]}")"
missing --json --no-index stable
ok '--no-index asks again' differ whole <(json "${severities[@]}")
XDG_CACHE_HOME=$work/empty-cache missing --json stable
ok 'so does an empty cache' differ whole <(json "${severities[@]}")
mv read_of "repo/.git/objects/${read_of:0:2}/${read_of:2}"
XDG_CACHE_HOME=$work/empty-cache missing --json stable
same 'what was not whole is not kept' "$(<whole)" "$(json "${severities[@]}")"

# The tree of a commit is not there: what it changes is unknown, until it is.
tree_of=$(git -C repo rev-parse "$(git -C repo log --format=%H -1 --grep='say what it needs' master)^{tree}")
mv "repo/.git/objects/${tree_of:0:2}/${tree_of:2}" tree_of
XDG_CACHE_HOME=$work/third-cache missing --json stable
ok 'without its paths it is judged otherwise' differ whole <(json "${severities[@]}")
mv tree_of "repo/.git/objects/${tree_of:0:2}/${tree_of:2}"
XDG_CACHE_HOME=$work/third-cache missing --json stable
same 'what was judged without paths is not kept' "$(<whole)" "$(json "${severities[@]}")"

head -c 3000 "$kept" >"cut"
for damaged in cut /dev/null "$top/README.md"; do
	cat "$damaged" >"$kept"
	missing --json stable
	same "kept in ${damaged##*/}: the same" "$(<whole)" "$(json "${severities[@]}")"
	[ "$damaged" = cut ] || ok "${damaged##*/}: what is not ours stays" cmp -s "$damaged" "$kept"
done
rm -f "$kept"
missing --json --no-index stable
fails_with 1 '--no-index keeps nothing' test -e "$kept"

# --- from subjects alone
"$WINNOW" -C repo index -q --upstream master --index alone
run "$WINNOW" missing --index alone --json "$bug"
same 'an index alone: subjects' 'regression net: check it' "$(json '.missing[] | "\(.severity) \(.subject)"' | grep check)"
same 'an index alone: in peace' '' "$(cat "$work/err")"
run "$WINNOW" missing --index alone --severity crash "$bug"
matches 'an index alone: said where it counts' 'warning: no repository of upstream.*subjects alone' "$work/err"

done_testing
