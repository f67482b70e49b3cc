#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What people decided: noted in a file, heard by every command, asked again when something is new.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2023-01-01 net/a.c <<<'net: start')
one=$(commit repo master 'Ann Ash' 2023-01-02 net/a.c <<<$'net: fix a leak\n\nA leak.')
two=$(commit repo master 'Ben Birch' 2023-01-03 net/b.c <<<$'net: fix a crash\n\nA crash.')
commit repo linux-5.10.y 'Ann Ash' 2023-02-01 net/a.c "$start" >/dev/null <<<$'net: fix a leak\n\ncommit '"$one upstream."
commit repo linux-5.10.y 'Ben Birch' 2023-02-02 net/b.c >/dev/null <<<$'net: fix a crash\n\ncommit '"$two upstream."
commit repo linux-5.10.y 'Cem Cedar' 2023-02-03 net/c.c >/dev/null <<<'net: our own'
git -C repo tag v5.10 "$start"
git -C repo config user.email ann@example.org
git -C repo config winnow.upstream master
git -C repo format-patch -q -o queue "$start..linux-5.10.y"
mkdir queue && mv repo/queue/* queue && ls queue >series && mv series queue
queue=queue

decide()
{
	run "$WINNOW" -C repo decide --now 2024-03-01 --onto v5.10 --tree 5.10 --queue "$queue" "$@"
}
# heard FILTER: of each patch, with decisions.
heard()
{
	review --json --onto v5.10 "${given[@]}" "$queue"
	json "[.patches[] | $1] | join(\" \")"
}
given=()
winnow_global=(-C repo)
verdicts() { heard '.verdict'; }

same 'nothing is decided' 'keep keep keep' "$(verdicts)"
same 'nor said to be' '' "$(heard '.decision // empty')"
decide 1 drop -m 'driver not enabled'
same 'a patch is decided' "0 drop in 5.10: ${one:0:12} (\"net: fix a leak\")" "$status $(cat "$work/out")"
matches 'it is one line' "^$one  5\.10  drop  2024-03-01  ann  driver not enabled  seen=[0-9a-f,]+$" queue/.winnow-decisions
cp queue/.winnow-decisions first

# What was decided has the last word, and says whose it is.
same 'the verdict is what was decided' 'drop keep keep' "$(verdicts)"
same 'and the first reason says whose it is' 'decided: ann decided on 2024-03-01: driver not enabled' \
	"$(jq -r '.patches[0].reasons[0] | "\(.rule): \(.says)"' "$work/out")"
same 'nothing is new' 'false 0' "$(jq -r '.patches[0].decision | "\(.anew) \(.since | length)"' "$work/out")"
given=(--no-decisions)
same 'as if nobody had' 'keep keep keep' "$(verdicts)"
given=()
decide 1 keep-with
same 'decided again: the last word counts' "1 $one  5.10  keep-with" \
	"$(grep -c "^$one" queue/.winnow-decisions) $(grep -o "^$one  5.10  keep-with" queue/.winnow-decisions)"
same 'a keep-with that nothing comes with is a keep' 'keep keep keep' "$(verdicts)"
decide 1 drop -m 'driver not enabled'
same 'the same word on the same day: the same file' '' "$(diff first queue/.winnow-decisions)"
decide 3 ask -m $'whose?\n\e[31m seen=00000000'
same 'without an upstream commit, by its patch-id' 'drop keep ask' "$(verdicts)"
matches 'which is written as git has it' "^patch-id:$(git -C repo show linux-5.10.y | git patch-id --stable | cut -d' ' -f 1)  5.10  ask " queue/.winnow-decisions
same 'the note is what it was' $'whose?\n\e[31m seen=00000000' "$(jq -r '.patches[2].decision.note' "$work/out")"
winnow_global=(-C repo)
review --onto v5.10 "$queue"
same 'no control character is printed' '' "$(grep -aP '[\x00-\x08\x0b-\x1f]' "$work/out")"
decide --remove 3
same 'taken back' "0 no longer decided in 5.10" "$status $(grep -o '^[^:]*' "$work/out")"
same 'and the file as it was' '' "$(diff first queue/.winnow-decisions)"
decide --remove 3
same 'nothing to take back' "2 winnow: nothing was decided about '3'" "$status $(cat "$work/err")"
decide 1 2 drop
same 'several at once' 'drop drop keep' "$(verdicts)"
decide --tree 6.1 1 keep
decide --tree '*' 2 keep
same 'its own tree, else every tree' 'drop drop keep' "$(verdicts)"
decide --remove 2
same 'every tree is left' 'drop keep keep' "$(verdicts)"
decide --remove 1
decide --list
same 'the list is the lines' "$one 6.1 keep
$two * keep" "$(awk '{ print $1, $2, $3 }' "$work/out" | sort -k 3)"
run "$WINNOW" -C repo decide --onto v5.10 --queue "$queue" --remove 2
same 'that of every tree is taken back as such' '0 no longer decided' "$status $(grep -o '^[^:]*' "$work/out")"
rm queue/.winnow-decisions

# Wrong ones.
wrong()
{
	fails_with "$1" "$2" "$WINNOW" -C repo decide --queue queue "${@:4}"
	matches "$2: said" "$3" "$work/err"
}
wrong 64 'no word' "what about '1'" 1
wrong 64 'no such word' "'maybe' is none of keep" 1 maybe
wrong 64 'no moment' "neither a date nor a commit nor a version: 'soon'" 1 wait --until soon
wrong 2 'no such patch' "no patch '9' in the queue of 3" 9 drop
wrong 2 'a note that nobody reads' 'the note is longer than 4000 bytes' 1 drop -m "$(printf '%05000d' 0)"
wrong 2 'a tree of two words' "no tree: '6 1'" 1 drop --tree '6 1'
wrong 2 'no file of decisions' 'no line of it is "# winnow decisions 1"' 1 drop --decisions queue/series
fails_with 64 'no file at all' "$WINNOW" decide queue/0001* drop
matches 'no file at all: said' 'neither a quilt queue nor a work tree' "$work/err"
fails_with 2 'a file that is named has to be there' "$WINNOW" review --decisions none queue
same 'none of them left a file' '' "$(ls queue/.winnow* none 2>/dev/null)"

# What somebody else wrote stays, byte for byte.
{
	printf '# winnow decisions 1\n\n# by hand\n<<<<<<< HEAD\n%s * nonsense 2024-01-01 x\n\n\377\376\0\n' "$one"
	printf '%s\t*  drop 2024-01-01   eve\todd   blanks\n' "$one"
} >queue/.winnow-decisions
cp queue/.winnow-decisions before
decide 2 drop
grep -avxF -f before queue/.winnow-decisions >new
same 'one line is new' 1 "$(grep -c . new)"
same 'the others are what they were' '' "$(cat new before | LC_ALL=C sort | uniq >a; LC_ALL=C sort queue/.winnow-decisions | uniq | cmp a -)"
review --json --onto v5.10 queue
same 'each line that is broken is named' '4 5 7' "$(sed -n 's/.*queue\/.winnow-decisions:\([0-9]*\): .*kept.*/\1/p' "$work/err" | tr '\n' ' ' | sed 's/ $//')"
same 'the others count' 'drop drop keep' "$(json '[.patches[].verdict] | join(" ")')"
rm queue/.winnow-decisions

# A person sees what is left.
decide 1 drop -m 'not enabled'
listed()
{
	run "$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --onto v5.10 "$@" queue
}
listed --format long
same 'long: what is decided is counted' '0 1' "$(grep -c 'fix a leak' "$work/out") $(grep -c '^1 decided, unchanged: see --decided$' "$work/out")"
listed --format long --decided
same 'and shown when asked for' '=> ann decided on 2024-03-01: not enabled' "$(grep -o '=> ann decided.*' "$work/out")"
listed
same 'the list: the same' '0 1' "$(grep -c 'fix a leak' "$work/out") $(grep -c '^1 decided, unchanged: see --decided$' "$work/out")"
listed --decided
matches 'with its reason' '^drop +1 .*ann decided on 2024-03-01: not' "$work/out"
listed --format '%(verdict) %(position)' --only drop
same 'a script gets it as any other' 'drop 1' "$(cat "$work/out")"
rm queue/.winnow-decisions

# Asked anew when what was known has changed, and only then.
decide 1 keep -m 'looked at it'
decide 2 drop -m 'not our device'
fix=$(commit repo master 'Cem Cedar' 2023-03-01 net/a.c <<<"net: repair the leak

Fixes: ${one:0:12} (\"net: fix a leak\")")
commit repo master 'Cem Cedar' 2023-03-02 net/z.c >/dev/null <<<'net: nothing to do with it'
same 'a fix came: anew' 'true false' "$(heard 'select(.decision).decision.anew')"
same 'and it is named' "${fix:0:12} (\"net: repair the leak\") fixes it and is missing, and applies on top" \
	"$(jq -r '.patches[0].decision.since[]' "$work/out")"
listed
same 'it stands on top of the list' "1 new: ${fix:0:12}" "$(sed -n '1s/^keep-with *\([0-9]*\) .*\(new: [0-9a-f]*\).*/\1 \2/p' "$work/out")"
matches 'the other is counted' '^1 decided, unchanged: see --decided$' "$work/out"
listed --format long --decided
matches 'the long text has it in words' "^    ! since you looked: ${fix:0:12} \(\"net: repair the leak\"\) fixes it and is missing" "$work/out"
matches 'and what was decided' '^      ann decided on 2024-03-01 to keep it: looked at it' "$work/out"
review --json --onto v5.10 queue
same 'the rules have the word' 'keep-with drop keep' "$(jq -r '[.patches[].verdict] | join(" ")' "$work/out")"
decide 1 keep
same 'decided with it: unchanged' 'keep drop keep' "$(verdicts)"
commit repo with-fix 'Cem Cedar' 2023-03-03 net/f.c v5.10 >/dev/null <<<$'net: repair the leak\n\ncommit '"$fix upstream."
given=(--target with-fix)
same 'the fix is in: no news to who keeps it' 'false false' "$(heard 'select(.decision).decision.anew')"
given=()
revert=$(commit repo master 'Cem Cedar' 2023-03-04 net/b.c <<<"Revert \"net: fix a crash\"

This reverts commit $two.")
same 'what was dropped is reverted: anew' 'false true' "$(heard 'select(.decision).decision.anew')"
same 'the rules drop it, too' drop "$(jq -r '.patches[1].verdict' "$work/out")"
commit repo master 'Cem Cedar' 2023-03-05 net/b.c >/dev/null <<<"Reapply \"net: fix a crash\"

This reverts commit $revert."
same 'and taken up again: what the rules keep is asked' ask "$(heard '.verdict' | cut -d' ' -f 2)"
same 'with what was decided' 'does it still hold? ann decided on 2024-03-01 to drop it: not our device' \
	"$(jq -r '.patches[1].reasons[0].says' "$work/out")"
rm queue/.winnow-decisions

# What is waited for comes by itself.
decide 1 wait --until "${fix:0:9}" -m 'with its fix'
matches 'a commit that upstream has' "  until ${fix:0:12} is in  with its fix  seen=" queue/.winnow-decisions
same 'it waits' 'ask keep keep' "$(verdicts)"
same 'for what' "ann decided on 2024-03-01 to wait until ${fix:0:12} is in: with its fix" "$(jq -r '.patches[0].reasons[0].says' "$work/out")"
given=(--target with-fix)
same 'the tree has it: anew' "true ${fix:0:12} (\"net: repair the leak\") is in" \
	"$(heard 'select(.decision).decision | "\(.anew) \(.since[0])"')"
given=()
decide 1 wait --until 1234567890ab
matches 'a commit that upstream has not' '  until 1234567890ab is upstream  seen=' queue/.winnow-decisions
decide 1 wait --until 5.10.3
same 'a version that is not there' 'false' "$(heard 'select(.decision).decision.anew')"
git -C repo tag v5.10.3 linux-5.10.y
same 'a version that is tagged' '5.10.3 is out' "$(heard 'select(.decision).decision.since[]')"
decide 1 wait --until 2024-03-02
same 'a day to come' 'false' "$(heard 'select(.decision).decision.anew')"
given=(--now 2024-03-02)
same 'that day' '2024-03-02 has come' "$(heard 'select(.decision).decision.since[]')"
given=()
rm queue/.winnow-decisions

# A finding, and a commit that nobody wants.
same 'a fix is missing' keep-with "$(heard '.verdict' | cut -d' ' -f 1)"
decide "1/${fix:0:12}" drop -m 'no such hardware'
matches 'the finding has a key' "^$one/$fix  5.10  drop " queue/.winnow-decisions
same 'and is left out' "keep left-out" "$(heard 'select(.position == 1) | "\(.verdict) \([.facts[] | select(.kind == "followup.fix").state][0])"')"
matches 'with the reason' "fixes it and is missing, as people want it \(ann decided on 2024-03-01 to drop it: no such hardware\)" "$work/out"
decide --remove "1/$fix"
run "$WINNOW" -C repo decide --now 2024-03-01 --decisions queue/.winnow-decisions --tree 5.10 "$fix" drop
same 'the commit by itself' "keep left-out" "$(heard 'select(.position == 1) | "\(.verdict) \([.facts[] | select(.kind == "followup.fix").state][0])"')"
rm queue/.winnow-decisions

# Other commands hear it: what is missing, what is to be answered, how a job ends.
lacks()
{
	run "$WINNOW" -C repo missing --json --upstream master --for 5.10 --decisions "$work/decided" "$@" v5.10..linux-5.10.y
	json '"\([.missing[].id[:12]] | join(" ")); \(.decided)"'
}
printf '# winnow decisions 1\n' >decided
all=$(lacks)
same 'missing lacks a fix, and nobody decided' 1 "$(grep -c "${fix:0:12}.*; 0" <<<"$all")"
decided()
{
	run "$WINNOW" -C repo decide --now 2024-03-01 --decisions decided --tree 5.10 "$@"
}
decided "$fix" drop
same 'a fix that nobody wants' 0 "$(lacks | grep -c "${fix:0:12}")"
same 'is counted' '; 1' "$(lacks | grep -o '; .*')"
lacks --no-decisions >/dev/null
same 'and shown when asked for' "$all" "$(json '"\([.missing[].id[:12]] | join(" ")); \(.decided)"')"
run "$WINNOW" -C repo missing --upstream master --for 5.10 --decisions decided v5.10..linux-5.10.y
matches 'said in words' '; 1 decided not to be wanted$' "$work/out"
run "$WINNOW" -C repo missing --json --upstream master --for 6.1 --decisions decided v5.10..linux-5.10.y
same 'another tree may want it' 0 "$(json .decided)"
decided "$fix" --remove
decided "$one/$fix" wait --until 2030-01-01
same 'the finding waits' '; 1' "$(lacks | grep -o '; .*')"
same 'its day has come' '; 0' "$(lacks --now 2030-01-01 | grep -o '; .*')"
rm decided

git -C repo config user.name 'Dee Dove'; git -C repo config user.email dee@example.org
git -C repo format-patch -q --stdout v5.10..linux-5.10.y >queue.mbox
queue=queue.mbox
answers()
{
	run "$WINNOW" -C repo reply --no-model --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --onto v5.10 \
		--decisions decided "$@" queue.mbox
	grep -c '^Subject:' "$work/out"
}
ends()
{
	"$WINNOW" -C repo review --no-model --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --onto v5.10 \
		--decisions decided --exit-code queue.mbox >/dev/null 2>&1
	echo $?
}
for word in keep wait drop; do
	for patch in 1 2 3; do decide --decisions decided "$patch" "$word" -m 'no such hardware here'; done
	echo "$word $(answers) $(ends)"
done >heard
same 'answers to what is dropped, none to what is kept or waits, and a job hears it' 'keep 0 0
wait 0 1
drop 3 1' "$(cat heard)"
same 'with the reason, not with who decided it' '3 0' \
	"$(grep -c '^No such hardware here\.' "$work/out") $(grep -c 'decided' "$work/out")"
same 'one that waits when it is named' 1 "$(decide --decisions decided 1 wait -m 'which one'; answers --patch 1)"
decide --decisions decided 1 drop
same 'a drop without a reason is answered, too' 3 "$(answers)"
matches 'in so many words' '^We decided to leave it out\.' "$work/out"
decide --decisions decided 1 wait --until 2030-01-01 -m 'after the release'
run "$WINNOW" -C repo summary --no-model --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --onto v5.10 \
	--decisions decided queue.mbox
matches 'a summary says what waits for what' 'It has to wait until 2030-01-01: after the release\.' "$work/out"
rm decided
queue=queue
git -C repo config user.email ann@example.org

# For a tree by its name, where nobody knows which tree it is.
decide 1 drop
given=(--onto "$start")
same 'another tree, for all that is known' 'keep-with keep keep' "$(review --json --onto "$start" queue; json '[.patches[].verdict] | join(" ")')"
matches 'said' "1 of the patches was decided for trees by their names, and what the queue goes on top of has none: that does not count" "$work/err"
given=()
rm queue/.winnow-decisions

# Where the file is.
git -C repo checkout -q linux-5.10.y
run "$WINNOW" -C repo decide --now 2024-03-01 "$two" drop
same 'at the top of the work tree' "0 repo/.winnow-decisions" "$status $(ls repo/.winnow-decisions)"
matches 'and new: how git merges it' "/repo/.winnow-decisions' is new: with \"\.winnow-decisions merge=union\" in \.gitattributes" "$work/err"
git -C repo config winnow.decisions notes/decided
mkdir repo/notes
run "$WINNOW" -C repo decide --now 2024-03-01 "$two" keep
same 'where it is configured' "0 repo/notes/decided" "$status $(ls repo/notes/decided)"
git -C repo config winnow.who 'Ann Ash'
run "$WINNOW" -C repo decide --now 2024-03-01 "$two" keep
matches 'who it is' '  2024-03-01  Ann-Ash  seen=' repo/notes/decided
git -C repo config --unset winnow.who
git -C repo config --unset winnow.decisions
rm -r repo/.winnow-decisions repo/notes

# A key as it is in the file.
run "$WINNOW" decide --now 2024-03-01 --decisions keys "patch-id:$one" "msgid:x@y" drop
same 'nobody decides where git knows nobody' 2 "$status"
run "$WINNOW" -C repo decide --now 2024-03-01 --decisions keys "patch-id:$one" "msgid:x@y" drop
same 'without the patch' 'msgid:x@y patch-id' "$(sed -n 's/^\(msgid:[^ ]*\|patch-id\).*/\1/p' keys | tr '\n' ' ' | sed 's/ $//')"
printf '%s  *  drop  2024-03-01  ann\n' 00000000000000000000000000000000000000aa >>keys
"$WINNOW" -C repo decide --decisions keys --remove msgid:x@y 00000000000000000000000000000000000000aa >"$work/null"
same 'taken out' patch-id "$(sed -n 's/^\(msgid\|patch-id\|0000\).*/\1/p' keys)"

# What others noted.
imported()
{
	rm -f taken
	run "$WINNOW" -C repo decide --now 2024-03-01 --import "$1" --decisions taken
	sed -n 's/^\([0-9a-f]\{40\}\)  /\1 /p' taken | tr -s ' ' | sed "s/$one/ONE/; s/$two/TWO/"
}
printf '# paths\nMAINTAINERS\t# no\narch/alpha\n%s # not compiled\n5.10 %s\nodd words\n0123456789 # none\n' "$one" "${two:0:12}" >blacklist.conf
same 'commits that nobody wants' 'ONE * drop 2024-03-01 blacklist.conf not compiled
TWO 5.10 drop 2024-03-01 blacklist.conf' "$(imported blacklist.conf)"
same 'how many, and what is not' "2 decisions read into 'taken'; 2 paths are for --ignore" "$(cat "$work/out")"
same 'what could not be read' "blacklist.conf:6: no decision about a commit
blacklist.conf:7: nobody knows the commit '0123456789'" "$(sed 's/^winnow: warning: //' "$work/err")"
printf '%s state w notes "the \\"big\\" one"\n%s state n\n%s notes "x"\n' "${one:0:12}" "${two:0:12}" "$start" >3.5
same 'states' 'ONE * wait 2024-03-01 3.5 the "big" one
TWO * drop 2024-03-01 3.5' "$(imported 3.5)"
printf '[{"cid":"%s","state":"y"},{"cid":"%s","notes":"x"},{"cid":"%s","state":"u","notes":"seen=00"},7]' "$one" "$start" "$two" >served
same 'states as they are served' 'ONE * keep 2024-03-01 served
TWO * ask 2024-03-01 served \seen=00' "$(imported served)"
matches 'an entry that is none' 'served: entry 4 is no decision' "$work/err"
printf '[{"sha":"%s","nominated":true,"resolution":2},{"sha":"%s","nominated":true,"resolution":3},{"sha":"%s","nominated":false,"resolution":4}]' "$one" "$two" "$start" >picks
same 'picks' 'ONE * drop 2024-03-01 picks
TWO * keep 2024-03-01 picks' "$(imported picks)"
printf '%s drop risk,size\n%s keep -\n' "$one" "$two" >labels
same 'labels' 'ONE * drop 2024-03-01 labels risk,size
TWO * keep 2024-03-01 labels' "$(imported labels)"
decide --decisions asked 1 wait --until 2030-01-01 -m x
review --json --onto v5.10 --decisions asked queue
cp "$work/out" review.json
same 'an earlier review: what was decided' "$(tail -n 1 asked)" "$(imported review.json >"$work/null"; tail -n 1 taken)"
same 'other decisions' "$(cat asked)" "$(imported asked >"$work/null"; cat taken)"
"$WINNOW" -C repo decide --tree '*' --now 2024-02-01 --decisions mine "$one" keep >"$work/null" 2>&1
run "$WINNOW" -C repo decide --import blacklist.conf --decisions mine
same 'what had been decided stays' "keep 1 decision read into 'mine'; 1 had been decided before" \
	"$(sed -n "s/^$one .* \(keep\) .*/\1/p" mine) $(sed 's/; 2 paths.*//' "$work/out")"
printf '# winnow decisions 1\n%s  *  ask  2024-02-02  bob\n' "$one" >later
"$WINNOW" -C repo decide --import later --decisions mine >"$work/null"
same 'unless what comes is later' 1 "$(grep -c "^$one .* ask .* bob" mine)"
# decided_json KEY [JSON]: a review of two patches, the first decided so.
decided_json()
{
	printf '{"patches":[{"position":1,"decision":{"key":"%s","word":"drop"%s}}' "$1" "${2-}"
	printf ',{"position":2,"decision":{"key":"%s","word":"keep"}}]}' "$two"
}
for key in "${one:0:1}" "${one:0:6}" 'no key' ''; do
	decided_json "$key" >odd.json
	same "no key: '$key'" 'TWO * keep 2024-03-01 odd.json' "$(imported odd.json)"
	matches "no key: '$key': said" 'odd.json: entry 1 is no decision' "$work/err"
done
for odd in '"who": "a b"' '"date": "soon"' '"tree": "a b"' '"seen": "x"'; do
	decided_json "$one" ", $odd" >odd.json
	same "not to be written, $odd: the rest is read" 'TWO * keep 2024-03-01 odd.json' "$(imported odd.json)"
	matches "not to be written, $odd: said" "warning: odd.json: .*'$(cut -d '"' -f 4 <<<"$odd")'$" "$work/err"
done
fails_with 2 'a file that decides nothing' "$WINNOW" -C repo decide --import queue/series --decisions taken
fails_with 2 'broken JSON' "$WINNOW" -C repo decide --import <(echo '[{') --decisions taken

# Two at a time, and one that is killed: every decision that was reported is there, and whole.
many()
{
	local i
	for i in 1 2 3 4 5 6; do
		"$WINNOW" -C repo decide --now 2024-03-01 --no-index --decisions "$work/many" --tree "$1.$i" "$two" drop >/dev/null 2>&1 || echo "failed $1.$i"
	done
}
many 1 >failed1 & many 2 >failed2
wait
same 'two at a time lose nothing' '12 0' "$(grep -c ' drop ' many) $(cat failed1 failed2 | wc -l)"
told=0
for i in 1 2 3 4 5 6 7 8; do
	"$WINNOW" -C repo decide --now 2024-03-01 --decisions "$work/many" --tree "9.$i" "$two" keep >said 2>/dev/null &
	killed=$!
	sleep "0.0$i"
	kill -9 "$killed" 2>/dev/null
	wait "$killed" 2>/dev/null
	[ -s said ] && told=$((told + 1)) && ! grep -q "  9.$i   keep  " many && echo "lost 9.$i"
	[ "$(grep -c ' drop ' many)" = 12 ] || echo "half after $i"
	[ "$(tail -c 1 many | od -An -c | tr -d ' ')" = '\n' ] || echo "cut after $i"
done >lost
same 'who is killed loses nothing and leaves nothing half' '' "$(cat lost)"

done_testing
