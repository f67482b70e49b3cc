#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is mailed together: the trees that one change is proposed for, and the author's other changes.
. "$(dirname "$0")/lib.sh"

mkdir rules
cat >rules/x.json <<-'END'
	{ "about": "numbers as sentences", "rules": [
	  { "id": "trees", "weight": 1, "says": "{trees_proposed} trees", "when": "trees_proposed > 0",
	    "examples": { "hit": [ { "trees_proposed": 1 } ], "miss": [ "x" ] } },
	  { "id": "author", "weight": 0.5, "says": "{same_author} others", "when": "same_author >= 0",
	    "examples": { "hit": [ { "same_author": 0 } ], "miss": [ "x" ] } } ] }
END

# mail TREE AUTHOR DATE UPSTREAM [SUBJECT]: "-" for an upstream that is not known.
number=0
mail()
{
	number=$((number + 1))
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Sender <sender@example.org>\n'
	printf 'Subject: [PATCH AUTOSEL %s %d/9] %s\nMessage-ID: <%d@example.org>\n' "$1" $number "${5-net: do it}" $number
	[ -n "$3" ] && printf 'Date: %s\n' "$3"
	printf '\nFrom: %s <%s@example.org>\n\n' "$2" "$2"
	[ "$4" != - ] && printf '[ Upstream commit %s ]\n\n' "$(printf '%s' "$4" | sha1sum | cut -c 1-40)"
	printf 'Do it.\n\n---\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n\n'
}

# told NAME EXPECTED: trees/others of every mail of batch.mbox, in the order that they were written in.
told()
{
	run "$WINNOW" review -q --no-default-rules --rules rules --no-model --json batch.mbox
	same "$1" "$2" "$(json '[.patches | sort_by(.source | match("\\d+").string | tonumber)[].reasons |
		 map(.says | split(" ")[0]) | join("/")] | join(" ")')"
}

{
	mail 6.1 Ann 'Mon, 1 Jan 2024 10:00:00 +0000' one
	mail 5.15 Ann 'Mon, 1 Jan 2024 11:00:00 +0000' one
	mail 5.15 Ann 'Mon, 1 Jan 2024 11:00:00 +0000' one
	mail 6.1 Ben 'Mon, 1 Jan 2024 10:00:00 +0000' two
} >batch.mbox
told 'trees are counted once, for each of the mails' '2/0 2/0 2/0 1/0'

{
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one
	mail 5.15 Ann 'Tue, 16 Jan 2024 10:00:00 +0000' one
	mail 5.10 Ann 'Wed, 17 Jan 2024 10:00:00 +0000' one
} >batch.mbox
told 'what is proposed again weeks later is another proposal' '2/0 2/0 1/0'

mail 7.0-5.10 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one >batch.mbox
told 'a range of versions is two trees at least' '2/0'

{
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one
	mail 5.15 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one
	mail 6.1 Ann 'Thu, 4 Jan 2024 10:00:00 +0000' two
	mail 6.1 Ann 'Thu, 4 Jan 2024 10:00:01 +0000' three
	mail 6.1 Ann 'Sat, 6 Jan 2024 10:00:02 +0000' four
	mail 6.1 Ben 'Tue, 2 Jan 2024 10:00:00 +0000' five
} >batch.mbox
told 'an author has others within two days, however many trees they are for' '2/1 2/1 1/2 1/1 1/0 1/0'

{
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' - 'net: one'
	mail 5.15 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' - 'net: one'
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' - 'net: two'
} >batch.mbox
told 'without an upstream commit the title and its author tell' '2/1 2/1 1/1'

mail 6.1 Ann '' one >batch.mbox
told 'of a mail without a date nothing is known' ''

# What nobody can use weighs, but the text does not tell it: explain and JSON do.
mkdir quiet
cat >quiet/quiet.json <<'EOF'
{ "bias": 2, "worth": { "drop": 1, "ask": 6 },
  "rules": [ { "id": "q.quiet", "weight": -0.8, "quiet": true, "says": "there are signs", "when": "lines_changed > 0",
      "examples": { "hit": [ { "lines_changed": 1 } ], "miss": [ { "lines_changed": 0 } ] } },
    { "id": "q.told", "weight": -0.2, "family": "bug_or_code_not_in_that_tree", "says": "it is new",
      "when": "lines_changed > 0",
      "examples": { "hit": [ { "lines_changed": 1 } ], "miss": [ { "lines_changed": 0 } ] } } ] }
EOF
mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one >batch.mbox
run "$WINNOW" review -q --format long --no-default-rules --rules quiet --no-model batch.mbox
same 'what nobody can use is not told, and what is asked is a question' \
	'    ? does it repair anything?
    - it is new' "$(grep -E '^ +[-+?] ' "$work/out" | sed 's/^   -/    -/')"
run "$WINNOW" review -q --no-default-rules --rules quiet --no-model --json batch.mbox
same 'but in JSON' 'q.quiet q.told' "$(json '[.patches[0].reasons[].rule] | join(" ")')"

printf 'a\n' >a.c
git init -q -b master repo && cp a.c repo && git -C repo add . && commit repo master Ann 2024-01-01 b.c <<<'net: one' \
	>/dev/null
commit repo master Ann 2024-01-01 b.c <<<'net: two' >/dev/null
run "$WINNOW" -C repo review -q --no-default-rules --rules rules --no-model --json HEAD^..HEAD
same 'nor of a commit' '' "$(json '[.patches[].reasons[].says] | join(" ")')"

# --- what one reads of all that was sent of a change: one entry, and in it what is another for some
cat >rules/x.json <<-'END'
	{ "about": "a sign that differs, a last word that differs", "thresholds": { "drop": 0.9, "ask": 0.5 }, "bias": 3, "rules": [
	  { "id": "sign", "weight": -0.5, "says": "the tag is {match}", "when": { "field": "tag", "matches": ".+" },
	    "examples": { "hit": [ { "tag": "a" } ], "miss": [ "x" ] } },
	  { "id": "old", "decides": "drop", "says": "that tree has ended", "when": { "field": "tag", "matches": "4\\.4" },
	    "examples": { "hit": [ { "tag": "PATCH 4.4" } ], "miss": [ "x" ] } } ] }
END
entries()
{
	run "$WINNOW" review -q --format long --no-default-rules --rules rules --no-model "$@" batch.mbox
	grep -E '^([0-9]+/|    [a-z ]+ at |   =>)' out >entries
}

{
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one 'net: one'
	mail 5.15 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one 'net: one'
	mail 6.1 Ben 'Tue, 2 Jan 2024 10:00:00 +0000' two 'net: two'
	mail 4.4 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one 'net: one'
	mail 5.10 Ann 'Wed, 1 May 2024 10:00:00 +0000' one 'net: one'
	mail 4.4.y Ann 'Wed, 1 May 2024 10:00:00 +0000' one 'net: one'
} >batch.mbox
entries
printf '%s\n' '4/6 drop  net: one' '    the same at 6 (4.4)' '   => that tree has ended' \
	'    keep at 1 (6.1), 2 (5.15), 5 (5.10)' '3/6 keep  net: two' >want
same 'one change is one entry, and the worst is told first' want entries
entries --only keep
printf '%s\n' '1/6 keep  net: one' '    the same at 2 (5.15), 5 (5.10)' '3/6 keep  net: two' >want
same 'of the verdicts that are wanted' want entries

{
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one 'net: one'
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' one 'net: another that names it'
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' - 'net: one'
} >batch.mbox
entries
same 'another subject is another entry' 3 "$(grep -c / entries)"

{
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' - 'net: fix a typo'
	mail 5.15 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' - 'net: fix a typo'
	mail 6.1 Ann 'Tue, 2 Jan 2024 10:00:00 +0000' - 'net: fix a typo'
	mail 5.15 Ann 'Wed, 1 May 2024 10:00:00 +0000' - 'net: fix a typo'
	mail 5.15 Ben 'Tue, 2 Jan 2024 10:00:00 +0000' - 'net: fix a typo'
} >batch.mbox
entries
printf '%s\n' '1/5 keep  net: fix a typo' '    the same at 2 (5.15)' '3/5 keep  net: fix a typo' \
	'4/5 keep  net: fix a typo' '5/5 keep  net: fix a typo' >want
same 'with nothing but a subject it is one for each tree, and soon' want entries

# changes NAME EXPECTED: the number of the change of every mail, in the queue's order.
changes()
{
	run "$WINNOW" review -q --json batch.mbox
	same "$1" "$2" "$(json '[.patches[].change] | join(" ")')"
}

{
	mail 6.1 Ann 'Mon, 1 Jan 2024 10:00:00 +0000' one
	mail 6.1 Ann 'Mon, 1 Jan 2024 10:00:01 +0000' two
	mail 5.15 Ann 'Mon, 1 Jan 2024 11:00:00 +0000' one
	mail 5.15 Ben 'Mon, 4 Mar 2024 11:00:00 +0000' one 'net: do it, reworked'
} >batch.mbox
changes 'what has one upstream commit is one change' '1 2 1 1'

{
	mail 6.1 Ann 'Mon, 1 Jan 2024 10:00:00 +0000' - 'net: fix a typo'
	mail 6.1 Ann 'Mon, 1 Jan 2024 10:00:01 +0000' - 'net: fix a typo'
	mail 5.15 Ann 'Mon, 1 Jan 2024 11:00:00 +0000' - 'net: fix a typo'
	mail 5.15 Ann 'Mon, 1 Jan 2024 11:00:01 +0000' - 'net: fix a typo'
	mail 6.1 Ben 'Mon, 1 Jan 2024 12:00:00 +0000' - 'net: fix a typo'
	mail 5.10 Ann 'Mon, 4 Mar 2024 11:00:00 +0000' - 'net: fix a typo'
} >batch.mbox
changes 'without one two for one tree are two changes, and so are those of two people or months' '1 2 1 2 3 4'
run "$WINNOW" summary -q batch.mbox
matches 'and two lines of a summary' '^ *2  net: fix a typo \(6.1 and 5.15 at 4\)$' "$work/out"

# apart NAME EXPECTED: the changes of a mail and of its copy for another tree, days later.
apart()
{
	{
		mail 6.1 Ann 'Mon, 1 Jan 2024 10:00:00 +0000' - 'net: fix a typo'
		mail 5.15 Ann "$3" - 'net: fix a typo'
	} >batch.mbox
	changes "$1" "$2"
}
apart 'after 13 days it is the same queue' '1 1' 'Sun, 14 Jan 2024 10:00:00 +0000'
apart 'as after 14' '1 1' 'Mon, 15 Jan 2024 10:00:00 +0000'
apart 'after 15 days it is another' '1 2' 'Tue, 16 Jan 2024 10:00:00 +0000'
apart 'in the other direction, too' '1 2' 'Sun, 17 Dec 2023 10:00:00 +0000'
apart 'by as many days' '1 1' 'Mon, 18 Dec 2023 10:00:00 +0000'

# A weight that is times a number: what is usual of it weighs nothing, and what is not known neither.
mkdir times
cat >times/x.json <<-'END'
	{ "about": "weights times numbers", "rules": [
	  { "id": "n.prefix", "weight": 0.5, "times": "ln same_prefix", "usual": 1, "says": "{same_prefix}", "when": "same_prefix >= 0",
	    "examples": { "hit": [ { "same_prefix": 0 } ], "miss": [ "x" ] } },
	  { "id": "n.signed", "weight": -0.1, "times": "signed_off", "usual": 3, "most": 5, "says": "{signed_off}", "when": "signed_off >= 0",
	    "examples": { "hit": [ { "signed_off": 0 } ], "miss": [ "x" ] } },
	  { "id": "n.age", "weight": 2, "times": "age_days", "says": "old", "when": { "field": "subject", "matches": "." },
	    "examples": { "hit": [ "x" ], "miss": [ { "hunks": 1 } ] } } ] }
END
signed()
{
	mail 6.1 "$1" "$2" "$3" "$4" | awk -v n="$5" '/^---$/ { for (i = 0; i < n; i++) print "Signed-off-by: A <a@example.org>"; print "" } { print }'
}
{
	signed Ann 'Tue, 2 Jan 2024 10:00:00 +0000' p1 'net: x: one' 9
	signed Ben 'Fri, 5 Jan 2024 10:00:00 +0000' p2 'net: x: two' 3
	signed Cat 'Fri, 5 Jan 2024 10:00:01 +0000' p3 'net: x: three' 0
	signed Dan 'Fri, 5 Jan 2024 10:00:01 +0000' p4 'net: y: four' 1
	signed Eve 'Fri, 5 Jan 2024 10:00:01 +0000' p5 'five' 1
} >batch.mbox
run "$WINNOW" review -q --no-default-rules --rules times --no-model --json batch.mbox
same 'numbers, and what they weigh' '1 0/9 -0.2 2 0.2027/3 0 1 0/0 0.3 0 -0.3466/1 0.2 /1 0.2' \
	"$(json '[.patches | sort_by(.source | match("\\d+").string | tonumber)[].reasons | map({(.rule): .}) | add |
		"\(.["n.prefix"] | if . then "\(.says) \(.weight + 0)" else "" end)/\(.["n.signed"] | "\(.says) \(.weight + 0)")"] | join(" ")')"
same 'a number that is not known' 0 "$(json '[.patches[].reasons[] | select(.rule == "n.age").weight] | map(fabs) | add')"

done_testing
