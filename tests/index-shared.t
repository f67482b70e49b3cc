#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Several who read and write one index at the same moment.
. "$(dirname "$0")/lib.sh"
. "$top/tests/index.sh"

larger

at_once()
{
	local i pids=()
	for i in 1 2 3; do
		"$WINNOW" -C big missing --now 2024-03-01 --json --index "$1" --upstream master --list taken \
			>"out.$i" 2>"err.$i" &
		pids+=($!)
	done
	wait "${pids[@]}"
}
missing --no-index --upstream master --list taken
cp "$work/out" want
matches 'there is something to say of the larger one' '"kind": "fix"' want
for start in none half-way whole; do
	rm -f once*
	[ $start = none ] || cp $start once
	at_once once
	for i in 1 2 3; do
		same "three at once from $start: answer $i" want "out.$i"
		same "three at once from $start: what is said, $i" '' "$(grep -v 'waiting for another' "err.$i")"
	done
	same_rows "three at once from $start: the index" whole once
	# Of those that end at the same moment none may be the last one, who cleans up.
	index big once master >/dev/null
	same "three at once from $start: nothing stays beside it" '' "$(stray once)"
done

# A reader waits for its list with the index open; what a writer does meanwhile is not for it.
head -n 700 taken >taken-older
missing --no-index --upstream older --list taken-older
for how in updates 'builds anew' truncates; do
	rm -f shared*
	cp half-way shared
	winnow_global=()
	case $how in
	updates) writer=(--upstream master) ;;
	'builds anew') writer=(--upstream master --rebuild) ;;
	*) cp whole shared && writer=(--upstream other) ;;
	esac
	between "$WINNOW" -C big missing --now 2024-03-01 --json --index shared --upstream older \
		--list /dev/fd/9 -- "$WINNOW" -C big index --index shared "${writer[@]}"
	jq 'del(.upstream.source, .branch.source)' reader.out >reader.answer
	same "a reader goes on while a writer $how: exit status" 0 "$status"
	same "a reader goes on while a writer $how" answer reader.answer
	same "a reader goes on while a writer $how: in peace" '' "$(cat reader.err)"
	matches "a writer that $how does not wait for a reader" 'commits of' writer.out
done

done_testing
