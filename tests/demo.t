#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The sample that 'make demo' shows, with the rules as shipped: every entry as its README says, and the
# case this program was written for comes out by evidence.
. "$(dirname "$0")/lib.sh"

demo=$top/data/demo

# From "| 8 | subject | drop | because |" of the README, and from the program.
sed -n 's/^| \([0-9]*\) | \(.*\) | \([a-z-]*\) | .* |$/\1 \3 \2/p' "$demo/README.md" >listed
run "$demo/run" "$WINNOW" ferry
same 'the demo runs' 0 "$status"
sed -n 's,^\([0-9]*\)/16 \([a-z-]*\)  \(.*\)$,\1 \2 \3,p' "$work/out" >shown
same 'no proof repeats what the sentence or the heading says' '' "$(awk '
	/^[0-9]+\/[0-9]+ / { heading = $0 }
	/^ +\| / { proof = $0; sub(/^ +\| /, "", proof); if (index(says, proof) || index(heading, proof)) print; next }
	{ says = $0 }' "$work/out")"
matches 'what a rule looked at besides is no more of it' 'reverts it and is missing$' out
same 'the list has those that need something, as the README has them' \
	"$(grep -v '^[0-9]* keep ' listed | cut -d ' ' -f 1,2 | sort)" \
	"$(awk '/^16 patches/ { exit } $1 ~ /^(drop|ask|keep-with)$/ { print $2, $1 }' "$work/out" | sort)"
ok 'the README lists all entries' test "$(wc -l <listed)" = 16
same 'each entry has the verdict of the README' "$(cat listed)" "$(cat shown)"

winnow_global=(-C ferry)
run "$WINNOW" -C ferry review --json --upstream mainline --onto stable-1.0 --now 2025-07-14 "$demo/queue-1.0"
same 'the queue is reviewed' 0 "$status"
same 'every verdict is shown' 'ask drop keep keep-with' \
	"$(json '[.patches[].verdict] | unique | join(" ")')"
same 'the clean-up that quotes a memory fix is a refactor' refactor "$(json '.patches[7].class')"
same 'no reason calls it a fix' 0 \
	"$(json '[.patches[7].reasons[] | select(.rule | startswith("fix."))] | length')"
same 'its successor is what speaks against it' 'bus: rename get_device_by_slot() to device_at_slot()' \
	"$(json '.patches[7] | .facts[.reasons[0].facts[0]].subject')"

winnow_global=()
run "$WINNOW" review --json --upstream-table "$demo/seed-upstream.tsv" "$demo/seed.mbox"
same 'the seed: drop, refactor' 'drop refactor' "$(json '.patches[0] | "\(.verdict) \(.class)"')"
same 'the seed: its upstream commit, 6 days in mainline' 'c122383d221dfa2f41cfe5e672540595de986fde 6' \
	"$(json '.patches[0].upstream | "\(.id) \(.age_days)"')"
same 'the seed: the next commit of the same author and place is missing' \
	'followup.series 7dcfe50f58d28e0e2ba79e9e4333888bcf9442a4 missing' \
	"$(json '.patches[0] | .facts[.reasons[0].facts[0]] | "\(.kind) \(.id) \(.state)"')"
same 'the seed: the missing tags and the age are reasons' 'process.young refactor.no-tags' \
	"$(json '[.patches[0].reasons[].rule | select(test("young|no-"))] | sort | join(" ")')"
same 'the seed: no reason calls it a fix' 0 \
	"$(json '[.patches[0].reasons[] | select(.rule | startswith("fix."))] | length')"

# Never because the case is known.
ok 'no rule names a commit, a person or a function of the samples' \
	sh -c '! grep -nE "c122383d|7dcfe50f|2a671f77|zpci|zdev|Schnelle|get_device_by_slot|Marchet|s390" "$1"/rules/*.json' - "$top"

done_testing
