#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# winnow send: what goes over the wire and to whom; each mail once, whatever fails; hostile drafts;
# git's settings; passwords; TLS. The server is tests/servers/smtp; send-postfix.t has a real one.

. "$(dirname "$0")/lib.sh"
. "$top/tests/servers.sh"
. "$top/tests/send.sh"

# --- what goes over the wire

server s
setting smtpServer localhost
setting smtpServerPort "$port"
draft 1 >one.eml
run "$WINNOW" -C repo send --dry-run one.eml
same 'a dry run succeeds' 0 "$status"
cp out dry
same 'it leaves no ledger' '' "$(ls home/.local 2>/dev/null)"
same 'and no word reaches the server' '' "$(cat s/talk 2>/dev/null)"
same 'Bcc is in the envelope alone' 'RCPT TO:<fay@example.org>' "$(grep -a fay dry | tr -d '\r')"
same 'every line ends in CRLF' '' "$(grep -av $'\r$' dry)"
same 'dots are doubled' '.. ...x .' "$(grep -a '^\.' dry | tr -d '\r' | paste -sd ' ')"
send --yes one.eml
same 'it is sent' 0 "$status"
same 'what was promised is what went over the wire' dry s/wire
same 'the answer has a line for each, and the sum' '5 5 sent' \
	"$(grep -c '^sent ' out) $(tail -n 1 out)"
matches 'the subject was shown' '^1/1 Re: \[PATCH 5.10\] heron: fix interrupt storm$' err
matches 'and who gets it' '^ +To: +Bob <bob@example.org>$' err
send --yes one.eml
same 'again: nothing is sent' '0 0 sent, 5 sent before' "$status $(tail -n 1 out)"
same 'nor said to the server' 1 "$(grep -c EHLO s/talk)"
send -n one.eml
same 'nor shown by a dry run' '0 ' "$status $(cat out)"
# Who reads the answer may go away: what was sent is noted all the same.
cat >unread.py <<-'END'
	import os, sys
	reader, writer = os.pipe()
	os.close(reader)
	os.dup2(writer, 1)
	os.execvp(sys.argv[1], sys.argv[1:])
END
mkdir unread
for i in 1 2 3; do
	draft unread$i >unread/$i.eml
done
run python3 unread.py "$WINNOW" -C repo send --ledger unread.db --yes unread/*.eml
same 'a reader who goes away stops no mail' 2 "$status"
run "$WINNOW" -C repo send --ledger unread.db --yes unread/*.eml
same 'and each is noted' '0 0 sent, 15 sent before' "$status $(tail -n 1 out)"
sed '/^Cc/i Cc: new@example.org,\n dan@example.org' one.eml | sed '/^Cc: dan/,/eve@/d' >more.eml
send -n more.eml
same 'which shows who is new alone' '0 RCPT TO:<new@example.org>' "$status $(grep -a ^RCPT out | tr -d '\r')"
sed 's/1@/1b@/; s/^Cc: /Cc: Bob <bob@EXAMPLE.ORG>, /; s/^Bcc: .*/&, carol@example.org/' one.eml >again.eml
send -n again.eml
same 'who stands in several places, however spelt, gets it once' '0 bob carol dan eve fay' \
	"$status $(sed -n 's/^RCPT TO:<\([a-z]*\)@.*/\1/p' out | paste -sd ' ')"
sed 's/drop/take/' one.eml >other.eml
send -n other.eml
same 'and refuses what was changed' '2 ' "$status $(cat out)"
matches 'with the reason' 'other.eml: changed since it was sent' err
send --status
same 'the ledger has all five' 5 "$(grep -c '^ *sent  *[a-z]*@example.org, .*: 250 2.0.0 kept as 1$' out)"
send --status one.eml
same 'and those of a draft' '<1@example.org> Re: [PATCH 5.10] heron: fix interrupt storm' "$(head -n 1 out)"
same 'nobody else may read it' 600 "$(umask 077; run "$WINNOW" -C repo send --yes --ledger x/y/l.db one.eml; stat -c %a x/y/l.db)"
same 'the directory is its own' 700 "$(rm -rf x; "$WINNOW" -C repo send -qy --ledger x/y/l.db one.eml >/dev/null; stat -c %a x/y)"
run "$WINNOW" -C repo send -qy one.eml
ok 'the default ledger' [ -s home/.local/state/winnow/sent.db ]

# --- where drafts come from

draft 2 >two.eml
{
	echo 'From ann@example.org Tue Apr  5 12:00:00 2022'
	cat one.eml
	echo
	echo 'From ann@example.org Tue Apr  5 12:00:00 2022'
	sed 's/^Please/>From here, please/' two.eml
} >both.mbox
mkdir -p drafts/{cur,new,tmp}
mark()
{
	sed '/^Date/i X-Winnow: 0123456789abcdef' "$1"
}
mark one.eml >'drafts/cur/1.x:2,DS'
mark two.eml | sed 's/<0@/<9@/' >drafts/new/2.x
draft 3 | mark - >'drafts/cur/3.x:2,DT'
draft 4 >'drafts/cur/4.x:2,D'
printf 'From: ann@example.org\nSubject: x-winnow: begun\n\nX-Winnow: 1\n' >drafts/new/5.x
ids()
{
	grep -a '^Message-ID' out | tr -d '\r' | sed 's/.*<\(.*\)@.*/\1/' | paste -sd ' '
}
run "$WINNOW" -C repo send -n --ledger none.db both.mbox
same 'an mbox' '1 2' "$(ids)"
same 'From_ is unquoted' 1 "$(grep -ac '^From here, please' out)"
run "$WINNOW" -C repo send -n --ledger none.db <(sed 's/^Please/>From here, please/' two.eml)
same 'but not where nobody quoted it' 1 "$(grep -ac '^>From here, please' out)"
run "$WINNOW" -C repo send -n --ledger none.db drafts
same 'of a maildir what winnow wrote, without its trash' '0 1 2' "$status $(ids)"
matches 'and how many others there are' '^winnow: left alone: 2 mails without X-Winnow' err
run "$WINNOW" -C repo send -n --ledger none.db 'drafts/cur/4.x:2,D'
same 'which go when they are named' '0 4' "$status $(ids)"
sed '/^Date/i X-Mutt-PGP: OS\nX-Mutt-Fcc: =secret\nfcc: ~/secret\nX-Mozilla-Draft-Info: secret;\n secret\nX-Winnow: 0' \
	two.eml >notes.eml
run "$WINNOW" -C repo send -n --ledger none.db notes.eml
same "mail programs' notes do not go out" '1 0' \
	"$(grep -ac '^X-Winnow: 0' out) $(grep -aciE 'secret|mutt|fcc|mozilla' out)"
"$WINNOW" -C repo send -n --ledger none.db - <both.mbox >out
same 'standard input' '1 2' "$(ids)"
run "$WINNOW" -C repo send -n --ledger none.db one.eml both.mbox
same 'a copy counts once' '1 2' "$(ids)"
sed 's/drop/take/' one.eml >other.eml
run "$WINNOW" -C repo send -n --ledger none.db one.eml other.eml
same 'two mails of one id: the second is not sent' '2 1' "$status $(ids)"
fails_with 2 'a file that is not there' "$WINNOW" -C repo send -n --ledger none.db nowhere.eml
fails_with 2 'a directory that is no maildir' "$WINNOW" -C repo send -n --ledger none.db repo
: >empty
fails_with 2 'an empty file' "$WINNOW" -C repo send -n --ledger none.db empty
fails_with 64 'no name: nothing is sent by itself' "$WINNOW" -C repo send --yes

sed '/^Message-ID/d; /^Date/d; /^From/d' one.eml >bare.eml
fails_with 2 'no From' "$WINNOW" -C repo send -n --ledger none.db bare.eml
setting from 'Jürgen Äsch <ja@example.org>'
run "$WINNOW" -C repo send -n --ledger none.db --now 2022-04-05T12:00:00Z bare.eml
same 'From, Date and Message-ID are added' '3 MAIL FROM:<ja@example.org>' "$(grep -aEc '^(From: =\?.*\?= <ja@example.org>|Date: Tue, 05 Apr 2022 12:00:00 \+0000|Message-ID: <[0-9a-f]{32}\.winnow@example.org>)' out) $(head -n 1 out | tr -d '\r')"
cp out first
run "$WINNOW" -C repo send -n --ledger none.db --now 2022-04-05T12:00:00Z bare.eml
same 'the same each time' first out
setting envelopeSender 'bounces@example.org'
run "$WINNOW" -C repo send -n --ledger none.db one.eml
same 'envelopeSender' 'MAIL FROM:<bounces@example.org>' "$(head -n 1 out | tr -d '\r')"
setting envelopeSender auto

# --- nobody is written to unasked

fails_with 64 'no terminal and no --yes' "$WINNOW" -C repo send --ledger ask.db two.eml </dev/null
same 'nothing was sent' '' "$(grep -a '<2@' s/kept)"
cat >ask.py <<-'END'
	import os, pty, sys
	pid, terminal = pty.fork()
	if pid == 0:
	    os.execvp(sys.argv[2], sys.argv[2:])
	seen = b""
	while b"[y/N]" not in seen:
	    seen += os.read(terminal, 4096)
	os.write(terminal, sys.argv[1].encode() + b"\n")
	try:
	    while True:
	        more = os.read(terminal, 4096)
	        if not more:
	            break
	        seen += more
	except OSError:
	    pass
	sys.stdout.buffer.write(seen)
	sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
run python3 ask.py n "$WINNOW" -C repo send --ledger ask.db two.eml
same 'no: nothing is sent' "2 " "$status $(grep -a '<2@' s/kept)"
matches 'the question says how many and by whom' 'Send to 5 recipients by localhost\? \[y/N\]' out
run python3 ask.py '' "$WINNOW" -C repo send --ledger ask.db two.eml
same 'an empty answer is no' "2 " "$status $(grep -a '<2@' s/kept)"
run python3 ask.py y "$WINNOW" -C repo send --ledger ask.db two.eml
same 'yes: it is' '0 5' "$status $(grep -ac '<2@' s/kept)"
run python3 ask.py y sh -c '"$1" -C repo send --ledger ask2.db - <two.eml' - "$WINNOW"
same 'mails on standard input: asked at the terminal' '0 10' "$status $(grep -ac '<2@' s/kept)"

# --- faults at each step

: >s/kept
printf '# %-58s | %-9s | %-9s | %s\n' 'fault' 'first run' 'again' 'told by the user'
no_mail='75 0, 0 5'
row 'dropped at once' 'connect drop' "$no_mail"
row 'busy' 'connect 421 busy' "$no_mail"
row 'no service' 'connect 554 no service' '2 0, 0 5'
row 'dropped' 'ehlo drop' "$no_mail"
row 'dropped' 'mail drop' "$no_mail"
row 'not now' 'mail 451 later' "$no_mail"
row 'sender refused' 'mail 550 not you' '2 0, 2 0'
send --status fault.eml
matches "in the server's words" 'refused  carol@example.org, .*: 550 not you$' out
row 'log in first' 'mail 530 log in' '2 0, 0 5'
matches 'which no mail is refused for' '^winnow: localhost:[0-9]+ says: 530 log in$' first.err
row 'dropped' 'rcpt drop for carol@example.org' "$no_mail"
row 'closing' 'rcpt 421 bye for carol@example.org' "$no_mail"
row 'one of five, not now' 'rcpt 451 later for carol@example.org' '75 4, 0 5'
row 'one of five, never' 'rcpt 550 nobody for carol@example.org' '2 4, 2 4'
matches 'and it says why' '^refused  carol@example.org  <112@example.org>$|^0 sent, 4 sent before, 1 refused$' out
send --status fault.eml
matches 'the refusal is kept' 'refused  carol@example.org, .*: 550 nobody$' out
send -n fault.eml
same 'a dry run leaves it out' '0 ' "$status $(cat out)"
send -n --retry-refused fault.eml
same 'until it is wanted' 'RCPT TO:<carol@example.org>' "$(grep -a ^RCPT out | tr -d '\r')"
send -qy --retry-refused fault.eml
same 'until the user wants it tried again' '0 5' "$status $(kept)"
row 'dropped' 'data drop' "$no_mail"
row 'not now' 'data 451 later' "$no_mail"
row 'never' 'data 554 no' '2 0, 2 0'
row 'dropped in the middle of 15 MB' 'middle drop' "$no_mail" 220000
row 'dropped in the middle of 4 KB' 'middle drop' '75 0, 75 0, 0 5 --resend'
row 'dropped before it was taken' 'dot drop' '75 0, 75 0, 0 5 --resend'
row 'not now' 'dot 451 later' "$no_mail"
row 'never' 'dot 554 spam' '2 0, 2 0'
row 'taken, dropped before the answer' 'kept drop' '75 5, 75 5, 0 5 --assume-sent'
row 'dropped behind the answer' 'answered drop' '0 5, 0 5'
row 'no answer to RCPT' 'rcpt hang for carol@example.org' "$no_mail" 60 --timeout 1
row 'no answer to the mail' 'dot hang' '75 0, 75 0, 0 5 --resend' 60 --timeout 1
killed='137 0, 0 5'
row 'kill -9 of winnow' 'connect kill' "$killed"
row 'kill -9 of winnow' 'mail kill' "$killed"
row 'kill -9 of winnow' 'rcpt kill for carol@example.org' "$killed"
row 'kill -9 of winnow' 'data kill' "$killed"
row 'kill -9 of winnow, within 15 MB' 'middle kill' "$killed" 220000
row 'kill -9, sent but not taken' 'dot kill' '137 0, 75 0, 0 5 --resend'
row 'kill -9, taken but not noted' 'kept kill' '137 5, 75 5, 0 5 --assume-sent'

# Nobody there at all.
number=200 ledger=$work/200.db
draft 200 >fault.eml
git config -f repo/.git/config sendemail.closed.smtpServerPort "$(free_port)"
send -qy --attempts 1 --identity closed fault.eml
same 'connection refused' '75 0' "$status $(kept)"
matches 'and it says by whom' '^winnow: cannot talk to localhost:[0-9]+: ' err
send -qy fault.eml
same 'connection refused, then again' '0 5' "$status $(kept)"
printf '# %-58s | %-9s | %-9s |\n' 'connection refused' '75 0' "$status $(kept)"

# kill -9 at whatever moment: first in the midst of three mails, again and again, then the user says
# what the server has of each that is not known.
ledger=$work/random.db
for i in 210 211 212; do draft $i 60 >random$i.eml; done
kills=0
for ((delay = 2; delay <= 60; delay += 2)); do
	"$WINNOW" -C repo send -qy --attempts 1 --ledger "$ledger" random21?.eml >/dev/null 2>&1 &
	victim=$!
	sleep "$(printf '0.%03d' $delay)"
	kill -9 $victim 2>/dev/null
	wait $victim 2>/dev/null
	[ $? -eq 137 ] && kills=$((kills + 1))
done 2>/dev/null
sleep 1 # for the server to be done with what it has
for number in 210 211 212; do
	send -qy random$number.eml
	if grep -q 'unknown$' out; then
		how=--resend
		[ "$(kept)" -gt 0 ] && how=--assume-sent
		send -qy $how random$number.eml
	fi
done
same 'killed again and again: each to each once' '15 15' \
	"$(grep -ac '^<21[012]@' s/kept) $(grep -a '^<21[012]@' s/kept | sort -u | wc -l)"
ok 'it was killed' [ $kills -gt 0 ]
printf '# %-58s | %s\n' "kill -9 after 2, 4, ... 60 ms" "$kills killed, 15 of 15 once each"

# The last of several, and back-off within one run.
draft 201 >a.eml
draft 202 >b.eml
number=201 ledger=$work/201.db
echo 'dot 451 later' >s/fault
send -y --attempts 3 --wait 0 a.eml b.eml
same 'tried again in the same run' '0 10 sent' "$status $(tail -n 1 out)"
matches 'which it says' 'trying again in 0 s' err
draft 204 >a.eml
draft 205 >b.eml
number=205 ledger=$work/204.db
echo 'mail 552 too large' >s/fault
send -y --attempts 1 a.eml b.eml
same 'the sender or the size of one refused: the next goes' '2 5 5 sent, 5 refused' \
	"$status $(kept) $(tail -n 1 out)"
draft 203 >a.eml
number=203 ledger=$work/203.db
git config -f repo/.git/config sendemail.closed.smtpServer localhost
begin=$(date +%s%N)
send -y --attempts 3 --wait 1 --identity closed a.eml
same 'a limit to it' '75 2' "$status $(grep -c 'trying again in [12] s' err)"
ok 'and a pause that doubles: 1 s, 2 s' [ $(($(date +%s%N) - begin)) -ge 2900000000 ]

# --- other drafts, other times

ledger=$work/edit.db
draft 300 >edit.eml
number=300
echo 'rcpt 550 nobody for carol@example.org' >s/fault
send -qy edit.eml
sed -i 's/carol@example.org/carla@example.org/' edit.eml
send -qy edit.eml
same 'a corrected address gets it, nobody else again' '0 5 1' \
	"$status $(kept) $(grep -ac '<300@example.org> carla@' s/kept)"
sed -i 's/^Date: .*/Date: Wed, 06 Apr 2022 12:00:00 +0000/' edit.eml
send -qy edit.eml
same 'written anew on another day: the same mail' '0 5' "$status $(kept)"
sed -i 's/Please drop it/Please take it/' edit.eml
send -qy edit.eml
same 'a text changed after it was sent is refused' '2 5' "$status $(kept)"
matches 'with the reason' 'edit.eml: changed since it was sent' err
draft 301 >edit.eml
number=301
echo 'dot 554 spam' >s/fault
send -qy edit.eml
sed -i 's/Please drop it/Please, please drop it/' edit.eml
send -qy edit.eml
same 'a text changed after everybody refused it is sent' '0 5' "$status $(kept)"

# A draft of winnow's, written anew with other words: another id, and the same people.
# answer ID TO TEXT
answer()
{
	draft "$1" | sed "s/^In-Reply-To: .*/In-Reply-To: <$2@example.org>/; s/^Please.*/$3/
		/^Date/i X-Winnow: 0123456789abcdef"
}
ledger=$work/answer.db
answer 302 q 'Please drop it' >answer.eml
answer 303 q 'Please drop it, please' >again.eml
run "$WINNOW" -C repo send -qy --ledger both.db answer.eml again.eml
same 'two answers to one mail: the first is sent' '2 5 0' \
	"$status $(grep -ac '<302@' s/kept) $(grep -ac '<303@' s/kept)"
number=303
send -qy answer.eml
send -qy again.eml
same 'an answer to what was answered is held' '2 0' "$status $(kept)"
matches 'with the reason' 'again.eml: <q@example.org> has an answer already; --resend' err
sed 's/^From: .*/From: Zoe <zoe@example.org>/; s/<303@/<304@/' again.eml >other.eml
send -qy other.eml
same "another person's is not" 0 "$status"
answer 305 r 'Please drop it' >other.eml
send -qy other.eml
same 'nor that to another mail' 0 "$status"
sed '/^X-Winnow/d; s/<303@/<306@/' again.eml >other.eml
send -qy other.eml
same "nor one that is not winnow's" 0 "$status"
send -qy --resend again.eml
same 'unless it is meant' '0 5' "$status $(kept)"
send -qy again.eml
same 'and then it is sent' '0 0 sent, 5 sent before' "$status $(tail -n 1 out)"
answer 307 s 'Please drop it' >other.eml
echo 'dot 554 spam' >s/fault
send -qy other.eml
answer 308 s 'Please' >other.eml
send -qy other.eml
same 'an answer that everybody refused is none' '0' "$status"

# Two at a time.
ledger=$work/two.db
for i in 310 311 312; do draft $i; done >/dev/null
for i in 310 311 312; do
	echo 'From a Tue Apr  5 12:00:00 2022'
	draft $i
	echo
done >three.mbox
for i in 1 2 3 4; do
	"$WINNOW" -C repo send -qy --ledger "$ledger" three.mbox >"out$i" 2>/dev/null &
	senders[i]=$!
done
wait "${senders[@]}"
same 'four at once: each to each once' '15 15' \
	"$(grep -ac '<31[012]@' s/kept) $(grep -a '<31[012]@' s/kept | sort -u | wc -l)"
same 'they share the work' 15 "$(cat out[1-4] | grep -c '^sent ')"

# A ledger that cannot be relied on.
draft 320 >a.eml
number=320
cp "$work/two.db" broken.db
printf 'x' | dd of=broken.db bs=1 seek=5000 conv=notrunc status=none
ledger=$work/broken.db
send -qy a.eml
same 'a damaged ledger: nothing is sent' '2 0' "$status $(kept)"
echo 'something else' >"$work/foreign.db"
ledger=$work/foreign.db
send -qy a.eml
same 'a file that is no ledger: nothing is sent, nothing harmed' '2 0 something else' \
	"$status $(kept) $(cat foreign.db)"
if [ "$(id -u)" -ne 0 ]; then
	ledger=/nowhere/l.db
	send -qy a.eml
	same 'a ledger that cannot be written: nothing is sent' '2 0' "$status $(kept)"
else
	ledger=/proc/nowhere/l.db
	send -qy a.eml
	same 'a ledger that cannot be written: nothing is sent' '2 0' "$status $(kept)"
fi

# --- hostile drafts: refused with place and reason, and nothing else is held up

ledger=$work/hostile.db
# refused NAME PATTERN [FORMAT]: the draft that printf makes of FORMAT, or hostile.eml as it is.
refused()
{
	# shellcheck disable=SC2059
	[ $# -gt 2 ] && printf "$3" >hostile.eml
	cp one.eml good.eml
	run "$WINNOW" -C repo send -n --ledger none.db hostile.eml good.eml
	same "$1" '2 1' "$status $(grep -ac '^DATA' out)"
	matches "$1: said with its place" "^winnow: not sent: hostile.eml: .*$2" err
	same "$1: nobody new is written to" '' "$(grep -a 'mallory' out)"
}
refused 'a bare CR in a subject' 'line 3: a carriage return' \
	'From: a@example.org\nTo: b@example.org\nSubject: x\rBcc: mallory@example.com\n\nx\n'
refused 'a bare CR behind an address' 'line 2: a carriage return' \
	'From: a@example.org\nTo: b@example.org\rCc: mallory@example.com\n\nx\n'
refused 'a NUL in the headers' 'line 3: ' \
	'From: a@example.org\nTo: b@example.org\n\0Cc: mallory@example.com\n\nx\n'
refused 'a line that is no header' 'line 3: neither a header' \
	'From: a@example.org\nTo: b@example.org\nfoo bar mallory@example.com\n\nx\n'
refused 'a blank line within a header' 'line 3: a blank line' \
	'From: a@example.org\nTo: b@example.org\n \nCc: mallory@example.com\n\nx\n'
refused 'two To' 'line 3: a second To' \
	'From: a@example.org\nTo: b@example.org\nTo: mallory@example.com\n\nx\n'
refused 'two subjects' 'line 4: a second Subject' \
	'From: a@example.org\nTo: b@example.org\nSubject: a\nsubject: mallory\n\nx\n'
refused 'Resent-To' 'line 3: ' \
	'From: a@example.org\nTo: b@example.org\nResent-To: mallory@example.com\n\nx\n'
refused 'two addresses without a comma' 'To: not an address' \
	'From: a@example.org\nTo: b@example.org mallory@example.com\n\nx\n'
refused 'a folded second address' 'To: not an address' \
	'From: a@example.org\nTo: <b@example.org>\n\t<mallory@example.com>\n\nx\n'
refused 'a command in a quoted local part' 'To: not an address' \
	'From: a@example.org\nTo: "b@example.org> RCPT TO:<mallory"@example.com\n\nx\n'
refused 'two in From' 'From has 2' \
	'From: a@example.org, mallory@example.com\nTo: b@example.org\n\nx\n'
refused 'two ids' 'Message-ID: ' \
	'From: a@example.org\nTo: b@example.org\nMessage-ID: <1@x>, <mallory@x>\n\nx\n'
refused 'a blank in the id' 'Message-ID: ' \
	'From: a@example.org\nTo: b@example.org\nMessage-ID: <1 mallory@x>\n\nx\n'
refused 'nobody' 'nobody in To' \
	'From: a@example.org\nSubject: mallory\n\nx\n'
refused 'no text' 'no empty line' \
	'From: a@example.org\nTo: b@example.org\n'
{
	printf 'From: a@example.org\nTo: b@example.org\nSubject: '
	head -c 1200 /dev/zero | tr '\0' x
	printf '\n\nmallory\n'
} >hostile.eml
refused 'a header line of 1200 bytes' 'line 3: .*998'
{
	printf 'From: a@example.org\nTo: b@example.org\n\n'
	head -c 1200 /dev/zero | tr '\0' x
	printf '\nmallory\n'
} >hostile.eml
refused 'a text line of 1200 bytes' 'line 4: more than 998'
refused 'a NUL in the text' 'line 4: a NUL' \
	'From: a@example.org\nTo: b@example.org\n\nx\0mallory\n'

printf 'From: a@example.org\nTo: =?utf-8?q?x=0D=0ABcc=3A_m=40example=2Ecom?= <b@example.org>\nSubject: =?utf-8?q?x=0D=0ABcc=3A_m=40example=2Ecom?=\nMessage-ID: <4@x>\n\nfoo\n' >encoded.eml
run "$WINNOW" -C repo send -n --ledger none.db encoded.eml
same 'encoded line breaks stay encoded' '0 1 0' \
	"$status $(grep -ac '^RCPT' out) $(grep -ac '^Bcc' out)"
run "$WINNOW" -C repo send -qy --ledger hostile.db encoded.eml
send --ledger hostile.db --status
same 'and are masked where they are shown' '<4@x> x Bcc: m@example.com' "$(head -n 1 out)"
printf 'From: a@example.org\nTo: b@example.org\nMessage-ID: <5@x>\nDate: Tue, 05 Apr 2022 12:00:00 +0000\n\none\r.\rMAIL FROM:<mallory@example.com>\n.\ntwo\r\n.\r\nthree\n' >smuggle.eml
: >s/wire
send -qy smuggle.eml
same 'a mail smuggled behind the first stays text' '0 1' "$status $(grep -ac '^MAIL FROM:<a@' s/wire)"
same 'each dot of it doubled' 3 "$(grep -ac $'^\.\.\r$' s/wire)"
same 'and no bare CR is left' '' "$(grep -aP '\r(?!$)' s/wire)"

{
	printf 'From: a@example.org\nMessage-ID: <crowd@x>\nTo: b@example.org\nCc: c0@example.org'
	for ((i = 1; i < 1000; i++)); do printf ',\n c%d@example.org' $i; done
	printf '\n\nHello.\n'
} >crowd.eml
send -qy crowd.eml
same "1,000 Cc's are refused" '2 0' "$status $(grep -ac '<crowd@x>' s/kept)"
matches 'with their number' '1001 recipients, more than --max-recipients=500' err
send -qy --max-recipients 2000 crowd.eml
same 'unless it is meant: each gets one' '0 1001 1001' \
	"$status $(grep -ac '<crowd@x>' s/kept) $(grep -a '<crowd@x>' s/kept | sort -u | wc -l)"
run "$WINNOW" -C repo send -n --ledger none.db --max-recipients 2000 crowd.eml
same 'offered a hundred at a time' 11 "$(grep -ac '^DATA' out)"
send -qy --max-recipients 2000 crowd.eml
same 'and never again' '0 1001' "$status $(grep -ac '<crowd@x>' s/kept)"

# --- git's settings

bad_setting()
{
	git -C repo config sendemail.bad."$1" "$2"
	fails_with 64 "sendemail.$1 = '$2'" "$WINNOW" -C repo send -qy --identity bad --ledger x.db a.eml
	matches "sendemail.$1 = '$2': said" "^winnow: .*$3" err
	git -C repo config --unset sendemail.bad."$1"
}
bad_setting smtpEncryption TSL 'none of tls, ssl, none'
bad_setting smtpServerPort smtp 'no port'
bad_setting smtpServerPort 70000 'no port'
bad_setting smtpSSLCertPath '' 'always verified'
bad_setting smtpSSLCertPath /nowhere/ca.pem "no file '/nowhere/ca.pem'"
bad_setting smtpServer /usr/sbin/sendmail 'by a program, ./usr/sbin/sendmail'
bad_setting sendmailCmd 'msmtp -a x' 'by a program, .msmtp -a x'
bad_setting smtpServer 'x.example.org/?' 'no name of a machine'
bad_setting smtpServer smtp.example.org:587 'belongs into sendemail.smtpServerPort'
bad_setting smtpServer '[::1]:587' 'belongs into sendemail.smtpServerPort'
bad_setting smtpDomain 'a b' 'no name of a machine'
bad_setting envelopeSender 'a b' 'no address'
git -C repo config sendemail.bad.smtpServer mail.example.org
bad_setting smtpUser ann 'readable on the way'
git -C repo config sendemail.bad.smtpServer 127.evil.example
bad_setting smtpUser ann 'readable on the way'
run "$WINNOW" send -qy --ledger x.db one.eml
same 'no server' 64 "$status"
setting smtpDomain client.example.org
send -qy a.eml
: >s/talk
ledger=$work/domain.db
send -qy a.eml
same 'smtpDomain is what we call ourselves' 'EHLO client.example.org' "$(head -n 1 s/talk)"

# --- TLS and passwords

certificate tls
if ! [ -s tls/server.pem ]; then
	skip 'TLS and passwords' 'openssl is not installed'
	done_testing
fi
secret='s3cr=t pa:ss'
git -C repo config sendemail.safe.smtpEncryption tls
git -C repo config sendemail.safe.smtpUser ann
git -C repo config sendemail.safe.smtpSSLCertPath "$work/tls/ca.pem"
cat >helper <<-END
	#!/bin/sh
	echo "\$1" >>$work/helper.log
	tr '\n' ' ' >>$work/helper.log
	[ "\$1" = get ] && cat $work/helper.answer
	true
END
chmod +x helper
git -C repo config credential.helper "$work/helper"
server starttls --starttls tls/server.pem tls/server.key --login "ann:$secret"
git -C repo config sendemail.safe.smtpServerPort "$port"
# secure N NAME ID: send a draft with the identity; exits with N.
secure()
{
	draft "$3" >secure.eml
	ledger=$work/secure.db
	send -y --attempts 1 --identity safe secure.eml
	same "$2" "$1" "$status"
}
echo "password=$secret" >helper.answer
secure 0 'STARTTLS and a password from a credential helper' 400
same 'the server has it' 5 "$(grep -ac '<400@' starttls/kept)"
same 'the helper was asked and thanked' 'get protocol=smtp host=localhost:'"$port"' username=ann store protocol=smtp host=localhost:'"$port username=ann password=$secret " "$(paste -sd ' ' helper.log)"
same 'no word of the password' '' "$(cat out err | grep -aF -e "$secret" -e s3cr)"
secure 0 'what was sent asks for no password' 400
same 'nor does the helper hear of it' 2 "$(grep -cE '(get|store)$' helper.log)"
: >helper.log
echo 'password=wrong' >helper.answer
secure 2 'a wrong password' 401
matches 'said without it' 'refuses user and password \(535\)' err
same 'the helper learns of it' 'get erase' "$(grep -oE '^[a-z]+ *$|[a-z]*$' helper.log | grep -E '^(get|erase)' | paste -sd ' ')"
same 'nothing was sent' 0 "$(grep -ac '<401@' starttls/kept)"
echo "password=$secret" >helper.answer
echo 'auth 454 not now' >starttls/fault
secure 75 'a login that fails for the time being' 401
echo 'starttls 454 not now' >starttls/fault
secure 75 'TLS that fails for the time being' 401
: >helper.answer
GIT_TERMINAL_PROMPT=0 secure 2 'nobody knows the password' 401
echo "password=$secret" >helper.answer
strace -V >/dev/null 2>&1 && {
	draft 402 >secure.eml
	ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 run strace -f -e trace=execve -s 4096 -o calls "$WINNOW" -C repo send -qy --identity safe \
		--ledger secure.db secure.eml
	same 'on no command line either' '0 0' "$status $(grep -acF s3cr calls)"
}
git -C repo config sendemail.safe.smtpPass "$secret"
secure 0 "git's smtpPass" 403
git -C repo config sendemail.safe.smtpAuth LOGIN
secure 0 'smtpAuth' 404
same 'is heeded' 'AUTH LOGIN' "$(grep -a ^AUTH starttls/talk | tail -n 1)"
git -C repo config sendemail.safe.smtpAuth CRAM-MD5
secure 2 'a login that the server does not offer' 405

git -C repo config --unset sendemail.safe.smtpAuth
certificate other
git -C repo config sendemail.safe.smtpSSLCertPath "$work/other/ca.pem"
secure 2 "another authority's certificate" 406
matches 'is not trusted' 'certificate of localhost:[0-9]+ cannot be trusted' err
git -C repo config --unset sendemail.safe.smtpSSLCertPath
secure 2 'an authority that nobody knows' 406
git -C repo config sendemail.safe.smtpSSLCertPath "$work/tls/ca.pem"
git -C repo config sendemail.safe.smtpServer localhost.localdomain
getent hosts localhost.localdomain >/dev/null 2>&1 && secure 2 'a certificate for another name' 406
git -C repo config sendemail.safe.smtpServer localhost
same 'none of these got so far as the password or a mail' 0 "$(grep -ac '<406@' starttls/kept)"
git -C repo config sendemail.safe.smtpServerPort "$(cat s/port)"
: >s/talk
secure 2 'a server without STARTTLS' 406
same 'hears neither user nor mail' 0 "$(grep -acE '^(AUTH|MAIL)' s/talk)"

server tls-at-once --tls tls/server.pem tls/server.key --login "ann:$secret"
git -C repo config sendemail.safe.smtpServerPort "$port"
git -C repo config sendemail.safe.smtpEncryption ssl
secure 0 'TLS from the first byte' 407
same 'the server has it' 5 "$(grep -ac '<407@' tls-at-once/kept)"

done_testing
