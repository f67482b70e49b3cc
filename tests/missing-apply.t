#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What each missing commit would take in the branch: tried in memory, and held against git itself.
. "$(dirname "$0")/lib.sh"

# save SUBJECT [BODY]: commit the work tree of repo on the branch at hand; prints the id.
save()
{
	git -C repo add -A && git -C repo -c user.name='Ann Ash' -c user.email=ann@example.org \
		-c commit.gpgsign=false commit -q --date 2022-01-01T00:00:00Z -m "$1${2:+

$2}" && git -C repo rev-parse HEAD
}
numbered() { seq -f "$1(%g);" 1 "$2"; }
mend() { sed -i "$2" "repo/mill/$1" && save "mill: $3" "Fixes: ${patch:0:12} (\"mill: grind ten fine\")"; }

git init -q -b master repo
mkdir repo/mill repo/doc
numbered grind 80 >repo/mill/mill.c
numbered sieve 12 >repo/mill/sieve.c
numbered word 30 >repo/doc/mill.rst
numbered turn 10 >repo/mill/gear.c
numbered lean 10 >repo/mill/axle.c
base=$(save 'mill: begin')
sed -i 's/(10);/(10, fine);/' repo/mill/mill.c
patch=$(save 'mill: grind ten fine')

# The branch has the patch, and lines of its own.
git -C repo checkout -q -b stable "$base"
sed -i 's/(10);/(10, fine);/; s/(33);/(33, ours);/; s/(43);/(43, ours);/; s/(50);/(50, coarse);/' repo/mill/mill.c
sed -i 's/(12);/(12, ours);/' repo/mill/sieve.c
sed -i 's/(9);/(9, ours);/' repo/doc/mill.rst
save 'mill: grind ten fine' "[ Upstream commit $patch ]" >/dev/null
git -C repo checkout -q master

numbered turn 40 >repo/mill/wheel.c
save 'mill: a wheel' >/dev/null
plain=$(mend mill.c 's/(2);/(2, mended);/' 'two')
sed -i 's/(20);/(20, slow);/' repo/mill/mill.c
slow=$(save 'mill: twenty slow')
on_top=$(mend mill.c 's/(20, slow);/(20, slower);/' 'twenty slower')
wheel=$(mend wheel.c 's/(10);/(10, slow);/' 'turn slower')
conflict=$(mend mill.c 's/(33);/(33, mended);/' 'thirty three')
between=$(mend mill.c 's/(41);/(41, mended);/; s/(45);/(45, mended);/' 'forty one and forty five')
there=$(mend mill.c 's/(50);/(50, coarse);/' 'fifty coarse')
fuzzy=$(mend sieve.c 's/(11);/(11, mended);/' 'sieve eleven')
prose=$(mend ../doc/mill.rst 's/(9);/(9, mended);/' 'word nine')
echo 'static int grease(void) { return 0; }' >repo/mill/grease.h
grease=$(save 'mill: grease')
named=$(mend mill.c '60s/$/ grease();/' 'grease sixty')
echo 'static int brush(void) { return 0; }' >>repo/mill/sieve.c
save 'mill: brush' >/dev/null
stuck=$(mend mill.c '57s/$/ brush();/' 'brush fifty seven')
unknown=$(mend mill.c '70s/$/ polish_it();/' 'polish seventy')

echo 'call_cog();' >repo/mill/cog.c && sed -i '75s/$/ call_cog();/; 78s/$/ call_cog();/' repo/mill/mill.c
save 'mill: a cog' >/dev/null
rm repo/mill/cog.c
back=$(mend mill.c '75s/ call_cog();//; 78s/ call_cog();//' 'no cog')
sed -i 's/(65);/(65, anew);/; s/(33, mended);/(33, anew);/' repo/mill/mill.c
save 'mill: anew' >/dev/null
anew=$(mend mill.c 's/(65, anew);/(65, mended);/' 'sixty five')
numbered polish 8 >>repo/mill/gear.c
save 'mill: polish' >/dev/null
foreign=$(mend gear.c 's/polish(4);/polish(4, well);/' 'polish well')
numbered oil 8 >>repo/mill/axle.c
oil=$(save 'mill: oil' "Fixes: ${patch:0:12} (\"mill: grind ten fine\")")
oiled=$(mend axle.c 's/oil(4);/oil(4, well);/' 'oil well')

lacking() { run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master "$@"; }
of() { json --arg id "$1" '.missing[] | select(.id == $id) | .apply | "\(.state): \(.says)"'; }
lacking --json --apply "$base..stable"
same 'one that applies' 'applies: applies as it is' "$(of "$plain")"
same 'one that applies on top of another' "on-top: applies on top of ${slow:0:12}" "$(of "$on_top")"
same 'that one, and where it shows' "$slow mill: twenty slow text mill/mill.c:17, hunk 1 of 1" \
	"$(json --arg id "$on_top" '.missing[] | select(.id == $id) | .apply.on_top_of[] | "\(.id) \(.subject) \(.why) \(.proof)"')"
same 'one of a file that is not there' \
	'code-not-there: its code is not there: the target has no mill/wheel.c' "$(of "$wheel")"
same 'one of lines that only another change brings' \
	'code-not-there: its code is not there: no line that it removes is in mill/gear.c' "$(of "$foreign")"
same 'unless that is a fix, too' "on-top: applies on top of ${oil:0:12}" "$(of "$oiled")"
same 'one that conflicts' 'needs-work: needs work: it conflicts in mill/mill.c' "$(of "$conflict")"
same 'so does one of lines that have others in their place there' \
	'needs-work: needs work: it conflicts in mill/mill.c; what made those lines does not make it apply' "$(of "$anew")"
same 'its files, and where' '["mill/mill.c"] mill/mill.c:30, hunk 1 of 1' \
	"$(json --arg id "$conflict" '.missing[] | select(.id == $id) | .apply | "\(.conflicts | tojson) \(.where)"')"
same 'one that patch(1) does not take, and a merge does' 'applies: applies as it is, where it is merged' "$(of "$between")"
same 'one that a merge does not take, and patch(1) does' \
	'needs-work: needs work: patch(1) takes it with fuzz, a merge conflicts in mill/sieve.c' "$(of "$fuzzy")"
same 'one that is there' 'there: all that it makes is there' "$(of "$there")"
same 'one that takes back what is not there' 'there: all that it makes is there' "$(of "$back")"
same 'one of prose' 'needs-work: needs work: it conflicts in doc/mill.rst' "$(of "$prose")"
same 'one that uses what another brings' "on-top: applies on top of ${grease:0:12}" "$(of "$named")"
same 'one that uses what cannot come first' \
	'needs-work: needs work: it applies, and uses what is not there, at mill/mill.c:57: grind(57); brush();' "$(of "$stuck")"
same 'one whose name comes from nowhere is taken for what it says' 'applies: applies as it is' "$(of "$unknown")"

# git itself: what is said to apply is picked without a conflict, what needs work is not.
git -C repo checkout -q --detach stable
picks()
{
	git -C repo reset -q --hard stable
	git -C repo -c user.name=Ann -c user.email=ann@example.org -c commit.gpgsign=false cherry-pick \
		--allow-empty --keep-redundant-commits "$@" >/dev/null 2>&1 && echo yes || echo no
	git -C repo cherry-pick --quit
}
wrong=$(json '.missing[] | select(.apply.says | test("uses what") | not) | [.apply.state, (.apply.on_top_of[] | .id), .id] | join(" ")' |
	while read -r state ids; do
		case $state in applies | on-top | there) want=yes ;; *) want=no ;; esac
		# shellcheck disable=SC2086
		[[ $(picks $ids) == "$want" ]] || echo "$state $ids"
	done)
same 'git cherry-pick says the same of all' '' "$wrong"
same 'that of ten commits at least' true "$(json '(.missing | length) >= 10')"
same 'nor does it pick the one without what it is on top of' no "$(picks "$on_top")"
git -C repo checkout -qf master

valid() { python3 -c 'import json, sys, jsonschema
jsonschema.Draft7Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2])))' "$top/data/schema/missing-1.json" first; }
lacking --json --apply "$base..stable"
cp out first
lacking --json --apply "$base..stable"
cp out again
ok 'the same again' cmp first again
ok 'as the schema has it' valid
lacking --json "$base..stable"
same 'not asked for, it is not told' '' "$(json '.missing[] | select(has("apply"))')"
same 'and what is told is the same, in the same order' "$(jq -c '.missing[] | del(.apply)' first)" "$(json -c '.missing[]')"

# --- the other forms
lacking --apply "$base..stable"
matches 'text' '^    applies as it is$' out
matches 'the commits that come first, a line each' "^    first ${slow:0:12} \\(\"mill: twenty slow\"\\)\$" out
matches 'where it shows' '^ +\| mill/mill.c:17, hunk 1 of 1$' out
matches 'the last line counts' 'of all 4 apply, 3 on top of others, 5 need work, 2 whose code is not there, 2 all there$' out
lacking --apply --format tsv "$base..stable"
same 'columns' $'apply\ton_top_of' "$(head -n 1 out | cut -f 11-)"
same 'of a row' "on-top	$slow" "$(grep "^$on_top" out | cut -f 11-)"
lacking --apply --format markdown "$base..stable"
matches 'markdown' "applies on top of ${slow:0:12}" out
lacking --apply --format sarif "$base..stable"
matches 'SARIF' "applies on top of ${slow:0:12}" out
lacking --apply --format junit "$base..stable"
matches 'JUnit' "applies on top of ${slow:0:12}" out
lacking --apply --format ndjson "$base..stable"
same 'a line a commit' "$(jq '.missing | length' first)" "$(jq -r .apply.state out | wc -l)"
lacking --apply --format html "$base..stable"
matches 'a page' "<p>applies on top of ${slow:0:12}</p>" out
matches 'with the commits that come first' '<li>first .*mill: twenty slow' out

# --- trees says the same of one
run "$WINNOW" -C repo trees --format tsv --upstream master --tree t=stable "$stuck" "$conflict" "$fuzzy"
same 'trees says where, or why' 'it applies, and uses what is not there, at mill/mill.c:57: grind(57); brush();
it does not apply at mill/mill.c:30, hunk 1 of 1
patch(1) takes it with fuzz, a merge conflicts in mill/sieve.c' "$(sed '1d; s/.* is in it[^;]*; //' out)"

# --- ids and lists; and where there is nothing to try on
lacking --json --apply --target stable "$patch"
same 'ids with a tree' 'applies: applies as it is' "$(of "$plain")"
fails_with 64 'ids alone have no tree' "$WINNOW" -C repo missing --apply --upstream master "$patch"
matches 'and it says so' "of '$patch' there is no tree to try on \\(use --target\\)" err
"$WINNOW" -C repo index --upstream master --index mill.index >/dev/null 2>&1
fails_with 64 'an index alone has no commits' "$WINNOW" -C repo missing --apply --index mill.index --target stable "$patch"

# A merge, and what changes nothing, cannot be tried.
git -C repo checkout -q -b side "$base"
numbered side 3 >repo/mill/side.c
save 'mill: aside' >/dev/null
git -C repo checkout -q master
git -C repo -c user.name='Ann Ash' -c user.email=ann@example.org merge -q --no-ff -m "Merge side

This reverts commit $patch." side
merge=$(git -C repo rev-parse HEAD)
empty=$(git -C repo -c user.name='Ann Ash' -c user.email=ann@example.org commit -q --allow-empty \
	-m "mill: nothing" -m "Fixes: ${patch:0:12} (\"mill: grind ten fine\")" && git -C repo rev-parse HEAD)
lacking --json --apply "$base..stable"
same 'what changes nothing' 'unknown: cannot be tried' "$(of "$empty")"
same 'a merge' 'unknown: cannot be tried' "$(of "$merge")"

done_testing
