#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Labels, figures, and weights learned from a small made set: the same files twice, and worse figures for a
# wrong sign.
. "$(dirname "$0")/lib.sh"

schema=$top/data/schema/measure-1.json
here=(--no-default-rules --rules rules -q --now 2024-03-01)

# 160 mails of 80 people. "tidy" is refused 5 times of 8, the rest once in 16; "often" is chance.
for number in $(seq 160); do
	what=repair
	verdict=keep
	((number % 4 == 0)) && what=tidy && ((number % 32 < 20)) && verdict=drop
	((number % 16 == 5)) && verdict=drop
	word=seldom
	((number * 7 % 5 < 2)) && word=often
	id=$(printf '%s' $number | sha1sum | cut -c 1-40)
	cat >>queue.mbox <<-END
		From $id Mon Jan  1 00:00:00 2024
		From: Person$((number / 2)) <p$((number / 2))@example.org>
		Subject: [PATCH 6.1] lib: $what part $((number % 9)) $word
		Message-ID: <$number@example.org>
		Date: Mon, 1 Jan 2024 00:00:00 +0000

		[ Upstream commit $id ]

		Do $what what is there, as is $word done, topic_$((number % 12)) and matter_$((number % 13)).

		Signed-off-by: Person$((number / 2)) <p$((number / 2))@example.org>
		---
		diff --git a/lib/$((number % 7)).c b/lib/$((number % 7)).c
		--- a/lib/$((number % 7)).c
		+++ b/lib/$((number % 7)).c
		@@ -1 +1 @@
		-int old_$what;
		+int new_$what;

	END
	printf '%s\t%s\t%s\n' "$id" $verdict "$([ $verdict = drop ] && echo not_a_bug_fix || echo -)" >>labels
done
mkdir rules
cat >rules/x.json <<-'END'
	{ "about":  "spaced as nobody would",
	  "bias":0.5, "worth": { "drop": 1, "ask": 4 },
	  "rules": [ { "id": "made.tidy",  "family": "not_a_bug_fix", "class": "refactor",
	    "weight" :   -1e-1 , "says": "it tidies: \"{match}\"", "when": { "field": "subject", "matches": "tidy" },
	    "examples": { "hit": ["tidy"], "miss": ["a \"weight\": 7"] } },
	 {"id":"made.often","weight":3,"says":"often","when":{"field":"subject","matches":"often"},
	  "examples":{"hit":["often"],"miss":["x"]}},
	 {"id":"made.reasoned","learn":false,"weight":-0.25,"says":"6","when":{"field":"path","matches":"6"},
	  "examples":{"hit":["6"],"miss":["x"]}},
	 {"id":"made.model","times":"model","weight":1,"says":"words: {match}","when":{"field":"words","matches":".+"},
	  "examples":{"hit":["x"],"miss":[{"message":"x"}]}} ] }
END
cp -r rules first
cp -r rules second
for copy in first second; do
	ok "weights are learned ($copy)" "$WINNOW" rules fit --no-default-rules --rules $copy --model $copy.model -q \
		--labels labels --write queue.mbox
	cp "$work/out" $copy.out
done
same 'fitting twice writes the same rules' first/x.json second/x.json
same 'fitting twice writes the same model' first.model second.model
same 'fitting twice tells the same' first.out second.out
ok 'the rules have changed' test "$(cat rules/x.json)" != "$(cat first/x.json)"
blank_weights()
{
	sed 's/\("weight" *: *\|"bias":\)[-+0-9.e]*/\1N/' "$1" >"$1.blank"
}
blank_weights rules/x.json && blank_weights first/x.json
same 'nothing but weights and the bias has changed' rules/x.json.blank first/x.json.blank
rm -f rules/*.blank first/*.blank
same 'a rule that is not to be learned keeps its weight' -0.25 "$(jq '.rules[2].weight' first/x.json)"
ok 'what is refused more often weighs against' jq -e '.rules[0].weight < -0.3' first/x.json
same 'chance weighs nothing' 0 "$(jq '.rules[1].weight + 0' first/x.json)"
matches 'its unsteadiness is told' 'made\.often \(not stable\)$' first.out
matches 'and so is a plain bag of words' '^bag of words +0\.[0-9]+' first.out
same 'fitting what is fitted changes nothing' "$(cat first/x.json first.model | sha1sum)" "$(
	"$WINNOW" rules fit --no-default-rules --rules first --model first.model -q --labels labels --write queue.mbox \
		>/dev/null
	cat first/x.json first.model | sha1sum)"

# Three years of them, each with 35 that were refused: only before the third there are enough to tell a year by.
for year in 2021 2022 2023; do
	sed "s/^\(\[ Upstream commit \)..../\1$year/; s/ 2024 00:00:00 +/ $year 00:00:00 +/; s/^\(Message-ID: <\)/\1$year-/" \
		queue.mbox
done >years.mbox
for year in 2021 2022 2023; do
	sed "s/^..../$year/" labels
done >years.labels
run "$WINNOW" rules fit "${here[@]}" --model m --labels years.labels years.mbox
matches 'years are told by all before them' '^years by all before' "$work/out"
same 'those that enough was known before' '2023: 160 35' "$(sed -n 's/^\(20..:\) *\([0-9]*\) *\([0-9]*\) objected.*/\1 \2 \3/p' "$work/out")"
matches 'and how right asking is, between what and what' '^ask threshold: [0-9]+ patches of 160, [0-9]+ of them objected to, [0-9.]+ % \([0-9.]+ to [0-9.]+\)$' \
	"$work/out"
run "$WINNOW" measure "${here[@]}" --no-model --labels years.labels --json years.mbox
cp "$work/out" measured-years.json
same 'measure tells each year, too' '2021 160 35 2022 160 35 2023 160 35' \
	"$(jq -r '[.years[] | "\(.year) \(.figures.patches) \(.figures.objections)"] | join(" ")' measured-years.json)"
same 'of verdicts that are the same' 1 "$(jq '[.years[].figures] + [.all | .patches = 160 | .objections = 35] | map(.auc) | unique | length' \
	measured-years.json)"
run "$WINNOW" measure "${here[@]}" --no-model --labels years.labels years.mbox
same 'in its text below all of them' 'in patch in trees 2021 2022 2023' \
	"$(sed '1,/^all /d; /^$/,$d' "$work/out" | cut -c 1-8 | xargs)"
ok 'nothing is told of a single day' test "$(grep -c '^years' first.out)" = 0

# The disk is full for the model, which comes behind the rules: neither is half new.
cp -r rules full
size=$(stat -c %s first.model)
fit_on_full_disk()
(
	trap '' XFSZ
	ulimit -f $((size / 1024 - 1))
	exec "$WINNOW" rules fit --no-default-rules --rules full --model full.model -q --labels labels --write queue.mbox
)
fails_with 2 'the model cannot be written' fit_on_full_disk
matches 'which is told' "cannot write 'full.model'" "$work/err"
same 'and the rules are as they were' rules/x.json full/x.json
same 'with nothing beside them' 'full:
x.json' "$(ls -d full.model* 2>/dev/null; echo full:; ls -A full)"

auc()
{
	"$WINNOW" measure --no-default-rules --rules "$1" --no-model -q --labels labels --json queue.mbox | jq .all.auc
}
cp -r first flipped
sed -i 's/"weight" :   -/"weight" :   /' flipped/x.json
ok 'a rule whose sign is flipped makes measure worse' \
	jq -n -e --argjson right "$(auc first)" --argjson wrong "$(auc flipped)" '$right > 0.7 and $wrong < 0.5'

rm -r rules && mv first rules
run "$WINNOW" measure "${here[@]}" --model first.model --labels labels --json queue.mbox
cp "$work/out" measured.json
ask_begin
ok 'the JSON fits its schema' ask schema measured.json "$schema"
ok 'with its years, too' ask schema measured-years.json "$schema"
same 'the prior' '160 35 0.2188' "$(jq -r '.all | "\(.patches) \(.objections) \(.prior)"' measured.json)"
same 'verdicts add up' '160 35' "$(jq -r '[.verdicts[].given, .verdicts[].objected] |
	"\(.[0:4] | add) \(.[4:8] | add)"' measured.json)"
same 'bins add up' 160 "$(jq '[.calibration[].patches] | add' measured.json)"
same 'the first reason is the maintainer'"'"'s for those that are tidied' true \
	"$(jq '.reasons.known == 35 and .reasons.agreed == .reasons.said and .reasons.said > 20' measured.json)"
same 'misses are told, the worst first' 'true true' \
	"$(jq -r '"\([.missed[].drop_probability] | . == sort) \([.wronged[].drop_probability] | . == (sort | reverse))"' \
		measured.json)"
run "$WINNOW" measure "${here[@]}" --model first.model --labels labels queue.mbox
same 'a single year is not told apart' '' "$(grep '^20' "$work/out")"
matches 'the text tells the prior' '^160 patches with a label, 35 objected to: the prior is 21\.9 %$' "$work/out"
same 'the text is the same twice' "$(cat "$work/out")" \
	"$("$WINNOW" measure "${here[@]}" --model first.model --labels labels queue.mbox)"
same '--no-model leaves the rule out' 0 "$("$WINNOW" review "${here[@]}" --no-model --json queue.mbox |
	jq '[.patches[].reasons[] | select(.rule == "made.model")] | length')"
same 'with it its sentence names words' true "$("$WINNOW" review "${here[@]}" --model first.model --json queue.mbox |
	jq '[.patches[].reasons[] | select(.rule == "made.model").says | test("^words: \"")] | length > 100 and all')"

# Other ids, and what is wrong with a file of labels or a model.
{
	echo '# by message id, by a prefix of the upstream commit'
	echo '<1@example.org> drop'
	printf '%.12s keep-with -\n' "$(sed -n 2p labels)"
} >few
printf '%.30s keep\n' 0123456789abcdef0123456789abcdef >>few
run "$WINNOW" measure "${here[@]}" --no-model --labels few --json queue.mbox
same 'labels by message id and by a prefix' '2 1 1 158' \
	"$(json '"\(.all.patches) \(.all.objections) \(.labels_unused) \(.unlabelled)"')"
# bad NAME TEXT PLACE
bad()
{
	printf "$2" >bad
	fails_with 2 "$1" "$WINNOW" measure "${here[@]}" --no-model --labels bad queue.mbox
	matches "$1: where and what" "bad:$3" "$work/err"
}
bad 'a label without a verdict' '# x\n1234567\n' '2: a label is'
bad 'an unknown verdict' '1234567 maybe\n' '1: the verdict is none of'
bad 'too many words' '1234567 keep a b\n' '1: more than three words'
bad 'a label twice' '1234567 keep\n1234567 drop\n' '2: the file has a label for this id already'
printf '1 x\n2 y\n\0\n' >bad
fails_with 2 'several bad lines' "$WINNOW" measure "${here[@]}" --no-model --labels bad queue.mbox
same 'all are told' 'bad:1 bad:2 bad:3' "$(grep -oa 'bad:[0-9]' "$work/err" | sort | xargs)"
: >bad
fails_with 2 'no label' "$WINNOW" measure "${here[@]}" --no-model --labels bad queue.mbox
fails_with 2 'no file' "$WINNOW" measure "${here[@]}" --no-model --labels missing queue.mbox
echo '0123456 drop' >bad
fails_with 2 'labels of other patches' "$WINNOW" measure "${here[@]}" --no-model --labels bad queue.mbox
fails_with 64 'measure without labels' "$WINNOW" measure queue.mbox
fails_with 64 'fit without a queue' "$WINNOW" rules fit --labels labels
fails_with 64 'one fold' "$WINNOW" rules fit --labels labels --folds 1 queue.mbox

# broken NAME WHAT: broken.model is told as WHAT.
broken()
{
	fails_with 2 "a model that is $1" "$WINNOW" review "${here[@]}" --model broken.model queue.mbox
	matches "a model that is $1: what" "$2" "$work/err"
}
model=$top/data/text-model
printf 'winnow text model 1\nunit 0.1\n' >broken.model
broken 'of another version' "'broken\.model' is no text model of version 2"
: >broken.model
broken 'empty' "'broken\.model' is no text model"
head -c -1 "$model" >broken.model
broken 'cut' "'broken\.model' is damaged: it has 131095 bytes, a text model 131096"
{ cat "$model" && echo; } >broken.model
broken 'too long' "'broken\.model' is damaged: it has 131097 bytes"
{ head -c 20 "$model" && printf '\377\377\377\177' && tail -c +25 "$model"; } >broken.model
broken 'of a unit that is none' "'broken\.model' is damaged: the unit of its weights is over 1"
rm broken.model && mkfifo broken.model
broken 'a pipe' "'broken\.model'"
rm broken.model
fails_with 2 'a model that is not there' "$WINNOW" review "${here[@]}" --model missing queue.mbox

# Few or one-sided labels are no crash.
head -n 3 labels >few
ok 'three labels' "$WINNOW" rules fit "${here[@]}" --model m --labels few queue.mbox
grep keep labels >few
ok 'no objection at all' "$WINNOW" rules fit "${here[@]}" --model m --labels few --keep 4 --look queue.mbox
ok 'nor in measure' "$WINNOW" measure "${here[@]}" --no-model --labels few queue.mbox
# A file of decisions is one of labels; those that ask or wait, or differ from tree to tree, are none.
{
	printf '# winnow decisions 1\n\n'
	awk '{ print $1 "  *     " $2 "  2024-01-01  ann  why" }' labels
	printf '%040d  *  ask  2024-01-01  ann\n%040d  6.1  keep  2024-01-01  ann\n%040d  5.1  drop  2024-01-01  ann\nbroken\n' 1 2 2
} >decided
awk '{ print $1, $2 }' labels >plain
"$WINNOW" measure "${here[@]}" --no-model --json --labels plain queue.mbox >measured-labels
ok 'decisions are labels' "$WINNOW" measure "${here[@]}" --no-model --json --labels decided queue.mbox
same 'the same figures' measured-labels "$work/out"
matches 'a line that is none is told' 'decided:[0-9]*: a decision is' "$work/err"
ok 'and can be learned from' "$WINNOW" rules fit "${here[@]}" --model m --labels decided queue.mbox
fails_with 2 'none that is a label' "$WINNOW" measure "${here[@]}" --no-model --labels <(printf '# winnow decisions 1\n') queue.mbox

# But nothing is written of them: what was learned before would be lost.
find rules* m* -type f -exec sha1sum {} + 2>/dev/null | sort >before-few
fails_with 2 'too few to write' "$WINNOW" rules fit "${here[@]}" --model m --labels few --write queue.mbox
matches 'too few: what is needed' 'at least 10 of each are needed' "$work/err"
find rules* m* -type f -exec sha1sum {} + 2>/dev/null | sort >after-few
same 'too few: nothing was written' before-few after-few


# Of one patch there is no order, and of what is not there no share.
printf '%s\tdrop\n' "$(head -n 1 queue.mbox | cut -d ' ' -f 2)" >one-label
run "$WINNOW" measure "${here[@]}" -l one-label queue.mbox
row()
{
	sed -n "s/^$1  *//p" out | tr -s ' ' | head -n 1
}
same 'one patch: what it tells' '1 1 100.0 % n/a n/a n/a n/a n/a n/a n/a' "$(row all)"
same 'none: nothing' '0 0 n/a n/a n/a n/a n/a n/a n/a n/a' "$(row 'in trees')"
same 'a verdict that was not given' '0 0 n/a 0.0 %' "$(row 'keep-with')"
matches 'no probability of nobody' '^ *50 to 100 % +0 +n/a +n/a$' out
run "$WINNOW" measure "${here[@]}" --format html -l one-label queue.mbox
matches 'a page says it, too' 'in trees<td class=f>0<td class=f>0<td class=f>n/a' out
same 'and has no share of nothing' 0 "$(grep -c 'nan' out)"

done_testing
