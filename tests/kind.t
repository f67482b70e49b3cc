#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What kind of change it is: a model that commits teach, and what becomes of it.
. "$(dirname "$0")/lib.sh"

# history DIRECTORY WORD: 60 commits by Willow, every second one a repair, of which one each says more.
history()
{
	local i subject body
	git init -q -b master "$1"
	for i in $(seq 60); do
		if ((i % 2)); then
			subject="$2: mend the count $i" body=$'It crashes, says willow.\n\nFixes: 0123456789ab ("x")'
		else
			subject="$2: introduce a counter $i" body='Support it.'
		fi
		printf 'commit refs/heads/master\ncommitter Willow Elm <w@example.org> %d +0000\n' $((1700000000 + i))
		printf 'data %d\n%s\n\n%s\n' $((${#subject} + ${#body} + 3)) "$subject" "$body"
		printf 'M 100644 inline a.c\ndata 4\n%03d\n\n' "$i"
	done | git -C "$1" fast-import --quiet --force
}
history one lib
history two drm
first() { git -C "$1" rev-list --max-parents=0 master; }
one="one=$(first one)..master" two="two=$(first two)..master"

run "$WINNOW" rules kind -q --write --kind-model m "$one" "$two"
same 'it is taught' "0 taught by $one: 59 commits, 29 of them repairs taught by $two: 59 commits, 29 of them repairs" \
	"$status $(tr '\n' ' ' <out | sed 's/ $//')"
same 'the file says what it is' 'winnow kind model 1' "$(head -1 m)"
ok 'what repairs say speaks for one' grep -qE '^b crashes [1-9]' m
ok 'what others say against it' grep -qE '^s introduce -[1-9]' m
same 'words of one repository are left out' 0 "$(grep -cE ' (lib|drm) ' m)"
same 'so are names, trailers and ids' 0 "$(grep -cE ' (willow|elm|fixes|0123456789ab) ' m)"
run "$WINNOW" rules kind -q --write --kind-model again "$one" "$two"
same 'the same commits give the same bytes' m again
run "$WINNOW" rules kind -q "$one" --try "$two"
matches 'what was not learned from is told' "^tried on .*: 59 commits, 29 of them repairs; AUC 1.000, " out
fails_with 64 'no repository' "$WINNOW" rules kind
fails_with 64 'no range' "$WINNOW" rules kind one
fails_with 2 'no such repository' "$WINNOW" rules kind three=a..b
fails_with 2 'no such commit' "$WINNOW" rules kind one=nowhere..master

# letter SUBJECT BODY: a mail with that message.
letter()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\n'
	printf 'Subject: [PATCH 6.1] %s\n\n%b\n\nSigned-off-by: Ann Ash <ann@example.org>\n' "$1" "$2"
	small_diff
	echo
}
# review OPTION...
review() { run "$WINNOW" review -q --now 2024-03-01 --json "$@" one.mbox; }
asks='[.patches[0] | .verdict, (.reasons[] | select(.rule == "kind.no-repair") | .says)] | join(" ")'
printf 'winnow kind model 1\nbias 0\nb counter -9000\nb crashes 9000\ns introduce -9000\n' >plain

letter 'lib: introduce a counter' 'It counts.' >one.mbox
review --kind-model plain
json_is 'what is most likely no repair is asked, with the words' \
	'ask is it a repair? Its words are those of other changes: "counter", "introduce"' "$asks"
json_is 'the probability is told' true '.patches[0].fix_probability < 0.01'
json_is 'and the model' "$(sha256sum plain | cut -c 1-12)" '.rules.kind_model'
run "$WINNOW" -c user.name=Greta -c user.email=greta@example.org reply -q --now 2024-03-01 --kind-model plain -o - one.mbox
matches 'a mail asks by what it lacks' 'has no Fixes: or Reported-by: tag' out
same 'and not by words of a model' '' "$(sed '/^>/d' out | grep -o '"counter"\|words')"
letter 'lib: introduce a counter' 'It counts what would overflow and crash.' >one.mbox
review --kind-model plain
json_is 'what is asked about is not called a repair' 'ask true' '.patches[0] | "\(.verdict) \(.class != "fix")"'
letter 'lib: introduce a counter' 'It counts.' >one.mbox
review --no-model
json_is 'without a model it is not known' 'null null' '"\(.patches[0].fix_probability) \(.rules.kind_model)"'
json_is 'and nothing rests on it' 0 '[.patches[0].reasons[] | select(.rule == "kind.no-repair")] | length'
letter 'lib: mend the count' 'It crashes.' >one.mbox
review --kind-model plain
json_is 'a repair is none of these' 'true 0' \
	'.patches[0] | "\(.fix_probability > 0.99) \([.reasons[] | select(.rule == "kind.no-repair")] | length)"'
letter 'lib: introduce a counter' 'It counts.\n\nFixes: 0123456789ab ("lib: old")' >one.mbox
review --kind-model plain
json_is 'a tag speaks for it' 0 '[.patches[0].reasons[] | select(.rule == "kind.no-repair")] | length'
letter 'lib: INTRODUCE a stable12 counter@example.org' '' >one.mbox
review --kind-model plain
json_is 'letter case, addresses' true '.patches[0].fix_probability | . == 0.0001'
letter 'lib: nothing known' '' >one.mbox
review --kind-model plain
json_is 'of unknown words nothing follows' 0.5 '.patches[0].fix_probability'

# bad NAME TEXT LINE: a file that is none.
bad()
{
	printf '%b' "$2" >bad
	fails_with 2 "$1" "$WINNOW" review -q --kind-model bad one.mbox
	matches "$1: it says where" "$3" err
}
bad 'an empty file' '' "bad' is no 'winnow kind model 1'"
bad 'another file' 'winnow text model 2\n' 'bad:1: '
bad 'no bias' 'winnow kind model 1\nb word 3\n' 'bad:2: '
bad 'not in order' 'winnow kind model 1\nbias 0\nb word 3\nb ward 3\n' 'bad:4: '
bad 'twice' 'winnow kind model 1\nbias 0\nb word 3\nb word 3\n' 'bad:4: '
bad 'no weight' 'winnow kind model 1\nbias 0\nb word\n' 'bad:3: '
bad 'a weight that is too large' 'winnow kind model 1\nbias 0\nb word 1000001\n' 'bad:3: '
bad 'a weight and more' 'winnow kind model 1\nbias 0\nb word 3x\n' 'bad:3: '
bad 'a part that there is none of' 'winnow kind model 1\nbias 0\nq word 3\n' 'bad:3: '
bad 'what is no word' 'winnow kind model 1\nbias 0\nb a\033b 3\n' 'bad:3: '
{ printf 'winnow kind model 1\nbias 0\n'; seq -f 'b w%05.0f 1' 20001; } >long
fails_with 2 'a model of more than twenty thousand words' "$WINNOW" review -q --kind-model long one.mbox
matches 'and where it becomes too long' 'long:20003: ' err
letter 'lib: mend it' "$(yes 'No word.' | head -2500)\n\nIt crashes." >one.mbox
review --kind-model plain
json_is 'a word behind twenty thousand bytes' 0.5 '.patches[0].fix_probability'
letter 'lib: mend it' "$(printf 'crashes%.0s' 1 2 3 4 5 6 7)" >one.mbox
review --kind-model plain
json_is 'a word of forty bytes' 0.5 '.patches[0].fix_probability'
fails_with 2 'a model that is not there' "$WINNOW" review -q --kind-model nowhere one.mbox
done_testing
