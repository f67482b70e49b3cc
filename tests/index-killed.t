#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An index that is made while its maker is killed at any moment. KILLS=200 makes the long run.
. "$(dirname "$0")/lib.sh"
. "$top/tests/index.sh"

kills=${KILLS:-24}
larger

# span COMMAND...: how long it takes, in milliseconds.
span()
{
	local start
	start=$(date +%s%3N)
	"$@" >/dev/null
	echo $(($(date +%s%3N) - start))
}
# killed FILE OPTION...: while it is made from what is there; counted in $hits.
RANDOM=4711
killed()
{
	local file=$1 time
	shift
	# Also shortly before the start and behind the end.
	time=$((RANDOM % (milliseconds * 11 / 10 + 2)))
	{
		timeout -s KILL "$(printf '%d.%03d' $((time / 1000)) $((time % 1000)))" \
			"$WINNOW" -C big index --index "$file" --upstream master "$@" >/dev/null 2>&1
	} 2>/dev/null
	case $? in
	0) milliseconds=$((milliseconds * 4 / 5 + 1)) ;; # the machine has less to do than it had
	137) hits=$((hits + 1)) ;;
	*) wrong+="not killed, and failed"$'\n' ;;
	esac
}
mkdir kill
for how in 'building' 'updating' 'building anew'; do
	case $how in
	building) options=() before='' rounds=$((kills / 3)) ;;
	updating) options=() before=half-way rounds=$((kills / 3)) ;;
	*) options=(--rebuild) before=half-way rounds=$((kills - kills / 3 * 2)) ;;
	esac
	hits=0 wrong='' pairs=()
	[ -n "$before" ] && cp $before kill/i
	milliseconds=$(span index big kill/i master "${options[@]}")
	for ((round = 0; round < rounds; round++)); do
		rm -f kill/*
		[ -n "$before" ] && cp $before kill/i
		killed kill/i "${options[@]}"
		# Sometimes again, on what the first one left.
		[ $((round % 4)) -eq 3 ] && killed kill/i "${options[@]}"
		says=$(index big kill/i master "${options[@]}") || wrong+="$round: $says"$'\n'
		wrong+=$(stray kill/i)
		mv kill/i "killed-$round" # none of its rows can be in a log then
		pairs+=(whole "killed-$round")
	done
	wrong+=$(python3 rows.py "${pairs[@]}" 2>&1 | grep -vnx same)
	rm -f killed-*
	same "$how: killed $rounds times, then whole" '' "$wrong"
	matches "$how: killed in between ($hits of $rounds)" '^[1-9]' - <<<"$hits"
done

# Ended by a signal that can be heard: nothing is left of what was not whole.
mkdir end
for signal in INT TERM HUP; do
	hits=0 left=''
	for ((round = 1; round <= 12; round++)); do
		time=$((milliseconds * round / 13 + 1))
		rm -f end/*
		timeout -s $signal "$(printf '%d.%03d' $((time / 1000)) $((time % 1000)))" \
			"$WINNOW" -C big index --index end/i --upstream master --rebuild >/dev/null 2>&1
		case $? in
		124) hits=$((hits + 1)) ;;
		*) milliseconds=$((milliseconds * 4 / 5 + 1)) ;;
		esac
		left+=$(find end -name 'i.new*')
	done
	same "SIG$signal: nothing is left" '' "$left"
	matches "SIG$signal: in between ($hits of 12)" '^[1-9]' - <<<"$hits"
done

done_testing
