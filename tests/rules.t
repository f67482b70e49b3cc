#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Rule files: the shipped ones are right, mistakes are told with their place, later ones override.
. "$(dirname "$0")/lib.sh"

ok 'the shipped rules are as they should be' "$WINNOW" rules check --no-default-rules "$top/rules"
matches 'and there are some, with examples' '^[1-9][0-9]* rules, [1-9][0-9]* examples' "$work/out"
# Examples need something that looks like an id: 123456789abc is nobody's.
same 'no shipped rule names a commit' '' "$(grep -noE '\b[0-9a-f]{7,40}\b' "$top"/rules/*.json |
	grep -E ':[0-9a-f]*[0-9][0-9a-f]*$' | grep -v ':123456789abc')"
same 'no shipped rule id stands twice' '' "$(jq -r '.rules[]?.id' "$top"/rules/*.json | sort | uniq -d)"
run "$WINNOW" rules list
same 'they are found without being told where' 0 "$status"
run "$WINNOW" rules fields
for field in message subject path trailer:KEY lines_changed followup.fix; do
	matches "fields lists $field" "^  $field +[^ ]" "$work/out"
done
# What take brings unasked and what the rules call few is one bound, for its result is reviewed by them.
# shellcheck disable=SC2086
few=$(sed -n 's/^\tPREREQUISITES_FEW\(_LINES\)\{0,1\} = \([0-9]*\),.*/\2/p' "$top/src/match/prerequisite.h" | xargs)
same 'what is taken unasked is what the rules call few' "$(printf 'prerequisites <= %s prerequisite_lines <= %s' $few)" \
	"$(jq -r '.define.few.all[1:] | join(" ")' "$top/rules/prerequisite.json")"
same 'no shipped pattern of any length stands twice' '' "$(jq -r '.. | objects | (.matches?, .words?, .stems?) |
	if type == "array" then join("|") else . end | strings' "$top"/rules/*.json |
	awk 'length > 40' | sort | uniq -d)"
ok 'the shipped rules are laid out by rules format' "$WINNOW" rules format --check "$top/rules"
ok 'without FILE it is the rules in force' "$WINNOW" rules format --check
ok "the tests' own rules are as they should be" "$WINNOW" rules check --no-default-rules "$corpus/rules"

# mistake NAME LINE:COLUMN WHAT RULE: one rule of an otherwise good file, on line 3; @ marks the place.
mistake()
{
	local before place
	rm -rf bad && mkdir bad
	printf '{\n  "rules": [\n%s\n  ]\n}\n' "$3" >marked
	tr -d @ <marked >bad/x.json
	before=$(sed '/@/q' marked)
	place=$(printf '%s\n' "$before" | wc -l):$(($(printf '%s' "${before##*$'\n'}" | sed 's/@.*//' | wc -c) + 1))
	fails_with 2 "$1" "$WINNOW" rules check --no-default-rules bad
	matches "$1: file, line, column and rule" "^bad/x\.json:$place: a\.b: $2" "$work/err"
}
examples='"examples": {"hit": ["a"], "miss": ["b"]}'
when='"when": {"field": "message", "matches": "^a"}'
mistake 'an unknown key' "unknown field 'wait'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"wait\": @1, \"says\": \"s\", $when, $examples}"
mistake 'an unknown class' "unknown class 'fox'" \
	"{\"id\": \"a.b\",
  \"class\": @\"fox\", \"weight\": 1, \"says\": \"s\", $when, $examples}"
mistake 'an unknown verdict' "unknown decides 'maybe'" \
	"{\"id\": \"a.b\", \"decides\": @\"maybe\", \"says\": \"s\", $when, $examples}"
mistake 'no weight' 'no "weight" and no "decides"' "@{\"id\": \"a.b\", \"says\": \"s\", $when, $examples}"
mistake 'a weight of text' 'no "weight"|.*weight' \
	"{\"id\": \"a.b\", \"weight\": @\"1\", \"says\": \"s\", $when, $examples}"
mistake 'times a fact' 'a weight can be times the "model", a number' \
	"{\"id\": \"a.b\", \"weight\": 1, \"times\": @\"followup.fix\", \"says\": \"s\", $when, $examples}"
mistake 'a usual number that is none' '"usual" wants a number from 0' \
	"{\"id\": \"a.b\", \"weight\": 1, \"times\": \"ln hunks\", \"usual\": @-1, \"says\": \"s\", $when, $examples}"
mistake 'no sentence' 'no "says"' "@{\"id\": \"a.b\", \"weight\": 1, $when, $examples}"
mistake 'a sentence with an unknown brace' "'\{mash\}'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": @\"{mash}\", $when, $examples}"
mistake 'a reply that is no sentence' '"reply" wants a sentence, or false' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"reply\": @true, $when, $examples}"
mistake 'a reply with an unknown placeholder' "'\\{mash\\}' is neither" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"reply\": @\"{trees} {mash}\", $when, $examples}"
mistake 'an open brace in a reply' "'\\{' without '\\}'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"reply\": @\"{trees\", $when, $examples}"
mistake 'a brief that is no text' '"brief" wants a few words' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"brief\": @true, $when, $examples}"
mistake 'a brief with an unknown placeholder' "'\\{fact\\}' is neither" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"brief\": @\"{fact}\", $when, $examples}"
mistake 'what only a reply has' "'\\{trees\\}' is neither" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": @\"{trees}\", $when, $examples}"
mistake 'no condition' 'no "when"' "@{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", $examples}"
mistake 'a condition of a number' 'a condition is' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": @1, $examples}"
mistake 'an unknown field' "unknown field 'massage'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": @\"massage\", \"matches\": \"a\"}, $examples}"
mistake 'a bad pattern' 'bad pattern at character 2' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": \"message\", \"matches\": @\"(\"}, $examples}"
mistake 'a bad pattern deep within' 'bad pattern' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\",
  \"when\": {\"all\": [\"hunks > 0\", {\"not\": {\"field\": \"message\",
    \"matches\": @\"[\"}}]}, $examples}"
mistake 'an unknown number' "unknown number or fact 'lines'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": @\"lines > 1\", $examples}"
mistake 'not a comparison' 'not a comparison' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": @\"hunks >\", $examples}"
mistake 'a list that is none' "'all' wants a list" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"all\": @{}}, $examples}"
mistake 'an empty list' "'any' wants a list" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"any\": @[]}, $examples}"
mistake 'no examples' 'no "examples"' "@{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", $when}"
mistake 'no miss' 'a rule shows at least one hit and one miss' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", $when, \"examples\": @{\"hit\": [\"a\"]}}"
mistake 'a hit that is none' 'this should be a hit' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", $when, \"examples\": {\"hit\": [\"a\", @\"b\"], \"miss\": [\"b\"]}}"
mistake 'a miss that is a hit' "this should be a miss, and is a hit: 'a'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", $when, \"examples\": {\"hit\": [\"a\"], \"miss\": [@\"a\"]}}"
mistake 'an example of an unknown field' "unknown field 'massage'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", $when, \"examples\": {\"hit\": [\"a\"], \"miss\": [@{\"massage\": \"b\"}]}}"
mistake 'an example that backtracks without end' 'the pattern gave up' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": \"message\", \"matches\": \"^(a+)+$\"}, \"examples\": {\"hit\": [\"a\"], \"miss\": [@\"$(printf 'a%.0s' {1..60})!\"]}}"
mistake 'an id twice' 'the file has a rule of this id already' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", $when, $examples},
{\"id\": @\"a.b\", \"weight\": 2, \"says\": \"s\", $when, $examples}"

mistake 'an unknown family' "unknown family 'weather'" \
	"{\"id\": \"a.b\", \"family\": @\"weather\", \"weight\": 1, \"says\": \"s\", $when, $examples}"
mistake 'a keep-with without a commit' 'no commit to keep it with' \
	"{\"id\": \"a.b\", \"decides\": @\"keep-with\", \"says\": \"s\",
  \"when\": {\"all\": [\"presence.repaired.missing\", \"followup.fix = 0\", {\"not\": \"followup.revert\"}]},
  \"examples\": {\"hit\": [{\"presence.repaired.missing\": 1}], \"miss\": [{\"hunks\": 1}]}}"
mistake 'a reply without the match it wants' "it can never be said: .* \\{match\\}" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"reply\": @\"It says \\\"{match}\\\".\",
  \"when\": {\"all\": [\"hunks > 0\", {\"not\": {\"field\": \"subject\", \"matches\": \"b\"}}]},
  \"examples\": {\"hit\": [{\"hunks\": 1}], \"miss\": [{\"hunks\": 0}]}}"
mistake 'a reply without the commit it wants' "it can never be said: .* \\{commits\\}" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"reply\": @\"See {commits}.\", $when, $examples}"
mistake 'a reply without a proof' "it can never be said: .* \\{proof\\}" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"reply\": @\"{proof}\", \"when\": \"hunks > 0\",
  \"examples\": {\"hit\": [{\"hunks\": 1}], \"miss\": [{\"hunks\": 0}]}}"
mistake 'patterns that are none' "'words' wants a pattern or a list" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": \"message\", \"words\": @[]}, $examples}"
mistake 'one of a list that is no text' 'a pattern is a text' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": \"message\", \"matches\": [\"a\", @7]}, $examples}"
# Whether it is told before or behind the character is PCRE2's version's.
mistake 'one of a list that is no pattern' 'bad pattern at character [23]:' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": \"message\", \"matches\": [\"a\", @\"a)|(b\"]}, $examples}"
mistake 'patterns in two ways' 'a condition wants' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": @{\"field\": \"message\", \"matches\": \"a\", \"words\": \"a\"}, $examples}"
mistake 'within nothing' 'a pattern that has one \{any\} is wanted' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": \"message\", \"within\": @\"a\", \"matches\": [\"a\"]}, $examples}"
mistake 'words within' 'only "matches" can be within a pattern' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": \"message\", \"within\": @\"a{any}\", \"words\": [\"a\"]}, $examples}"
mistake 'within a bad pattern' 'bad pattern' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": \"message\", \"within\": @\"({any}\", \"matches\": [\"a\"]}, $examples}"
mistake 'an unknown name' "unknown name 'fixed': no fact, and nothing is defined so" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"any\": [@\"fixed\"]}, $examples}"
mistake 'patterns of an unknown name' "nothing is defined as 'crash'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"when\": {\"field\": \"log\", \"has\": @\"crash\"}, $examples}"
mistake 'no list of facts to tell' '"tells" wants a list of facts' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"tells\": @\"followup.fix\", $when, $examples}"
mistake 'a number to tell' "unknown fact 'hunks'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"tells\": [\"followup.fix\", @\"hunks\"], $when, $examples}"
mistake 'unless of no list' '"unless" wants a list' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"unless\": @\"c.d\", $when, $examples}"
mistake 'unless an unknown rule' "no rule is called 'c.d'" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"unless\": [@\"c.d\"], $when, $examples}"
mistake 'unless itself' '"unless" goes round in a circle: a.b, a.b' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"unless\": @[\"a.b\"], $when, $examples}"
mistake 'a circle of two' '"unless" goes round in a circle: a.b, c.d, a.b' \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"unless\": @[\"c.d\"], $when, $examples},
{\"id\": \"c.d\", \"weight\": 1, \"says\": \"s\", \"unless\": [\"a.b\"], $when, $examples}"
mistake 'a hit that another rule prevents' "this should be a hit, and is none: 'c.d' applies" \
	"{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", \"unless\": [\"c.d\"], $when, \"examples\": {\"hit\": [@\"a\"], \"miss\": [\"b\"]}},
{\"id\": \"c.d\", \"weight\": 1, \"says\": \"s\", $when, $examples}"

# --- names for conditions
# defined DEFINITIONS RULE: a file with both, the definitions on line 2; @ marks a place.
defined()
{
	rm -rf bad && mkdir bad
	printf '{ "define": {\n%s\n}, "rules": [ %s ] }\n' "$1" "$2" >marked
	tr -d @ <marked >bad/x.json
}
# misnamed NAME WHAT DEFINITIONS: wrong in line 2, at the mark, and told once.
misnamed()
{
	local column
	defined "$3" "{\"id\": \"a.b\", \"weight\": 1, \"says\": \"s\", $when, $examples}"
	column=$(($(sed -n 2p marked | sed 's/@.*//' | wc -c)))
	fails_with 2 "$1" "$WINNOW" rules check --no-default-rules bad
	same "$1: once, with file, line, column and name" "bad/x.json:2:$column: $2" \
		"$(grep -v '^winnow:' "$work/err")"
}
misnamed 'a definition that is wrong' "a: unknown field 'massage'" \
	'"a": {"not": {"field": @"massage", "matches": "a"}}, "c": "a", "d": {"any": ["a", "c"]}'
misnamed 'a name with a blank' 'a b: a name has no blanks' '"a b": @"hunks > 0"'
misnamed 'the name of a fact' 'followup.fix: there is a number or fact of this name' '"followup.fix": @"hunks > 0"'
misnamed 'what is defined by way of itself' "c: 'a' is defined by way of itself" \
	'"a": {"not": "c"}, "c": {"any": ["hunks > 0", @"a"]}'
misnamed 'patterns without a field' "a: 'c' is patterns: of which field? (\"has\")" \
	'"c": {"words": ["x"]}, "a": @"c"'
misnamed 'a field for what has one' "a: 'c' has a field of its own" \
	'"c": {"field": "log", "words": ["x"]}, "a": {"field": "body", "has": @"c"}'
misnamed 'bad patterns' 'a: bad pattern at character 2: missing closing parenthesis' \
	'"a": {"stems": ["x", @"("]}, "b": {"field": "log", "has": "a"}'
echo '{ "define": 7 }' >bad/x.json
fails_with 2 'no object of definitions' "$WINNOW" rules check --no-default-rules bad
matches 'is told' '^bad/x\.json:1:13: "define" wants an object of conditions' "$work/err"
{
	printf '{ "define": { "n0": "hunks > 0"'
	for i in $(seq 60); do printf ', "n%d": "n%d"' "$i" $((i - 1)); done
	printf ' }, "rules": [ {"id": "a.b", "weight": 1, "says": "s", %s, %s} ] }\n' "$when" "$examples"
} >bad/x.json
fails_with 2 'a chain of names' "$WINNOW" rules check --no-default-rules bad
matches 'is told' 'conditions nested more than 32 deep' "$work/err"
{
	printf '{ "rules": [ {"id": "r0", "weight": 1, "says": "s", %s, %s}' "$when" "$examples"
	for i in $(seq 60); do
		printf ', {"id": "r%d", "weight": 1, "says": "s", "unless": ["r%d"], %s, %s}' \
			"$i" $((i + 1)) "$when" "$examples"
	done
	printf ', {"id": "r61", "weight": 1, "says": "s", %s, %s} ] }\n' "$when" "$examples"
} >bad/x.json
fails_with 2 'a chain of rules' "$WINNOW" rules check --no-default-rules bad
matches 'is told' '"unless" leads on more than 32 times' "$work/err"
jq -c '.rules |= reverse' bad/x.json >turned && mv turned bad/x.json
fails_with 2 'a chain of rules from its end' "$WINNOW" rules check --no-default-rules bad
matches 'is told' '"unless" leads on more than 32 times' "$work/err"

# A name may be defined in a later file, and anew in a later directory.
mkdir defs more
cat >defs/a.json <<-'END'
	{ "rules": [ { "id": "a.a", "weight": 1, "says": "{match}", "tells": ["followup.fix"],
	  "when": { "all": [{ "not": "wanted" }, "is-crash"] },
	  "examples": { "hit": [{ "message": "x: y\n\nIt Oopses." }],
	    "miss": [{ "message": "x: y\n\nNo loops." },
	    { "message": "x: y\n\nAn oops.\n\nCc: stable@example.org" }] } },
	  { "id": "a.b", "weight": 1, "says": "s", "unless": ["a.a"], "when": "hunks > 0",
	  "examples": { "hit": [{ "hunks": 1 }], "miss": [{ "hunks": 1, "message": "x: an oops" }] } } ] }
END
cat >defs/z.json <<-'END'
	{ "define": { "wanted": { "field": "trailer:Cc", "matches": ["stable@", "^nobody"] },
	  "crash": { "words": ["oops(?:es)?", "crash"] },
	  "is-crash": { "any": [{ "field": "message", "has": "crash" }, { "field": "log", "has": "crash" }] } } }
END
ok 'names of a later file' "$WINNOW" rules check --no-default-rules defs
echo '{ "define": { "crash": { "stems": ["loop"] } } }' >more/a.json
fails_with 2 'a later directory defines anew' "$WINNOW" rules check --no-default-rules defs more
matches 'for every rule' '^defs/a\.json:3:[0-9]+: a\.a: this should be a hit, and is none' "$work/err"
echo '{ "rules": [{ "id": "a.a", "disabled": true }] }' >more/a.json
fails_with 2 'a rule that is switched off keeps nothing from applying' \
	"$WINNOW" rules check --no-default-rules defs more
matches 'and is known' "^defs/a\.json:7:[0-9]+: a\.b: this should be a miss, and is a hit: ''" "$work/err"
same 'so that nothing else is told' 1 "$(grep -vc '^winnow:' "$work/err")"

mkdir -p two
printf '{ "rules": [ { "id": "a.b" } ] }\n' >two/a.json
printf '{ "rules": [ { "id": "c.d" }, 7 ] }\n' >two/b.json
fails_with 2 'mistakes in two files' "$WINNOW" rules check --no-default-rules two
same 'all are told' 'a.json:1 b.json:1' "$(sed -n 's,^two/\([ab].json:1\):.*,\1,p' "$work/err" | sort -u | xargs)"
matches 'and counted' 'winnow: [0-9]+ mistakes in the rules' "$work/err"
printf '{ "thresholds": { "drop": 0.2, "ask": 0.5 }, "rules": [ {"id": "a.b", "weight": 1, "says": "s", %s, %s} ] }\n' "$when" "$examples" >two/a.json
rm two/b.json
fails_with 2 'thresholds the wrong way round' "$WINNOW" rules check --no-default-rules two

# --- overriding
# one DIRECTORY FILE ID WEIGHT
one()
{
	mkdir -p "$1"
	printf '{"rules":[{"id":"%s","weight":%s,"says":"s",%s,%s}]}\n' "$3" "$4" "$when" "$examples" >"$1/$2"
}
listed()
{
	"$WINNOW" rules list "$@" | sed -n 's/^\([-+][0-9.]*\) *- *\([a-z]\.[a-z]\)$/\2 \1/p' | sort | xargs
}
one ours x.json a.a 1
printf '{"rules":[{"id":"a.a","weight":1,"says":"s",%s,%s},{"id":"b.b","weight":2,"says":"s",%s,%s}]}\n' \
	"$when" "$examples" "$when" "$examples" >ours/x.json
one site z.json b.b -3
one site y.json c.c 4
same 'one directory' 'a.a +1.00 b.b +2.00' "$(listed --no-default-rules ours)"
same 'a later directory overrides by id, and adds' 'a.a +1.00 b.b -3.00 c.c +4.00' \
	"$(listed --no-default-rules ours site)"
same 'the other way round' 'a.a +1.00 b.b +2.00 c.c +4.00' "$(listed --no-default-rules site ours)"
mkdir off && printf '{"rules":[{"id":"a.a","disabled":true}]}\n' >off/x.json
same '"disabled" takes one away' 'b.b +2.00' "$(listed --no-default-rules ours off)"
printf '{"bias":-2,"thresholds":{"drop":0.9,"ask":0.4}}\n' >off/x.json
same 'a later bias and threshold count' '-2.00 bias; ask from 40 %, drop from 90 %' \
	"$("$WINNOW" rules list --no-default-rules ours off | head -n 1)"
mkdir -p "$XDG_CONFIG_HOME/winnow/rules"
cp site/*.json "$XDG_CONFIG_HOME/winnow/rules/"
mkdir data && mv ours data/rules && ln -s data/rules ours
export WINNOW_DATA=$work/data
same "the user's own directory overrides" 'a.a +1.00 b.b -3.00 c.c +4.00' "$(listed)"
same 'and a given one overrides that' 'a.a +1.00 b.b +2.00 c.c +4.00' "$(listed ours)"
mkdir hidden && cp ours/x.json hidden/.x.json && cp ours/x.json hidden/x.json~
fails_with 2 'hidden files and backups are no rules' "$WINNOW" rules list --no-default-rules hidden

# --- layout
printf '{"rules":[{"id":"a.a","weight":1,"says":"%s",%s,\n%s}],"bias":1.50}' \
	'a sentence that is long enough for the rule to need more than a single line of text' \
	"$when" "$examples" >plain.json
fails_with 2 'another layout is told' "$WINNOW" rules format --check plain.json
matches 'with its place' '^plain\.json:1: not in the layout of winnow rules format$' "$work/err"
matches 'and counted' '^winnow: 1 rule file of another layout' "$work/err"
cp plain.json before.json
ok 'a file is laid out' "$WINNOW" rules format plain.json
same 'a rule is a few lines' '{
  "rules": [
    { "id": "a.a", "weight": 1,
      "says": "a sentence that is long enough for the rule to need more than a single line of text",
      "when": { "field": "message", "matches": "^a" },
      "examples": { "hit": ["a"], "miss": ["b"] } }
  ],
  "bias": 1.50
}' "$(cat plain.json)"
ok 'and stays as it is' "$WINNOW" rules format --check plain.json
same 'standard input goes to standard output' "$(cat plain.json)" "$("$WINNOW" rules format - <before.json)"
mkdir layout && cp plain.json layout/a.json && cp before.json layout/b.json && echo '{' >layout/c.txt
fails_with 2 'a directory stands for its rule files' "$WINNOW" rules format --check layout
same 'of which one differs' 'layout/b.json:1:' "$(sed -n 's/ not in the .*//p' "$work/err")"
echo '{ "rules": [ }' >broken.json
fails_with 2 'what is no JSON stays as it is' "$WINNOW" rules format broken.json
matches 'and is told with its place' '^winnow: broken\.json:1:[0-9]+: ' "$work/err"
same 'byte for byte' '{ "rules": [ }' "$(cat broken.json)"
fails_with 2 'a file that is not there' "$WINNOW" rules format gone.json

done_testing
