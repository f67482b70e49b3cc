#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who is on a patch, and what these people did with earlier picks: out of the queue itself, and of a table.
. "$(dirname "$0")/lib.sh"

number=0
winnow_global=()
# pick DAY COMMIT CC [AUTHOR]: a pick of that day of January 2024, its id N@example.org.
pick()
{
	number=$((number + 1))
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Sel Ector <sel@example.org>\nTo: stable@example.org\nCc: %s\n' "$3"
	printf 'Subject: [PATCH AUTOSEL 6.1 %d/9] net: do %s\nMessage-ID: <%d@example.org>\n' $number "$2" $number
	printf 'Date: %s\n\nFrom: %s\n\n' "$(date -u -R -d "$(printf '2024-01-%02d' "$1") ${5:-10:00}")" "${4:-Dan Dell <dan@example.org>}"
	[ "$2" = none ] || printf '[ Upstream commit %s ]\n\n' "$(printf '%s' "$2" | sha1sum | cut -c 1-40)"
	printf 'Do %s.\n\n---\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n\n' "$2"
}
# objects DAY NUMBER FROM
objects()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: %s\nSubject: Re: [PATCH AUTOSEL 6.1] net: do it\n' "$3"
	printf 'Message-ID: <r%d-%d@example.org>\nIn-Reply-To: <%d@example.org>\n' "$1" "$2" "$2"
	printf 'Date: %s\n\nThis is not a bug fix. Please drop it.\n\n' "$(date -u -R -d "$(printf '2024-01-%02d' "$1") 10:00")"
}
# told NUMBER [OPTION...]: what is known of the pick: its number, what is said, what it weighs.
told()
{
	local which=$1
	shift
	run "$WINNOW" "${winnow_global[@]}" review -q --no-model --now 2024-03-01 --json "$@" "$work/queue.mbox"
	json "[.patches[] | select(.source == \"$which@example.org\")][0] |
		([.facts[] | select(.kind == \"people.objector\").says] | join(\" \")) + \"/\" +
		([.reasons[] | select(.rule | startswith(\"people.\")) | \"\\(.rule) \\(.weight)\"] | join(\" \"))"
}

eve='Eve "the Old" Elm <eve@example.org>'
{
	pick 1 one "$eve, linux-x@example.org, Li <li@example.org>"
	pick 2 two "Eve \"the Old\" Elm <eve@other.example.org>"
	pick 2 two "$eve" # for another tree, as it were
	pick 3 three "$eve"
	pick 5 none "$eve"
	pick 6 four "$eve"
	pick 6 five 'Fay Fir <fay@example.org>' 'Sel Ector <sel@example.org>'
	pick 6 six 'x@vger.example.org' 'Eve the Old Elm <eve@example.org>'
	objects 4 1 "$eve"
	objects 4 2 "$eve"
	objects 5 4 'Li <li@example.org>'
	objects 6 5 "$eve"
} >queue.mbox
same 'nobody had objected by then: nothing is known' '/' "$(told 2)"
same 'on the third day neither' '/' "$(told 4)"
same 'what she objected to, of those that name a commit, whatever her address' \
	"Cc'd to Eve the Old Elm, who objected to 2 of 3 earlier picks/people.objector -1.17" "$(told 6)"
same 'the author is one of them' 'written by Eve the Old Elm, who objected to 2 of 3 earlier picks/people.objector -1.17' "$(told 8)"
same 'of others nothing speaks against it' '/people.none 0.18' "$(told 7)"
{
	pick 1 one "$eve"
	pick 2 two 'Gus Gum <gus@example.org>'
	objects 4 9 "$eve"
	pick 4 three "$eve" '' 15:00
	pick 4 four "$eve" '' 17:00
	pick 9 one "$eve"
} >queue.mbox
same 'what came less than six hours before does not count' '/' "$(told 11)"
same 'what came before that does' "Cc'd to Eve the Old Elm, who objected to 1 of 1 earlier picks/people.objector -1.17" "$(told 12)"
same 'nor does what was said of its own change' '/people.none 0.18' "$(told 13)"

{
	pick 1 one "$(printf '%01000d' 0 | tr 0 E) <long@example.org>"
	objects 2 14 "$(printf '%01000d' 0 | tr 0 E) <long@example.org>"
	pick 5 two "$(printf '%01000d' 0 | tr 0 E) <long@example.org>"
} >queue.mbox
same 'a name without end is cut, and is the same one' "Cc'd to $(printf '%0100d' 0 | tr 0 E)..., who objected to 1 of 1 earlier picks" \
	"$(told 15 | sed 's,/.*,,')"

# What was said to others since counts up to the day of the review, but not what was said to itself.
{
	pick 1 one "$eve"
	objects 2 16 "$eve"
	pick 5 seven "$eve"
	pick 5 eight "$eve"
	pick 4 nine "$eve"
	objects 7 17 "$eve"
	objects 8 19 "$eve"
} >queue.mbox
same 'replies to others up to the day' "Cc'd to Eve the Old Elm, who objected to 3 of 3 other picks/people.objector -1.17" \
	"$(told 18)"
same 'not to itself' "Cc'd to Eve the Old Elm, who objected to 2 of 2 other picks/people.objector -1.17" "$(told 17)"
same 'nor what is said later' "Cc'd to Eve the Old Elm, who objected to 2 of 3 other picks/people.objector -1.17" \
	"$(told 18 --now 2024-01-07T12:00:00Z)"
same 'nor any where replies do not count' "Cc'd to Eve the Old Elm, who objected to 1 of 2 earlier picks/people.objector -1.17" \
	"$(told 18 --no-replies)"

# A table: made of an inbox, added to, and used where the queue itself has nothing.
git init -q inbox
arrive()
{
	local date
	sed 1d >inbox/m
	date=$(sed -n 's/^Date: //p' inbox/m)
	git -C inbox add m
	GIT_AUTHOR_DATE=$date GIT_COMMITTER_DATE=$date git -C inbox -c user.name=A -c user.email=a@example.org commit -q -m mail
}
pick 1 one "$eve, Hal Hop <hal@example.org>" >mail && arrive <mail
first=$number
pick 2 two "$eve" >mail && arrive <mail
objects 3 "$first" "$eve" | arrive
ok 'a table is made' "$WINNOW" index -q --people inbox --table table
same 'of what the inbox has' 'table: 2 changes, 1 objections' "$(cat "$work/out")"
cp table before
ok 'once more' "$WINNOW" index -q --people inbox --table table
same 'adds nothing' before table
same 'only its owner reads it' 600 "$(stat -c %a table)"
pick 20 later "$eve" >queue.mbox
last=$number
same 'a review counts with it' "Cc'd to Eve the Old Elm, who objected to 1 of 2 earlier picks/people.objector -1.17" "$(told $last --people table)"
git init -q configured && git -C configured config winnow.people "$work/table"
winnow_global=(-C configured)
same 'as it does by configuration' "Cc'd to Eve the Old Elm, who objected to 1 of 2 earlier picks/people.objector -1.17" "$(told $last)"
winnow_global=()
same 'without it nothing is known' '/' "$(told $last)"
same 'a table that is not there yet holds nothing' '/' "$(told $last --people none)"
printf 'x\n' >bad
fails_with 2 'a file that is none' "$WINNOW" review -q --people bad queue.mbox
matches 'is told' 'bad:1: no table of people' "$work/err"
printf '# winnow people 1\n1\tasked\tx\n' >bad
fails_with 2 'a line that is none' "$WINNOW" review -q --people bad queue.mbox
matches 'is told with its place' 'bad:2: a line is a date' "$work/err"
printf '# winnow people 1\n1\tasked\ta b\tx\n' >bad
fails_with 2 'a change that is no commit' "$WINNOW" review -q --people bad queue.mbox
fails_with 64 'into which table' "$WINNOW" index -q --people inbox

# A review with an inbox adds what it read, and judges as if that had been there before.
# TMPDIR is another: a sandbox lets it be written anyway.
mkdir -p kept/deep temporary && cp table kept/people
pick 21 added "$eve" >mail && arrive <mail
objects 22 $number "$eve" | arrive
review_inbox()
{
	TMPDIR=$work/temporary "$WINNOW" review --no-model --now "${now:-2024-03-01}" --json --inbox inbox "$@"
}
ok 'a review with an inbox' review_inbox --people kept/people
same 'without a warning' '' "$(cat "$work/err")"
cp "$work/out" first.json
same 'adds what it read' '3 2' "$(cut -f 2,3 kept/people | sort -u | awk '{ n[$1]++ } END { print n["asked"], n["objected"] }')"
same 'and takes nothing away' '' "$(grep -vxFf kept/people table)"
run "$WINNOW" index -q --people inbox --table other
same 'as index would' other kept/people
cp kept/people before
touch -d 2024-01-01 kept/people
ok 'the same once more' review_inbox --people kept/people
same 'says the same' first.json "$work/out"
same 'and adds nothing' before kept/people
same 'nor writes what is there' 2024-01-01 "$(date -r kept/people +%F)"
same 'nothing is left beside it' 'deep people' "$(find kept -mindepth 1 -maxdepth 1 -printf "%f\n" | sort | xargs)"
ok 'one that is not there yet' review_inbox --people kept/deep/new
same 'is made' before kept/deep/new
same 'for its owner' 600 "$(stat -c %a kept/deep/new)"
ln -s deep/linked kept/link && cp table kept/deep/linked
ok 'one that a link leads to' review_inbox --people kept/link
same 'is that one' before kept/deep/linked
git -C configured config winnow.people "$work/kept/configured"
ok 'the configured one' env TMPDIR="$work/temporary" "$WINNOW" -C configured review -q --now 2024-03-01 --inbox "$work/inbox"
same 'is made, too' before kept/configured
cp table kept/people
now=2024-01-10 ok 'a review of a day before' review_inbox --people kept/people
same 'knows nothing of later ones' table kept/people
ok 'one without replies' review_inbox --no-replies --people kept/people
same 'does not know what was objected to, and adds nothing' table kept/people
run "$WINNOW" review -q --now 2024-03-01 --people kept/people queue.mbox
same 'nor does one without an inbox' table kept/people
ok 'a table that cannot be written is no failure' review_inbox --people "$work/nowhere/people"
matches 'but told' "nowhere/people': No such file" "$work/err"
same 'and the review is the same' first.json "$work/out"
same 'with -q it is not told' '' "$(review_inbox -q --people "$work/nowhere/people" 2>&1 >/dev/null)"

same 'no name of anybody is in the rules' '' "$(grep -niE '[a-z]@[a-z]+\.' "$top/rules/people.json")"

done_testing
