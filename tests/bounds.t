#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Time that grows with what is given, not with its square. Each input would take minutes otherwise,
# takes a second at most, and is given many times that, of the processor, whatever else it does.
. "$(dirname "$0")/lib.sh"

# bounded COMMAND...
bounded()
(
	ulimit -t 20
	exec "$@"
)

# --- rules
# many_rules N [WHAT]: a file of N rules, each with WHAT.
many_rules()
{
	awk -v n="$1" -v what="${2-}" 'BEGIN {
		printf "{ \"rules\": [\n"
		for (i = 0; i < n; i++)
			printf "{ \"id\": \"r%d\", \"weight\": 0.1,%s \"says\": \"x\",\n  \"when\": { \"field\": " \
				"\"subject\", \"matches\": \"w%d\" }, \"examples\": { \"hit\": [\"w%d\"], \"miss\": " \
				"[\"x\"] } }%s\n", i, what, i, i, i < n - 1 ? "," : ""
		printf "] }\n"
	}'
}
mkdir many wrong again
many_rules 20000 >many/a.json
run bounded "$WINNOW" rules check --no-default-rules many
same 'twenty thousand rules' '0 20000 rules, 40000 examples, all as they should be' "$status $(cat "$work/out")"
many_rules 20000 ' "color": "red",' >wrong/a.json
run bounded "$WINNOW" rules check --no-default-rules wrong
same 'twenty thousand mistakes' '2 20000 a.json:39998:43: r19998: ' "$status $(grep -c "unknown field 'color'" "$work/err") $(
	grep -o 'a.json:39998:[0-9]*: r19998: ' "$work/err")"
cp many/a.json again/a.json
run bounded "$WINNOW" rules check --no-default-rules many again
same 'all of them once more' 0 "$status"

done_testing
