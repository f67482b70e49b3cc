#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The list that review prints: what has a line, in which order, in the columns there are. Format strings.
. "$(dirname "$0")/lib.sh"
. "$top/tests/terminal.sh"

mkdir -p queue rules
cat >rules/rules.json <<-'END'
	{ "rules": [
	{ "id": "t.drop", "decides": "drop", "says": "somebody who knows it well said that it is bad: \"{match}\"", "brief": "said: {match}",
	  "when": { "field": "subject", "matches": "bad[a-z]*" },
	  "examples": { "hit": [{ "subject": "bad" }], "miss": [{ "subject": "x" }] } },
	{ "id": "t.ask", "decides": "ask", "says": "is it good? {match}", "brief": "after {commit}?",
	  "when": { "field": "subject", "matches": "good" },
	  "examples": { "hit": [{ "subject": "good" }], "miss": [{ "subject": "x" }] } },
	{ "id": "t.doubt", "weight": -6, "says": "it is odd", "when": { "field": "subject", "matches": "odd" },
	  "examples": { "hit": [{ "subject": "odd" }], "miss": [{ "subject": "x" }] } },
	{ "id": "t.more", "weight": -1.5, "says": "it is very odd", "when": { "field": "subject", "matches": "very odd" },
	  "examples": { "hit": [{ "subject": "very odd" }], "miss": [{ "subject": "x" }] } }],
	  "bias": 3, "thresholds": { "drop": 0.8, "ask": 0.5 } }
END
entry()
{
	printf 'From: Ann Ash <ann@example.org>\nSubject: %s\n\nText.\n' "$2" >"queue/$1"
	small_diff | sed "s/int b/int ${1%.patch}/" >>"queue/$1"
	echo "$1" >>queue/series
}
entry one.patch 'net: a plain one'
entry two.patch 'net/mlx5: an odd one'
entry three.patch 'usb: a good one'
entry net-a-very-odd-one-of-them-all.patch 'net: a very odd one of them all'
entry five.patch 'net: a bad one, of which the subject is long, so long that no line of eighty columns holds it'
entry six.patch 'badly: done'
list()
{
	run env "${settings[@]}" "$WINNOW" review --now 2024-03-01 --no-model --no-default-rules --rules rules "$@" queue
}
settings=(LC_ALL=C.UTF-8)
list
sed -n '/^$/q;p' "$work/out" >lines
same 'a line for each that needs something, the worst first' \
	'drop 5,drop 6,drop 4,drop 2,ask 3' "$(awk '{ print $1, $2 }' lines | paste -sd ,)"
same 'plain keeps are counted' '6 patches: 1 keep, 0 keep-with, 4 drop, 1 ask' "$(grep patches: "$work/out")"
matches 'what was not looked up is said' '^No --upstream was given: ' "$work/out"
matches 'and how to see more' '^To see more: ' "$work/out"
matches 'what cannot be filled in is the sentence' 'usb: a good one  *is it good\? good$' lines
matches 'a file and its subject' ' six.patch badly: done ' lines
same 'a subject that the file says already is not said twice' 1 "$(grep -c 'very.odd.one' lines)"
same 'cut at a word' 1 "$(grep -c 'five.patch net: a bad one, of…' lines)"
width()
{
	LC_ALL=C.UTF-8 wc -L <"$1"
}
settings=(LC_ALL=C.UTF-8 COLUMNS=72)
list
matches 'a reason in a few words where the sentence does not fit' '^drop 5 .*  said: bad$' "$work/out"
for columns in 200 120 80 58 48; do
	settings=(LC_ALL=C.UTF-8 "COLUMNS=$columns")
	list
	same "$columns columns: no line is longer" yes "$([ "$(width "$work/out")" -le $columns ] && echo yes)"
	same "$columns columns: every one has its verdict" 5 "$(grep -cE '^(drop|ask) ' "$work/out")"
	same "$columns columns: no line ends in a blank" '' "$(grep ' $' "$work/out")"
done
list
same 'in a narrow one the reason has a line of its own' '     said: badly' "$(grep -A 1 '^drop 6' "$work/out" | tail -n 1)"
settings=(LC_ALL=C COLUMNS=80)
list
same 'in ASCII' 1 "$(grep -c 'a bad one, of\.\.\. ' "$work/out")"
settings=(LC_ALL=C.UTF-8)
list --only keep,ask
same 'keeps where they are asked for' 'ask 3,keep 1' "$(awk '/^(ask|keep)/ { print $1, $2 }' "$work/out" | paste -sd ,)"
list --sort queue
same 'in the order of the queue' '2 3 4 5 6' "$(awk '/^(drop|ask)/ { print $2 }' "$work/out" | paste -sd ' ')"
list --sort subsystem
same 'by subsystem' '6 5 4 2 3' "$(awk '/^(drop|ask)/ { print $2 }' "$work/out" | paste -sd ' ')"

string()
{
	local wanted=$1
	shift
	list --format "$wanted" "$@"
}
# What was decided is counted, and comes back on top when it is time or something has changed.
decide()
{
	run "$WINNOW" decide --no-model --no-default-rules --rules rules --queue queue \
		--now 2024-02-01 "$@"
	same "decided: $*" 0 "$status"
}
git config --file "$HOME/.gitconfig" user.email ann@example.org
decide 6 drop
decide 1 keep
listed()
{
	awk '/^(drop|ask|keep) / { print $2 }' "$work/out" | paste -sd ' '
}
list
same 'what was decided has no line' '5 4 2 3' "$(listed)"
string '%(position)%(decision)%(note)' --only drop
same 'fields of a decision' 6drop "$(grep 6 "$work/out")"
list
matches 'but is counted' '^2 decided, unchanged: see --decided$' "$work/out"
list --decided
same '--decided shows it' '5 6 4 2 3 1' "$(listed)"
decide 1 keep --until 2024-02-20
list
same 'what is to be decided again stands above all' '1 5 4 2 3' "$(listed)"
matches 'and says what has changed' '^keep 1 .* new: 2024-02-20 has come$' "$work/out"
rm queue/.winnow-decisions

# A terminal is as wide as it says, and shows the letters of its locale.
entry seven.patch 'Müller: 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 bad'
on_terminal()
{
	run env TERM=dumb PAGER=cat LC_ALL="$1" python3 "$terminal" "$2" "$WINNOW" review --now 2024-03-01 --no-model \
		--no-default-rules --rules rules queue
}
on_terminal C.UTF-8 100x24
same 'wide letters take two columns' 1 "$(python3 -c '
import sys, unicodedata
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
print(sum("seven" in l for l in lines) if all(
    sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in l) <= 100 for l in lines) else "too wide")' "$work/out")"
on_terminal C 100x24
same 'a terminal of ASCII gets ASCII' 'Muller 0' "$(grep -o Muller "$work/out") $(LC_ALL=C grep -c "$(printf '[\200-\377]')" "$work/out")"
sed -i '$d' queue/series

# A commit has its short id, a mail its trees; what is told alike is one line.
commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start' >/dev/null
id=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: a bad one')
run "$WINNOW" -C repo review --no-model --no-default-rules --rules rules HEAD~1..HEAD
matches 'a commit' "^drop 1 ${id:0:12} net: a bad one  said: bad$" "$work/out"
# With the rules as shipped: an entry is called by its number.
start=$(commit pair stable 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
id=$(commit pair stable 'Ann Ash' 2022-01-02 net/b.c <<<'net: fix a crash')
commit pair stable 'Bob Birch' 2022-01-03 net/b.c <<<"Revert \"net: fix a crash\"

This reverts commit $id." >/dev/null
run "$WINNOW" -C pair review --now 2024-03-01 --upstream "$start" "$start..stable"
same 'an entry that another reverts' 'are both wanted? see 2' "$(sed -n 's/^ask 1 .*  //p' "$work/out")"
for version in 5.10 5.15 6.1; do
	printf 'From x Mon Sep 17 00:00:00 2001\nFrom: Ann Ash <ann@example.org>\nDate: Thu, 1 Feb 2024 00:00:00 +0000\n'
	printf 'Message-ID: <%s@example.org>\nSubject: [PATCH AUTOSEL %s] net: a bad one\n\nText.\n\n' $version $version
	small_diff
	echo
done >mbox
run "$WINNOW" review --no-model --no-default-rules --rules rules mbox
matches 'mails' '^drop 1\+2 5.10 \+2 net: a bad one  said: bad$' "$work/out"
run "$WINNOW" review --no-model --no-default-rules --rules rules --only ask mbox
same 'nothing to show' 'No --upstream was given: follow-ups, reverts, age and what the target has were
not looked up.
3 patches: 0 keep, 0 keep-with, 3 drop, 0 ask' "$(cat "$work/out")"

# Format strings.
settings=()
string '%(verdict) %(position) %(file)'
same 'fields, in the order of the queue' 'keep 1 one.patch' "$(head -n 1 "$work/out")"
same 'of all patches' 6 "$(wc -l <"$work/out")"
string '%(file)' --only drop --sort severity
same 'of those that are wanted, in another order' 'five.patch six.patch net-a-very-odd-one-of-them-all.patch two.patch' \
	"$(paste -sd ' ' "$work/out")"
string '%(path)|%(id)|%(upstream)|%(author)|%(email)|%(class)|%(rule)|%(reason)|%(says)%n%x41%%' --only ask
same 'all sorts of them' "queue/three.patch|||Ann Ash|ann@example.org|unknown|t.ask|is it good? good|is it good? good
A%" "$(cat "$work/out")"
string '%(file)' -z --only ask
same 'NUL at the end' "$(printf 'three.patch\0' | od -c)" "$(od -c "$work/out")"
cp -r queue spare
list --format '%(file)' -z --only drop
(cd spare && xargs -0 rm -- <"$work/out")
same 'for xargs -0' 'one.patch seven.patch three.patch' "$(cd spare && echo *.patch)"
printf 'From: Ann Ash <ann@example.org>\nSubject: bad \033[31m\342\200\256 red\n\nText.\n' >queue/six.patch
small_diff | sed 's/int b/int six/' >>queue/six.patch
string '%(subject)' --only drop
matches 'what a terminal would obey is masked' '^bad \?\[31m\? red$' "$work/out"
string '%(subject)' --only drop -z
same 'and given as it is with -z' 1 "$(tr '\0' '\n' <"$work/out" | grep -c "$(printf 'bad \033\\[31m')")"
for wrong in '%(verdit)=did you mean %\(verdict\)' '%(nonsense)=no field' '%(verdict=has no' '%q=is none of' '%x4=is none of'; do
	fails_with 64 "a format string: ${wrong%%=*}" "$WINNOW" review --format "${wrong%%=*}" queue
	matches "it is told: ${wrong%%=*}" "${wrong#*=}" "$work/err"
done
fails_with 64 '-z without one' "$WINNOW" review -z queue
fails_with 64 'an unknown order' "$WINNOW" review --sort size queue

# What a CI fails on.
for case in 'drop 1' 'ask 1' 'keep-with 0' 'keep-with,drop 1' 'keep 1'; do
	list --fail-on "${case% *}"
	same "--fail-on ${case% *}" "${case#* }" "$status"
done
list --fail-on ask --only drop
same 'whatever is shown' 1 "$status"
fails_with 64 '--fail-on: an unknown word' "$WINNOW" review --fail-on drop,dropp queue
matches 'it is told' "^winnow: --fail-on: 'dropp' is none of" "$work/err"

done_testing
