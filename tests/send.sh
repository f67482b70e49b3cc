# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced behind lib.sh and servers.sh by tests of winnow send: a server on loopback, drafts, and
# faults in rows.

git init -q repo
setting()
{
	git -C repo config --replace-all "sendemail.$1" "$2"
}

# server NAME OPTION...: a server whose files are in NAME/; its port in $port.
server()
{
	mkdir -p "$1"
	start "$1" "$top/tests/servers/smtp" "$@"
	wait_for 20 [ -s "$1/port" ] || echo "# no server: $(cat "$1.log")"
	port=$(cat "$1/port")
}

# draft ID [LINES]: to five people on standard output, one of them in Bcc.
draft()
{
	cat <<-END
		From: Ann Ash <ann@example.org>
		To: Bob <bob@example.org>, "Coe, Carol" <carol@example.org>
		Cc: dan@example.org,
		 Eve <eve@example.org>
		Bcc: fay@example.org
		Subject: Re: [PATCH 5.10] heron: fix interrupt storm
		Date: Tue, 05 Apr 2022 12:00:00 +0000
		Message-ID: <$1@example.org>
		In-Reply-To: <0@example.org>

		Please drop it.
		.
		..x
	END
	[ "${2:-0}" -gt 0 ] && yes 'A line as long as lines of mails are, of about seventy characters.' |
		head -n "$2"
}

# send ARGUMENT...: with a ledger of its own; what run() leaves.
ledger=$work/ledger.db
send()
{
	run "$WINNOW" -C repo send --ledger "$ledger" "$@"
}

# Each row: a fault in the first run, a second run without, and where the outcome is not known a third,
# in which the user says what the server has. Expected are status and mails with the server after
# each run. "5/5" is five recipients served; the last column must be once each.
number=100
kept()
{
	grep -ac "^<$number@" s/kept
}
row()
{
	local name=$1 fault=$2 expected=$3 lines=${4:-60} actual how='' one two three
	shift 3
	[ $# -gt 0 ] && shift
	number=$((number + 1))
	ledger=$work/$number.db
	draft $number "$lines" >fault.eml
	echo "$fault" >s/fault
	# shellcheck disable=SC2016
	run sh -c 'echo $$ >s/pid; exec "$@"' - "$WINNOW" -C repo send -q --yes --attempts 1 \
		--ledger "$ledger" "$@" fault.eml 2>/dev/null
	rm -f s/fault
	one="$status $(kept)"
	cp err first.err
	send -q --yes --attempts 1 fault.eml
	two="$status $(kept)" three=''
	actual="$one, $two"
	if grep -q 'unknown$' out; then
		how=--resend
		[ "$(kept)" -gt 0 ] && how=--assume-sent
		send -q --yes --attempts 1 $how fault.eml
		three="$status $(kept) $how"
		actual+=", $three"
	fi
	same "$name: $fault" "$expected" "$actual"
	printf '# %-58s | %-9s | %-9s | %s\n' "$name: $fault" "$one" "$two" "$three"
	grep -a "^<$number@" s/kept | sort | uniq -d >twice
	same "$name: $fault: nobody got it twice" '' "$(cat twice)"
}
