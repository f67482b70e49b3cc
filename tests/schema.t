#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The JSON of reviews is what the schema says.
. "$(dirname "$0")/lib.sh"

schema=$top/data/schema/review-1.json
if ! [ -f "$schema" ]; then
	skip 'the JSON output fits its schema' 'data/schema/review-1.json is not there'
	done_testing
fi
ok 'the schema is JSON' jq -e .properties.patches "$schema"

validate()
{
	# Another jsonschema in the path may be a program of another make.
	if /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
		/usr/bin/python3 -W ignore -m jsonschema -i "$1" "$schema"
	else
		jsonschema -i "$1" "$schema"
	fi
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
printf 'commit\tauthor\tsubject\n%s\tAnn Ash\tnet: fix a leak\n' "$bug" >table
fits 'a table' --upstream-table table queue.mbox

# A test that cannot fail is none.
jq '.patches[0].verdict = "perhaps"' review.json >bad.json
fails_with 1 'an unknown verdict does not fit' validate bad.json
jq 'del(.patches[0].drop_probability)' review.json >bad.json
fails_with 1 'a missing field does not fit' validate bad.json

done_testing
