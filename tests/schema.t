#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The JSON of reviews, and that of what is missing, are what the schemas say.
. "$(dirname "$0")/lib.sh"

schema=$top/data/schema/review-1.json
if ! [ -f "$schema" ]; then
	skip 'the JSON output fits its schema' 'data/schema/review-1.json is not there'
	done_testing
fi
ok 'the schema is JSON' jq -e .properties.patches "$schema"

ask_begin
validate()
{
	ask schema "$1" "$schema"
}
fits()
{
	local name=$1
	shift
	review --json "$@"
	same "$name: exit status" 0 "$status"
	cp "$work/out" review.json
	ok "$name" validate review.json
}

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
bug=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: fix a leak')
commit repo master 'Ben Birch' 2022-01-03 net/b.c <<<"net: fix it

Fixes: ${bug:0:12} (\"net: fix a leak\")" >/dev/null
commit repo stable 'Ann Ash' 2022-03-01 net/a.c "$start" <<<"net: fix a leak

commit $bug upstream." >/dev/null
commit repo stable 'Ann Ash' 2022-03-02 net/c.c <<<'net: rename nothing' >/dev/null
commit repo stable 'Ann Ash' 2022-03-03 net/d.c <<<$'net: odd\n\n[ Upstream commit net: odd ]\n\nFixes: 123456789012 ("x")' >/dev/null
git -C repo format-patch -q --stdout "$start..stable" >queue.mbox
printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: x@example.org\nSubject: Re: x\n\nNo.\n' >>queue.mbox
printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nSubject: [PATCH AUTOSEL 5.10-6.1 1/2] cut\n\n--- a/a.c\n+++ b/a.c\n@@ -1,9 +1 @@\n' >>queue.mbox

winnow_global=(-C repo)
fits 'a range' --upstream master "$start..stable"
same 'the range has all verdicts tested here' 'drop keep keep-with' \
	"$(jq -r '[.patches[].verdict] | unique | join(" ")' review.json)"
fits 'mails' queue.mbox
fits 'mails against a base and a branch' --upstream master --onto "$start" --target stable queue.mbox
fits 'nothing shown' --only ask "$start..stable"
fits 'what was' "$start..stable^"
sed 's/"verdict": "keep[a-z-]*"/"verdict": "drop"/' review.json >was.json
fits 'what changed' --changed-from was.json --upstream master "$start..stable"
same 'in each of the ways' 'evidence new verdict' \
	"$(jq -r '[.patches[].changed.what] | unique | join(" ")' review.json)"
fits 'what went' --changed-from was.json "$start..stable~2"
same 'it is named' 1 "$(jq '.changed.gone | length' review.json)"
printf 'commit\tauthor\tsubject\n%s\tAnn Ash\tnet: fix a leak\n' "$bug" >table
fits 'a table' --upstream-table table queue.mbox

# What is needed to draw a review: which follow-up follows which, dates, paths, who judged.
first=$(commit chain master 'Ann Ash' 2022-01-02 net/a.c <<<'net: first')
second=$(commit chain master 'Ben Birch' 2022-01-03 net/a.c <<<"net: second

Fixes: ${first:0:12} (\"net: first\")")
third=$(commit chain master 'Ben Birch' 2022-01-04 net/a.c <<<"net: third

Fixes: ${second:0:12} (\"net: second\")")
winnow_global=(-C chain)
fits 'a chain of follow-ups' --upstream master "$first"
same 'what is chained says whom it follows' "$second null
$third $second" "$(jq -r '.patches[0].facts[] | select(.kind == "followup.fix") | "\(.id) \(.follows)"' review.json)"
same 'dates of follow-ups' '2022-01-03T00:00:00Z 2022-01-04T00:00:00Z' \
	"$(jq -r '[.patches[0].facts[] | select(.kind == "followup.fix").author_date] | join(" ")' review.json)"
same 'the date of the upstream commit' 2022-01-02T00:00:00Z "$(jq -r '.patches[0].upstream.author_date' review.json)"
same 'paths' net/a.c "$(jq -r '.patches[0].paths[]' review.json)"
version=$(jq -r .rules.version review.json)
mkdir other && cp "$corpus"/rules/*.json other
run "$WINNOW" -C chain review --json --no-default-rules --rules other --upstream master "$first"
same 'the same rules have the same version, wherever they lie' "$version" "$(jq -r .rules.version "$work/out")"
sed -i '$s/$/ /' "$(printf '%s\n' other/*.json | head -n 1)"
run "$WINNOW" -C chain review --json --no-default-rules --rules other --upstream master "$first"
same 'others have another' 1 "$(jq --arg version "$version" '[.rules.version] | map(select(. != $version)) | length' "$work/out")"
winnow_global=(-C repo)

# A test that cannot fail is none.
jq '.patches[0].facts[0].follows = "net: first"' review.json >bad.json
fails_with 1 'what is followed is an id' validate bad.json
fits 'a table again' --upstream-table table queue.mbox
jq '.patches[0].verdict = "perhaps"' review.json >bad.json
fails_with 1 'an unknown verdict does not fit' validate bad.json
jq 'del(.patches[0].drop_probability)' review.json >bad.json
fails_with 1 'a missing field does not fit' validate bad.json

# What a branch lacks: each kind and state, once with owners, once without a repository.
schema=$top/data/schema/missing-1.json
ok 'the schema of missing is JSON' jq -e .properties.missing "$schema"
start=$(commit tree master 'Ann Ash' 2022-01-01 net/start.c <<<'net: start')
leak=$(commit tree master 'Ann Ash' 2022-01-02 net/a.c <<<'net: fix a leak')
ring=$(commit tree master 'Ann Ash' 2022-01-03 net/b.c <<<'net: fix the ring')
timer=$(commit tree master 'Ann Ash' 2022-01-04 net/c.c <<<'net: fix the timer')
once=$(commit tree master 'Ben Birch' 2022-01-05 net/a.c <<<"net: free it once

Fixes: ${leak:0:12} (\"net: fix a leak\")")
commit tree master 'Ben Birch' 2022-01-06 net/a.c <<<"net: free it at all

Fixes: ${once:0:12} (\"net: free it once\")" >/dev/null
commit tree master 'Cy Cedar' 2022-01-07 net/b.c <<<"Revert \"net: fix the ring\"

This reverts commit $ring." >/dev/null
commit tree master 'Cy Cedar' 2022-01-08 net/d.c <<<"net: say when

As commit ${leak:0:12} (\"net: fix a leak\") did." >/dev/null
commit tree master 'Cy Cedar' 2022-01-09 net/c.c <<<"net: arm the timer again

Fixes: ${timer:0:12} (\"net: fix the timer\")" >/dev/null
hasty=$(commit tree master 'Dee Date' 2022-01-10 net/a.c <<<"net: be hasty

Fixes: 000000000000 (\"net: fix a leak\")")
commit tree master 'Dee Date' 2022-01-11 net/a.c <<<"Revert \"net: be hasty\"

This reverts commit $hasty." >/dev/null
commit tree stable 'Ann Ash' 2022-03-01 net/a.c "$start" <<<"net: fix a leak

commit $leak upstream." >/dev/null
commit tree stable 'Ann Ash' 2022-03-02 net/b.c <<<"net: fix the ring

commit $ring upstream." >/dev/null
tried=$(commit tree stable 'Ann Ash' 2022-03-03 net/c.c <<<"net: fix the timer

commit $timer upstream.")
commit tree stable 'Ann Ash' 2022-03-04 net/c.c <<<"Revert \"net: fix the timer\"

This reverts commit $tried." >/dev/null

missing()
{
	local name=$1
	shift
	run "$WINNOW" "$@"
	same "$name: exit status" 0 "$status"
	cp "$work/out" missing.json
	ok "$name" validate missing.json
}
missing 'a branch' -C tree missing --json --now 2024-03-01 --upstream master --all stable
same 'kinds' 'fix mention revert' "$(jq -r '[.missing[].kind] | unique | join(" ")' missing.json)"
same 'states' 'missing reverted' "$(jq -r '[.missing[].state] | unique | join(" ")' missing.json)"
same 'states of ties' 'missing taken taken-back' \
	"$(jq -r '[.missing[].ties[].state] | unique | join(" ")' missing.json)"
same 'by an id and by a title' 'false true' \
	"$(jq -r '[.missing[].ties[].by_title] | unique | join(" ")' missing.json)"
same 'the commits of the branch' "${tried:0:12}" \
	"$(jq -r '.missing[].ties[] | select(.state == "taken-back").taken_as[:12]' missing.json)"
missing 'a tree in which nothing is missing' -C tree missing --json --upstream master \
	--target master "$leak" "$ring"
same 'nothing' 0 "$(jq '.missing | length' missing.json)"
printf '%s,net@example.org,net/a.c\n%s,mm@example.org\n%s\n' "$leak" "$ring" "$timer" >list
missing 'a list' -C tree missing --json --upstream master --index tree.index --list list
same 'owners' 'mm@example.org net@example.org null' \
	"$(jq -r '[.missing[].owner | tostring] | unique | join(" ")' missing.json)"
missing 'an index alone, and an ignore list' missing --json --index tree.index --ignore <(echo "$once") \
	--list list
same 'what was ignored' 1 "$(jq .ignored missing.json)"
printf 'commit\tauthor\tsubject\n%s\tA\tnet: fix a leak\n%s\tB\tRevert "net: fix a leak"\n' \
	"$leak" "$ring" >table
missing 'a table without dates' missing --json --upstream-table table "$leak"
same 'no date' 'null null' "$(jq -r '.missing[] | "\(.mainline_date) \(.age_days)"' missing.json)"
missing 'a date before' -C tree missing --json --now 2022-01-02 --upstream master "$leak"
same 'an age below 0' true "$(jq '.missing[0].age_days < 0' missing.json)"
printf 'CVE-2024-1001 %s..%s\nCVE-2024-1002 %s\nCVE-2024-1003 %s..%s\n' "$leak" "$once" "$once" "$leak" "${hasty//[0-9]/0}" >records
for only in '' --only-cves; do
	# shellcheck disable=SC2086
	missing "vulnerabilities $only" -C tree missing --json --upstream master --cves records $only stable
	same "vulnerabilities $only: open" 'there CVE-2024-1001 there CVE-2024-1003 unknown CVE-2024-1002' \
		"$(jq -r '[.open_cves[] | .bug, .name] | join(" ")' missing.json)"
done
missing 'a date before, once more' -C tree missing --json --now 2022-01-02 --upstream master "$leak"
jq '.missing[0].kind = "series"' missing.json >bad.json
fails_with 1 'an unknown kind does not fit' validate bad.json
jq '.missing[0].ties = []' missing.json >bad.json
fails_with 1 'a missing commit that follows nothing does not fit' validate bad.json

done_testing
