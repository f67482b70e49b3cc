#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The desk on a real terminal, which tmux is: what it shows, what keys do, what lasts.
. "$(dirname "$0")/lib.sh"

git init -q --template= ferry
git -C ferry symbolic-ref HEAD refs/heads/mainline
for stream in upstream stable; do
	git -C ferry fast-import --quiet <"$top/data/demo/$stream.fi"
done
cp -r "$top/data/demo/queue-1.0" queue
printf '[user]\n\tname = Ann\n\temail = ann@example.org\n' >"$HOME/.gitconfig"
decisions=$work/queue/.winnow-decisions

# Without a terminal: before anything is read.
run "$WINNOW" triage queue
same 'without a terminal it is wrong usage' 64 "$status"
matches 'it says what to use' 'triage needs a terminal.*use winnow review' err

if ! command -v tmux >/dev/null; then
	skip 'the desk on a terminal' 'no tmux'
	done_testing
fi
socket=$work/tmux
terminal()
{
	tmux -S "$socket" -f /dev/null "$@"
}
trap 'terminal kill-server 2>/dev/null; chmod -R u+w "$work" && rm -rf "$work"' EXIT

# desk COLUMNS ROWS [VARIABLE=VALUE...] -- ARG...: start it; what it exits with is in $work/exit.
desk()
{
	local columns=$1 rows=$2 variables=()
	shift 2
	while [ "$1" != -- ]; do
		variables+=("$1")
		shift
	done
	shift
	rm -f exit raw screen
	printf '%q ' env LC_ALL=C.UTF-8 TERM=screen-256color "${variables[@]}" "$WINNOW" -C ferry triage "$@" >start
	printf '2>%q; echo $? >%q; cat\n' "$work/err" "$work/exit" >>start
	terminal resize-window -x "$columns" -y "$rows" \; pipe-pane \; pipe-pane "cat >$work/raw" \; \
		respawn-pane -k "sh $work/start"
}
terminal new-session -d cat \; set-option -g remain-on-exit on \; set-option -g window-size manual
demo=(--upstream mainline --onto stable-1.0 --now 2025-07-14 --no-index --sort queue "$work/queue")

screen()
{
	terminal capture-pane -p
}
# What is looked at may be half drawn: wait until it stays as it is.
settled()
{
	local i
	for ((i = 0; i < 20; i++)); do
		sleep 0.02
		screen >again
		cmp -s screen again && return
		mv again screen
	done
	return 0
}
# Wait until a line of the screen matches; what was there in the end is left in $work/screen. Once it
# did not, the rest is not waited for as long.
patience=1000
sees()
{
	local i
	for ((i = 0; i < patience; i++)); do
		screen >screen
		grep -qE -- "$1" screen && settled && return
		sleep 0.01
	done
	patience=25
	cat screen
	return 1
}
key()
{
	terminal send-keys -- "$@"
}
# What the file says: "keep 792b9b99a311", in its order.
decided()
{
	sed -n 's/^\([0-9a-f]\{12\}\)[^ ]* *[^ ]* *\([a-z-]*\) .*/\2 \1/p' "$decisions"
}
# Wait until something stands in a file.
filled()
{
	local i
	for ((i = 0; i < 1000; i++)); do
		[ -s "$1" ] && return
		sleep 0.01
	done
	return 1
}
leaves()
{
	key q
	filled exit && [ "$(cat exit)" = 0 ]
}

desk 80 24 -- "${demo[@]}"
ok 'it begins with counts' sees '^ decided 0/16 +6 keep 2 keep-with 5 drop 3 ask'
ok 'a list' sees '^ +4 keep-with +heron.* heron: fix interrupt storm'
ok 'and reasons' sees '^1/16 keep  tern: fix stuck transmit ring'
same 'in 24 rows' 24 "$(wc -l <screen)"
key K D X A
ok 'decided four' sees '^ decided 4/16'
matches 'beside the verdict' '^ +2 keep +DROP +pool' screen
matches 'shortened where it is narrow' '^ +3 keep +KEEP\+ ' screen
key W f90d71b5cdfa Enter
ok 'one waits' sees '^ decided 5/16'
same 'each is in the file' 'keep-with 1295913b4ca7
keep 792b9b99a311
drop 8e6ecb18287e
wait e0a3cf1fea13
ask edc94911208f' "$(decided)"
matches 'with what it waits for' '^e0a3cf1fea13.* wait .* until f90d71b5cdfa is in' "$decisions"
key u
ok 'undone' sees '^ decided 4/16'
key n 'Ask Dora' Enter
ok 'a note without a decision asks for it' sees '^ decide it with this note: '
terminal resize-window -x 80 -y 30
ok 'which another size does not answer' sees '^ +10 drop '
matches 'it still asks' '^ decide it with this note: ' screen
terminal resize-window -x 80 -y 24
key q
ok 'any other key decides nothing' sees '^ nothing was decided'
kill -STOP "$(pgrep -P "$(terminal display-message -p '#{pane_pid}')" -x winnow)"
terminal resize-window -x 80 -y 30
terminal resize-window -x 80 -y 24
kill -CONT "$(pgrep -P "$(terminal display-message -p '#{pane_pid}')" -x winnow)"
ok 'back at the same size, all is drawn anew' sees '^ decided 4/16'
key n 'first things' Enter K
ok 'noted and decided' sees '^ decided 5/16'
key N ' first' Enter
ok 'what was decided last takes a note' sees '^ noted'
matches 'all of it is noted' 'keep .* first things first' "$decisions"
key u
sees '^ undone' >/dev/null
key u u
ok 'three steps back' sees '^ decided 4/16'
key k n 'who sees it?' Enter
ok 'noted' sees 'ask: .*: who sees it\?'
ok 'left' leaves
matches 'the note is in the file' 'who sees it\?' "$decisions"

desk 80 24 LINES=30 COLUMNS=100 -- "${demo[@]}"
ok 'all is there the next time' sees '^ decided 4/16'
ok 'and one is where one left' sees '^5/16 keep-with'
key l '~v drop' Enter
ok 'a limit' sees 'limit ~v drop: 6 '
key C-t '\;' K
ok 'what is tagged is decided at once' sees '^ keep: 6 patches'
key u
ok 'and undone at once' sees '^ undone: 6 patches'
key '\;' t
ok 'not tagged any more' sees '^ decided 4/16   limit'
key l '~v often' Enter
ok 'a wrong one' sees "'often' is none of keep"
key l all Enter / 'quota' Enter
ok 'nothing found' sees 'not found'
key / 'log: fix buffer' Enter
ok 'found' sees '^7/16 keep  log: fix buffer overflow'
key Enter
ok 'all that is known' sees '^ [0-9]+ %  all that is known: log-fix-buff'
key G / 'rules applied' Enter
ok 'to its end' sees 'of [0-9]+ rules applied'
key q d
ok 'the difference' sees "^The same change as upstream's 7fa4847868e1"
key q U
ok 'the commit' sees '^commit 7fa4847868e1[0-9a-f]{28}$'
key q g j j j F
ok 'what followed' sees '^commit f90d71b5cdfa'
key q M
ok 'no mails' sees 'no mail about it is at hand'
key r
ok 'no place for drafts' sees 'no place for drafts'
key s
ok 'what is left' sees '^Of 16: 2 stay as decided, 1 go, 13 are open'
key q '?'
ok 'help' sees '^  j Down +the next patch'
key q '`'
ok 'a key that does nothing' sees 'that key does nothing'
terminal set-buffer DDDD \; paste-buffer -p
ok 'pasted text is no keys' sees 'what was pasted is no keys'
terminal send-keys -l $'\033[1;5D\033[1;5A\033OD\033D'
key g t T
ok 'nor is what the terminal does not know' sees '^ decided 4/16, 2 tagged'

# Its size.
terminal resize-window -x 58 -y 20
ok 'narrow: the list alone' sees '^  +16 [a-z-]+ '
matches 'with the key for the word' '^[*] +2 drop +D pool: fix use after' screen
key Enter
ok 'reasons are a key away' sees 'all that is known'
key q
ok 'how to leave is said' sees ' q:quit *$'
terminal resize-window -x 40 -y 20
ok 'no half of a figure' sees '^ decided 4/16, 2 tagged   5 keep *$'
key Enter
ok 'a title is cut' sees '^ [0-9]+ %  all that [^.]*[.][.][.] +.q: back.'
key q
terminal resize-window -x 8 -y 2
sleep 0.05
terminal resize-window -x 200 -y 50
ok 'wide' sees '^ +3 keep +KEEP-WITH +tern-add-device-id-of-the-tx-4-rev-c.patch '
ok 'left again' leaves

# What is not upstream's: two lines far from each other, and a file of the patch's own.
cp -r "$top/data/demo/queue-1.0" altered
sed -i -e '/^+static const/s/const/volatile/' -e 's/^+\(.*\)dump(/+\1dump_all(/' \
	altered/tern-add-a-dump-of-the-registers.patch
{
	sed '/^-- $/,$d' altered/tern-add-a-dump-of-the-registers.patch
	small_diff
} >with-more
mv with-more altered/tern-add-a-dump-of-the-registers.patch
desk 80 24 -- "${demo[@]/%"$work/queue"/"$work/altered"}"
ok 'another queue' sees '^ decided 0/16'
key u
ok 'nothing to undo' sees '^ nothing was done here that could be undone'
key N
ok 'no last one' sees '^ nothing that is shown was decided here yet'
key '\;'
ok 'nothing tagged' sees '^ nothing is tagged'
key Z
ok 'nothing to take back' sees '^ nothing to do: not decided yet'
key '}'
ok 'nothing changed' sees '^ nothing that is shown has changed'
terminal send-keys -l $'\033[B'
ok 'an arrow as curses does not know it' sees '^2/16 '
terminal send-keys -l $'\033[A'
ok 'and the other' sees '^1/16 '
key C-d NPage C-u
ok 'by pages' sees '^9/16 '
key PPage Up Down Down
ok 'and back' sees '^3/16 '
terminal resize-window -x 80 -y 12
key Down
ok 'low' sees '^ .* lines 1-5 of 7, '
key Space
ok 'the reasons go on' sees ' lines [2-9]-'
key -
ok 'from their beginning' sees ' lines 1-5 of'
terminal resize-window -x 80 -y 24
for order in 'by subsystem, worst first' 'worst first' 'as in the queue'; do
	key o
	ok "in another order: $order" sees "^ $order"
done
key / heron Escape
ok 'not looked for after all' sees '^ [?]:help'
key / '~z' Enter
ok 'no such term' sees '^ there is no ~z'
key g / 'heron' Enter .
ok 'looked for again' sees '^13/16 '
key .
ok 'from the beginning' sees '^ on from the beginning'
key ,
ok 'from the end' sees '^ on from the end'
matches 'there' '^13/16 ' screen
key T
ok 'alone' sees '^ it is alone'
key '\;' Escape
ok 'none is meant after all' sees '^ [?]:help'
key '\;' Z
ok 'nor was what is tagged decided' sees '^ nothing to do'
key '\;' t / 'log: move' Enter T
ok 'a series' sees '^ 2 of one series'
key '\;' t g Y
ok 'as the verdict says' sees '^ keep: 1 tern: fix stuck'
key k n gone Enter
ok 'a note' sees '^keep: .*: gone'
key n C-u
terminal set-buffer "$(head -c 600 /dev/zero | tr '\0' m)" \; paste-buffer -p
key Enter
ok 'a long one' sees '^ noted'
key n ' end'
ok 'is taken up where it ends' sees 'm end *$'
key Enter
ok 'and noted' sees '^ noted'
matches 'all of it' ' m{600} end  seen=' altered/.winnow-decisions
key n C-u Enter
ok 'no note' sees '^ no note any more'
key n 'not this one' Escape
ok 'left alone' sees '^ [?]:help'
key Z
ok 'taken back' sees '^ not decided any more: 1 tern'
key n Escape
ok 'no note at all' sees '^ [?]:help'
key W 'it rains' Enter
ok 'nothing to wait for' sees "^ 'it rains' is no commit, version or date"
key W Escape
ok 'nothing was decided' sees '^ [?]:help'
same 'nor written' 0 "$(grep -c '^[0-9a-f]' altered/.winnow-decisions)"

# One edits what one types.
key l 'drop junk' C-w C-a '~v x' BSpace Left DC ' ' C-e z Left Right BSpace Home DC '~' \
	End C-b BSpace Enter
ok 'edited' sees '   limit ~v drop: 5 '
key l x C-u Right DC BSpace
# As bytes: a tmux of today writes a control character that it pastes as ^A.
# shellcheck disable=SC2046
terminal send-keys -H $(printf '\e[200~~k wa\x01it\e[201~' | od -An -v -tx1)
terminal resize-window -x 81 -y 24
key Enter
ok 'pasted' sees '   limit ~k wait: 0 '
matches 'nothing fits' 'nothing fits this limit' screen
key K X Y n T t d r F M Enter Z
ok 'nothing can be done to it' sees '^ nothing to do'
key l "$(head -c 100 /dev/zero | tr '\0' y)"
ok 'what is typed last is seen' sees '^limit to .* all\): y+ *$'
terminal set-buffer "$(head -c 1950 /dev/zero | tr '\0' z)" \; paste-buffer -p
key z Enter
ok 'there is an end to it' sees '   limit y{39}'
key l C-u all Enter /
terminal set-buffer 'heron' \; paste-buffer -p
key Enter C-l G

# What there is to read of it.
key k d
ok 'where it is not the same' sees "^Where it is not upstream's"
matches 'line by line' '^-   [+]static const struct' screen
matches 'with what is between left out' '^    [.][.][.]$' screen
key n
ok 'nothing to look for' sees '^ [0-9]+ %  look for what'
key / 'only the patch' Enter
ok 'what is its own' sees '^lib/x.c: only the patch changes it$'
key n
ok 'not twice' sees '^ [0-9]+ %  not found'
key g / 'tern_dump' Enter n N
ok 'back again' sees '^-   [+]void tern_dump'
key b C-d C-u NPage PPage Home Right
ok 'to the right' sees "^upstream's [0-9a-f]{12} "
key Left /
ok 'asked' sees '^/$'
key Escape
ok 'nothing' sees '^ [0-9]+ %  the patch beside'
key q U
ok 'the commit' sees '^commit [0-9a-f]{40}$'
key q G U
ok 'no commit' sees '^ (no upstream commit was found for it|[0-9a-f]{12}, which its marker)'
key d
ok 'nothing to compare with' sees '^There is no upstream commit to compare with'
key q F
ok 'nothing followed' sees '^ nothing that followed it was found'
key g j j j j F
ok 'what is needed' sees '^commit 69678312a674'
key q C-t '\;' Y
ok 'all as the verdicts say' sees '^ as the verdicts say: 16 patches'
key ']'
ok 'all is decided' sees '^ all that is shown is decided'
ok 'left with it' leaves

# Beside the last review: a patch is new, and the fix of another has arrived upstream.
cp -r "$top/data/demo/queue-1.0" nightly
sed -i /device-id/d nightly/series
git -C ferry branch early f90d71b5cdfa~1
run "$WINNOW" -C ferry review --json --upstream early --onto stable-1.0 --now 2025-07-14 nightly
mv out nightly.json
cp "$top/data/demo/queue-1.0/series" nightly/series
kept=$(cat "$XDG_CACHE_HOME"/winnow/reviews/*)
desk 80 24 -- --changed-from "$work/nightly.json" "${demo[@]/%"$work/queue"/"$work/nightly"}"
ok 'what is not as the last review found it' sees '^ 7 changed or new, 0 gone since 2025-07-14'
matches 'marked' '^ ! 4 keep-with ' screen
key '}'
ok 'a new one' sees '^since 2025-07-14.*: new: '
key '}'
ok 'another verdict, and what did it' sees '^since 2025-07-14.*: was keep: .*f90d71b5cdfa'
key l '~c' Enter
ok 'they alone' sees ' 7 changed   limit ~c: 7 '
key K
ok 'who decides has seen it' sees '^ decided 1/16, 6 changed'
key u
ok 'undone it is news again' sees '^ decided 0/16, 7 changed'
ok 'left after that' leaves
desk 80 24 -- --changed "${demo[@]/%"$work/queue"/nightly/}"
ok 'what is kept of the review is found' sees '^ 7 changed or new, 0 gone since 2025-07-14'
ok 'left as it was' leaves
same 'what is kept of it stays' "$kept" "$(cat "$XDG_CACHE_HOME"/winnow/reviews/*)"
desk 80 24 -- --changed "${demo[@]}"
ok 'where none is kept all is new that is open' sees '^ 12 are new: there is no earlier review'
matches 'since nothing' '^new: ' screen
ok 'left at once' leaves

# It has changed since.
sed -i 's/seen=[0-9a-f,-]*/seen=3f9a1c02/' altered/.winnow-decisions
desk 80 24 -- "${demo[@]/%"$work/queue"/"$work/altered"}"
ok 'what has changed is told' sees '^ 1?[0-9] have changed since they were decided'
matches 'and counted' '^ decided [0-9]+/16, [0-9]+ changed' screen
key '}'
ok 'and shown' sees '^since you looked: '
key s / 'has changed since' Enter
ok 'it is open' sees 'what was known has changed since'
key q '{' q
filled exit

# Terminals that it cannot use.
for term in dumb nosuchterminal ''; do
	desk 80 24 TERM="$term" -- "${demo[@]}"
	filled exit
	same "no desk on '$term'" 64 "$(cat exit)"
	matches 'with the reason' "triage (cannot draw on|does not know) this terminal .TERM is '$term'.: use" err
done

# A mail program, an editor.
cat >mailer <<-'END'
	#!/bin/sh
	cp "$2" "$(dirname "$0")/thread"
	echo "$1" >>"$(dirname "$0")/called"
END
cat >editor <<-'END'
	#!/bin/sh
	cp "$2" "$(dirname "$0")/draft"
END
chmod +x mailer editor
{
	printf '%s\n' 'From x Thu Jan  1 00:00:00 1970' 'From: A U Thor <author@example.org>' \
		'Subject: [PATCH 1.0 1/2] =?utf-8?q?net=3A_=1B[31m=1B]0=3Bowned=07_caf=C3=A9_=E2=80=AEx?=' \
		'Message-ID: <1@example.org>' 'Date: Tue, 5 Apr 2022 12:00:00 +0000' '' \
		$'\033[2Jbody \xe4\xb8\xad\xe6\x96\x87' ''
	small_diff
	printf '%s\n' '' 'From x Thu Jan  1 00:00:00 1970' 'From: Other <other@example.org>' \
		'Subject: Re: [PATCH 1.0 1/2] x' 'Message-ID: <2@example.org>' 'In-Reply-To: <1@example.org>' \
		'Date: Wed, 6 Apr 2022 12:00:00 +0000' '' 'Do not take this, please.' '' \
		'From x Thu Jan  1 00:00:00 1970' 'From: Third <third@example.org>' \
		'Subject: Re: [PATCH 1.0 1/2] x' 'Message-ID: <4@example.org>' 'In-Reply-To: <1@example.org>' \
		'Date: Tue, 5 Apr 2022 18:00:00 +0000' '' '>From here on it is wrong.' '' \
		'From x Thu Jan  1 00:00:00 1970' 'From: A U Thor <author@example.org>'
	printf 'Subject: [PATCH 1.0 2/2] long %s\n' "$(head -c 1000000 /dev/zero | tr '\0' x)"
	printf '%s\n' 'Message-ID: <3@example.org>' 'Date: Tue, 5 Apr 2022 12:00:01 +0000' '' 'x' ''
	small_diff
} >mails
desk 80 24 MAILER="$work/mailer" GIT_EDITOR="$work/editor --x" -- --maildir "$work/drafts" \
	--decisions "$work/of-mails" --now 2022-04-08 "$work/mails"
ok 'mails' sees '^ decided 0/2'
matches 'with safe subjects' 'net: \?\[31m\?]0;owned\? café \?x' screen
key M
filled called
same 'the mail program is called' -f "$(cat called)"
same 'with the mails' 3 "$(grep -c '^From ' thread)"
matches 'no line of one begins another' '^>+From here on it is wrong' thread
matches 'and what was replied' '^Do not take this, please' thread
key r
ok 'the draft' sees '^ the draft is .*/drafts/'
matches 'is edited' '^Subject: Re: ' draft
key d
ok 'without upstream' sees '^No upstream repository'
key q u ] D
ok 'decided' sees '^ decided [12]/2'
ok 'left once more' leaves
same 'nothing hostile comes out' '' "$(grep -aoE $'\033\\]|\033\\[2J|\xe2\x80\xae|\007' raw | sort -u)"

# ASCII, no colours, mails from a pipe.
desk 80 24 LC_ALL=C NO_COLOR=1 -- --decisions "$work/of-mails" --now 2022-04-08 -
sed -i "s|^env |cat $work/mails \| env |" start
terminal respawn-pane -k "sh $work/start"
ok 'mails from a pipe' sees '^ decided [12]/2'
matches 'in ASCII' 'owned\? caf\? \?x' screen
same 'all of it' '' "$(LC_ALL=C grep -aoE '[^ -~[:space:][:cntrl:]]' raw | head -n 1)"
same 'no colours' '' "$(grep -aoE $'\033\\[[0-9;]*3[0-7]m' raw | head -n 1)"
key g M
ok 'the thread' sees '^ +Do not take this, please'
matches 'in the order of its days' '<4@example.org> <2@example.org>' <(grep -o '<[24]@example.org>' screen | tr '\n' ' ')
key q U
ok 'no upstream' sees '^ no upstream was given: see --upstream'
key G M
ok 'another' sees '^ [0-9]+ %  the thread'
key G
ok 'without replies' sees '^Nobody has replied'
key q
ok 'keys come from the terminal' leaves

# What cannot be saved, and what is killed.
desk 80 24 -- --decisions /proc/winnow-decisions "${demo[@]}"
ok 'begun' sees '^ decided 0/16'
key D
ok 'what cannot be saved is told' sees '^ decided 1/16, NOT SAVED'
key q
ok 'one is asked' sees 'Leave, and lose it'
key yes Enter
filled exit
same 'and leaves' 0 "$(cat exit)"

lost=
for round in 1 2; do
	rm -f "$decisions"
	desk 80 24 -- "${demo[@]}"
	sees '^ decided 0/16' >/dev/null || lost+="round $round did not begin;"
	key K K K K
	sees '^ decided [1-4]/16' >/dev/null
	shown=$(sed -n 's|^ decided \([0-9]*\)/.*|\1|p' screen)
	key D D K K D D
	[ "$round" = 1 ] || sleep "0.00$round"
	kill -9 "$(pgrep -P "$(terminal display-message -p '#{pane_pid}')" -x winnow)"
	"$WINNOW" -C ferry decide --list --decisions "$decisions" >list 2>&1 || lost+="round $round: $(cat list);"
	[ "$(decided | wc -l)" -ge "$shown" ] || lost+="round $round: $shown shown, $(decided | wc -l) kept;"
done
same 'killed, it has lost nothing' '' "$lost"

done_testing
