#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# winnow send and what servers say: answers that are none, and user and password repeated. The server is
# tests/servers/smtp.

. "$(dirname "$0")/lib.sh"
. "$top/tests/servers.sh"
. "$top/tests/send.sh"

server s
setting smtpServer localhost
setting smtpServerPort "$port"
: >s/kept
no_mail='75 0, 0 5'

# --- strange answers

# After the end of the mail only 2xx, 4xx and 5xx say what became of it.
took='75 5, 75 5, 0 5 --assume-sent'
left='75 0, 75 0, 0 5 --resend'
for answer in '354 go on' '150 wait' '000 no' '600 what' '999 none'; do
	row 'taken, a strange answer' "kept $answer" "$took" 60 --timeout 2
done
row 'not taken, a strange answer' 'dot 354 go on' "$left"
row 'taken, no answer but text' 'kept raw What is this?\r\n' "$took" 60 --timeout 1
row 'taken, a number without a blank' 'kept raw 451later\r\n' "$took" 60 --timeout 1
row 'taken, an answer that does not end' 'kept raw 250-kept\r\n' "$took" 60 --timeout 1
row 'taken, half a line' 'kept raw 451 la then drop' "$took"
row 'taken, a line of 1 MB' "kept raw 451 $(head -c 1000000 /dev/zero | tr '\0' x)\\r\\n" "$took"
row 'taken, an answer of lines without end' 'kept flood 250-kept\r\n' "$took" 60 --timeout 9
row 'taken, a line without end' 'kept flood 250-kept' "$took" 60 --timeout 9
row 'greeted without end' 'connect flood 220-hello\r\n' "$no_mail" 60 --timeout 9
row 'taken, said in two lines' 'kept raw 250-2.0.0\r\n250 kept\r\n' '0 5, 0 5'
row 'taken, said with the number alone' 'kept raw 250\r\n' '0 5, 0 5'
# Later ones of libcurl show the first answer alone, and its word counts: whoever takes a mail and says "not now" gets it again.
case $(pkg-config --modversion libcurl) in
7.*) row 'not now and taken: two answers' 'kept raw 451 later\r\n250 kept\r\n' "$took" ;;
esac
row 'not now, said in two lines' 'dot raw 451-greylisted\r\n451 later\r\n' "$no_mail"
row 'DATA taken for the mail' 'data 250 kept' "$no_mail"

# --- what a server says to a password

server echo --login 'ann.ash:s3cr=t pa/ss'
git -C repo config sendemail.echo.smtpServerPort "$port"
git -C repo config sendemail.echo.smtpUser ann.ash
git -C repo config sendemail.echo.smtpPass 's3cr=t pa/ss'
both=$(printf '\0ann.ash\0s3cr=t pa/ss' | base64)
none=0
# echoed NAME TEXT [WORD]: what the server says to MAIL and to the end; WORD is not seen again.
echoed()
{
	none=$((none + 1))
	draft echo$none >echo.eml
	for step in mail dot; do
		echo "$step 451 look: $2 :done" >echo/fault
		run "$WINNOW" -C repo send -y --attempts 1 --ledger echo$none.db --identity echo echo.eml
		cat out err >said
	done
	run "$WINNOW" -C repo send --ledger echo$none.db --status
	matches "$1: the rest of it is kept" '451 look: .*:done' out
	same "$1: it is neither kept nor shown" '' "$(cat said out "echo$none.db" | grep -aiF -e "${3:-$2}")"
}
echoed 'the password' 's3cr=t pa/ss'
echoed 'in capitals' 'S3CR=T PA/SS'
echoed 'within other words' 'xs3cr=t pa/ssx' 's3cr=t pa/ss'
echoed 'the user' '<ann.ash>' ann.ash
echoed 'AUTH PLAIN' "$both"
echoed 'the rest of it' "${both:6}"
echoed 'AUTH PLAIN for another name' "$(printf 'me\0ann.ash\0s3cr=t pa/ss' | base64)" \
	"$(printf 's3cr=t pa/ss' | base64 | head -c 12)"
echoed 'AUTH LOGIN, the password' "$(printf 's3cr=t pa/ss' | base64)"
echoed 'AUTH LOGIN, the user' "$(printf ann.ash | base64)"
echoed 'as in an address' 's3cr%3Dt%20pa%2Fss'
echoed 'likewise, in small letters' 's3cr%3dt%20pa%2fss'
echoed 'behind much else' "$(head -c 180 /dev/zero | tr '\0' x) s3cr=t pa/ss" s3cr

done_testing
