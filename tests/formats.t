#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every format that programs read: a reader of that kind understands it, whatever the patches hold.
. "$(dirname "$0")/lib.sh"

# Hostile texts by name, as printf has them.
payloads=(
	'plain:net: fix a leak'
	'escapes:net: \033[31mred\033]0;title\007 \233 done'
	'quotes:net: "a" '\''b'\'' `c` \\ ``d`` end'
	'html:net: <script>alert(1)</script> &lt; <!-- x --> </testcase>'
	'cdata:net: ]]> <![CDATA[ x ]]>'
	'table:net: a | b || c \\| d'
	'mention:net: @everyone #1 !2 GH-3 ~bug %%m $s ab@example.org owner/name#4'
	'link:net: http://example.org www.example.org [x](javascript:alert(1)) ![y](z) :bomb:'
	'markup:net: **bold** _em_ ~~no~~ # h - l 1. n ***'
	'tabs:net:\ta\t\tb'
	'bidi:net: \342\200\256evil\342\200\254 \342\201\246x\342\201\251'
	'c1:net: \302\233 31m \177 \330\234 \342\200\250 \342\200\217 \357\273\277 end'
	'latin1:net: caf\351 \377\376'
	'nonchars:net: \357\277\276 \357\277\277 \355\240\200 end'
	'path:../../etc/passwd:1:1: error: x'
	'command:$(reboot) ; `reboot` %%x %%(verdict) {fact} {{7*7}}'
	'formula:=cmd()'
)
mkdir -p rules queue
cat >rules/rules.json <<-'END'
	{ "rules": [
	{ "id": "t.drop", "decides": "drop", "says": "it says \"{match}\"", "brief": "says {match}",
	  "when": { "field": "subject", "matches": "(?s)^(?!x: kept).*" },
	  "examples": { "hit": [{ "subject": "bad" }], "miss": [{ "subject": "x: kept" }] } }],
	  "bias": 3 }
END
for payload in "${payloads[@]}"; do
	name=${payload%%:*}
	{
		printf 'From: Ann "<b>" Ash <ann@example.org>\nSubject: '
		# shellcheck disable=SC2059
		printf "${payload#*:}"
		printf '\n\nText.\n'
		small_diff
	} >"queue/$name.patch"
	echo "$name.patch" >>queue/series
done
{
	printf 'From: Ann Ash <ann@example.org>\nSubject: x: kept\n\nText.\n'
	small_diff
} >queue/kept.patch
{
	printf 'Subject: net: '
	head -c 1000000 /dev/zero | tr '\0' 'y'
	printf '\n\nText.\n'
	small_diff
} >queue/long.patch
{
	printf 'Subject: net: a\0b nul\n\nText.\n'
	small_diff
} >queue/nul.patch
odd='a b&<"%.patch'
cp queue/plain.patch "queue/$odd"
printf '%s\n' kept.patch long.patch nul.patch >>queue/series
n=$(wc -l <queue/series)

formats=$("$WINNOW" review --help | sed -n '/^Formats:/,/^$/s/^  \([a-z-]*\) .*/\1/p')
for format in $formats; do
	run timeout 20 "$WINNOW" review -q --now 2024-03-01 --no-model --no-default-rules --rules rules \
		--format "$format" queue
	cp "$work/out" "out.$format"
	same "$format: it is written" '0 ' "$status $(cat "$work/err")"
	same "$format: nothing that a terminal obeys" 0 "$(obeyed <"out.$format")"
	ok "$format: valid UTF-8" iconv -f UTF-8 -t UTF-8 "out.$format"
	case $format in
	html | junit | markdown) same "$format: no element of theirs" '' "$(grep -aoE '<(script>alert|!\[CDATA|b>. Ash)' "out.$format")" ;;
	esac
done

cat >check.py <<-'END'
	import json, re, sys, xml.etree.ElementTree as xml
	n = int(sys.argv[1])
	wrong = []
	def expect(what, found):
	    if not found:
	        wrong.append(what)
	def text(format):
	    return open("out." + format, encoding="utf-8", newline="\n").read()
	subjects = {p["position"]: p["subject"] for p in json.loads(text("json"))["patches"]}
	expect("json: all", len(subjects) == n)

	lines = text("ndjson").split("\n")
	expect("ndjson: the patches of the JSON", lines[-1] == "" and
	    [json.loads(l) for l in lines[:-1]] == json.loads(text("json"))["patches"])

	rows = [l.split("\t") for l in text("tsv").split("\n")]
	expect("tsv: a line each", rows[-1] == [""] and len(rows) == n + 2)
	expect("tsv: as many columns as names", all(len(r) == len(rows[0]) for r in rows[:-1]))
	verdicts = [r[rows[0].index("verdict")] for r in rows[1:-1]]
	expect("tsv: verdicts", verdicts.count("drop") == n - 1 and verdicts.count("keep") == 1)

	root = xml.fromstring(text("junit"))
	suite = root.find("testsuite")
	cases = suite.findall("testcase")
	expect("junit: a test each", root.tag == "testsuites" and len(cases) == n == int(suite.get("tests")))
	expect("junit: those that fail", len(suite.findall("testcase/failure")) == n - 1 == int(suite.get("failures")))
	expect("junit: texts come back", "<script>alert(1)</script>" in cases[3].get("name"))
	expect("junit: nothing else", {e.tag for e in root.iter()} == 
	    {"testsuites", "testsuite", "properties", "testcase", "failure", "system-out", "system-err"})

	sarif = json.loads(text("sarif"))
	results = sarif["runs"][0]["results"]
	rules = sarif["runs"][0]["tool"]["driver"]["rules"]
	expect("sarif: a result for each that needs something", len(results) == n - 1)
	expect("sarif: the rule that it names", all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in results))
	uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]
	expect("sarif: addresses", all(re.fullmatch(r"[A-Za-z0-9._~/%-]+", u) for u in uris))
	expect("sarif: fingerprints", all(r["partialFingerprints"]["winnow/v1"] for r in results))

	rows = [l for l in text("markdown").split("\n") if l.startswith("| ")]
	cells = [re.findall(r"(?:\\.|[^|\\])+", r.strip("|")) for r in rows]
	expect("markdown: a row each", len(rows) == n + 1)
	expect("markdown: five cells in each", all(len(c) == 5 for c in cells))
	body = "\n".join(rows[2:])
	plain = re.sub(r"`[^`]*`", "", re.sub(r"<!-- -->", "\0", re.sub(r"\\.", "\1", body)))
	expect("markdown: nothing that is markup is left",
	    not re.search(r"[<>*_\[\]`@#~&$]", plain.replace("**drop**", "")))
	expect("markdown: nobody is mentioned", not re.search(r"@\w|[#!]\d|GH-\d", body.replace("\\", "")))
	expect("markdown: no address", not re.search(r"https?://|www\.[a-z]", re.sub(r"\\(.)", "\0\\1", body)))

	rows = text("quickfix").split("\n")
	expect("quickfix: a line each", rows[-1] == "" and len(rows) == n)
	expect("quickfix: the form", all(re.match(r"queue/[a-z0-9]+\.patch:\d+:1: drop: ", r) for r in rows[:-1]))
	subject = {r.split(":")[0]: int(r.split(":")[1]) for r in rows[:-1]}
	expect("quickfix: the line that shows it", subject["queue/plain.patch"] == 2)
	print("\n".join(wrong))
END
same 'each is read by a reader of its kind' '' "$(python3 check.py "$n" 2>&1)"

# A file name in an address and in a line.
run "$WINNOW" review -q --no-model --no-default-rules --rules rules --format sarif "queue/$odd"
same 'sarif: a file name is an address' 'queue/a%20b%26%3C%22%25.patch' \
	"$(json '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri')"
same 'sarif: which version' '2.1.0 winnow' "$(json '"\(.version) \(.runs[0].tool.driver.name)"')"
if command -v vim >/dev/null; then
	vim -es -u NONE -N -c 'set errorformat=%f:%l:%c:\ %m' -c 'cfile out.quickfix' \
		-c 'call writefile(map(getqflist(), {i, e -> e.valid . " " . bufname(e.bufnr) . " " . e.lnum}), "jumps")' \
		-c 'qa!' >/dev/null 2>&1
	same 'vim jumps to each' "1 queue/plain.patch 2,$((n - 1))" "$(head -n 1 jumps),$(grep -c '^1 queue/.*\.patch [0-9]' jumps)"
else
	skip 'vim jumps to each' 'no vim here'
fi
# Patchwork knows patches by the ids of their mails.
{
	for n in 1 2 3 4 5; do
		printf '%s\n' '' 'From mboxrd@z Thu Jan  1 00:00:00 1970' 'From: Ann Ash <ann@example.org>' "Date: Mon, $n Jan 2024 00:00:00 +0000"
		case $n in 3) ;; 5) echo 'Message-ID: <>' ;; *) echo "Message-ID: <$n/\"\\x@example.org>" ;; esac
		printf '%s\n' "Subject: [PATCH AUTOSEL 5.10] net: $n bad" '' 'Upstream commit 0123456789abcdef0123456789abcdef01234567' '' Text.
		small_diff | sed "s/x\.c/$n.c/g"
	done
} >mails.mbox
mkdir long-rules
printf '{ "rules": [{ "id": "t.long", "decides": "drop", "says": "%s", "when": { "field": "subject", "matches": "bad" },
	"examples": { "hit": [{ "subject": "bad" }], "miss": [{ "subject": "x" }] } }], "bias": 3, "thresholds": { "drop": 0.8, "ask": 0.5 } }' \
	"$(printf 'é%.0s' {1..300})" >long-rules/rules.json
checks()
{
	run "$WINNOW" -c winnow.commitUrl="$1" -c winnow.mailUrl="$2" review --now 2024-03-01 --no-model --no-default-rules --rules long-rules \
		--format patchwork-checks "${@:3}"
	cp out checks
	cp err checks.err
}
checks 'https://git.example.org/{id}' 'https://lore.example.org/{id}' mails.mbox
ask_begin
while IFS= read -r line; do
	echo "$line" >line.json
	ok 'patchwork-checks: a line fits its schema' ask schema line.json "$top/data/schema/patchwork-check-1.json"
done <checks
same 'patchwork-checks: each mail with an id, in turn' '1/"\x@example.org 2/"\x@example.org 4/"\x@example.org' \
	"$(jq -r .msgid checks | paste -sd ' ')"
same 'patchwork-checks: its state' fail "$(jq -r .check.state checks | sort -u)"
same 'patchwork-checks: its context' winnow "$(jq -r .check.context checks | sort -u)"
same 'patchwork-checks: why, in letters' 255 "$(jq '.check.description | length' checks | sort -u)"
same 'patchwork-checks: where the commit is' https://git.example.org/0123456789abcdef0123456789abcdef01234567 \
	"$(jq -r .check.target_url checks | sort -u)"
same 'patchwork-checks: those without an id are named' 2 "$(grep -c 'mails.mbox.*: it is no mail with an id' checks.err)"
checks "https://git.example.org/$(printf 'x%.0s' {1..200})/{id}" 'https://lore.example.org/{id}' mails.mbox
same 'patchwork-checks: no longer than it takes' null "$(jq -r .check.target_url checks | sort -u)"
checks '' 'https://lore.example.org/{id}' mails.mbox --only keep
same 'patchwork-checks: only what is asked for' '' "$(cat checks)"

for format in $formats; do
	case $format in html | json | ndjson | patchwork-checks) continue ;; esac
	run "$WINNOW" review -q --no-model --no-default-rules --rules rules --format "$format" queue/kept.patch
	same "$format: nothing to tell is no failure" '0 ' "$status $(cat "$work/err")"
	full()
	{
		"$WINNOW" review -q --no-model --no-default-rules --rules rules --format "$format" queue/plain.patch >/dev/full
	}
	fails_with 2 "$format: a full disk" full
done

# What a branch lacks, likewise.
base=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
evil='net: </td> | @all #1 ]]> `x` "fix"'$' \u009b31m \x7f \u202e \u2028 \u061c \u200e \u2066 \ufeff'
bug=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<"$evil")
commit repo master 'Bob Birch' 2022-01-03 net/a.c <<<"net: repair $evil

Fixes: ${bug:0:12} (\"$evil\")" >/dev/null
commit repo stable 'Sam Stable' 2022-02-01 net/a.c "$base" <<<"$evil

commit $bug upstream." >/dev/null
for format in $("$WINNOW" missing --help | sed -n '/^Formats:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	run "$WINNOW" -C repo missing -q --now 2024-03-01 --upstream master --format "$format" "$base..stable"
	same "missing, $format: it is written" '0 ' "$status $(cat "$work/err")"
	cp "$work/out" "missing.$format"
	same "missing, $format: nothing that a terminal obeys" 0 "$(obeyed <"missing.$format")"
done
for format in $("$WINNOW" trees --help | sed -n '/^Formats:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	run "$WINNOW" -C repo trees -q --now 2024-03-01 --upstream master --tree old=stable --format "$format" "$bug"
	same "trees, $format: it is written" '0 ' "$status $(cat "$work/err")"
	same "trees, $format: nothing that a terminal obeys" 0 "$(obeyed <"$work/out")"
done
same 'missing, ndjson: the commits of the JSON' "$(jq -c '.missing[]' missing.json)" "$(jq -c . missing.ndjson)"
same 'missing, tsv: ten columns' '10 10' "$(awk -F '\t' '{ print NF }' missing.tsv | paste -sd ' ')"
same 'missing, junit: it fails' 'fix' "$(python3 -c '
import xml.etree.ElementTree as x; print(x.parse("missing.junit").find(".//failure").get("type"))')"
same 'missing, sarif: a result' "missing.fix warning" "$(jq -r '.runs[0].results[] | "\(.ruleId) \(.level)"' missing.sarif)"
same 'missing, markdown: a row' 1 "$(grep -c '^| `[0-9a-f]*` | fix, regression | net' missing.markdown)"
same 'missing, markdown: nothing of theirs is markup' '' "$(sed 's/\\.//g; s/<!-- -->//g; s/`[0-9a-f]*`//' missing.markdown | grep -o '[<>@`]')"

# What a CI fails on.
for case in 'any 1' 'fix 1' 'fix,revert 1' 'revert 0' 'mention,unknown 0'; do
	run "$WINNOW" -C repo missing -q --upstream master --fail-on "${case% *}" "$base..stable"
	same "missing --fail-on ${case% *}" "${case#* }" "$status"
done
fails_with 64 'missing --fail-on: an unknown word' "$WINNOW" -C repo missing --upstream master --fail-on fixx stable
matches 'it is told' "'fixx' is none of: any, fix" "$work/err"

done_testing
