#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Lists of paths and commits to leave out, as a review hears them: whatever a commit is called by.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2023-01-01 net/a.c <<<'net: start')
one=$(commit repo master 'Ann Ash' 2023-01-02 net/a.c <<<'net: first thing')
two=$(commit repo master 'Ben Birch' 2023-01-03 net/b.c <<<$'net: second thing\n\nCc: stable@vger.kernel.org')
ours=$(commit repo linux-5.10.y 'Ann Ash' 2023-02-01 net/a.c "$start" <<<$'net: first thing\n\ncommit '"$one upstream.")
theirs=$(commit repo linux-5.10.y 'Ben Birch' 2023-02-02 net/b.c <<<$'net: second thing\n\ncommit '"$two upstream.

Cc: stable@vger.kernel.org")

# heard LINE...: the verdicts of both, and what the review says of the lists, with a list of lines.
heard()
{
	printf '%s\n' "$@" >list
	run "$WINNOW" -C repo review --no-model --now 2024-03-01 --json --upstream master \
		--ignore list "$start..linux-5.10.y"
	json '[.patches[] | "\(.verdict) \([.reasons[].rule | select(startswith("process.ignored") or startswith("process.left-out"))] | join(" "))"] | join(", ")'
}

same 'nothing' 'keep , keep ' "$(heard '# none')"
same 'by the upstream id' 'drop process.ignored process.left-out, keep ' "$(heard "$one")"
same 'by its own id' 'drop process.ignored process.left-out, keep ' "$(heard "$ours")"
same 'by some digits of its own' 'drop process.ignored process.left-out, keep ' "$(heard "${ours:0:12}")"
same 'its author wanted it, somebody decided against it' 'keep , drop process.left-out' "$(heard "$theirs")"
same 'by the upstream id, the same' 'keep , drop process.left-out' "$(heard "${two:0:12}")"
same 'for this tree' 'drop process.ignored process.left-out, keep ' "$(heard "5.10 $ours")"
same 'for another tree' 'keep , keep ' "$(heard "6.1 $ours")"
same 'a path' 'drop process.ignored, keep ' "$(heard net/a.c)"
same 'a path, and its author wanted it: said' 'keep , keep process.ignored-but-wanted' "$(heard net/b.c)"
same 'and why' 'net/b.c is on an ignore list, which does not count: its author asked for it, "stable@vger.kernel"' \
	"$(jq -r '.patches[1].reasons[] | select(.rule == "process.ignored-but-wanted").says' "$work/out")"

# The first one makes what the second one changes.
later=$(commit repo master 'Ann Ash' 2023-01-04 net/a.c <<<'net: third thing')
last=$(commit repo linux-5.10.y 'Ann Ash' 2023-02-03 net/a.c <<<$'net: third thing\n\ncommit '"$later upstream.")
same 'another one needs it: said' 'keep process.ignored-but-needed' \
	"$(heard "$ours" | cut -d, -f 1)"
same 'both on the list: both dropped' 'drop process.ignored process.left-out' \
	"$(heard "$ours" "$last" | cut -d, -f 1)"

# Of what came later the list says that nobody wants it, as missing hears it.
fix=$(commit repo master 'Ann Ash' 2023-01-05 net/b.c <<<$'net: repair the second thing\n\nFixes: '"${two:0:12} (\"net: second thing\")")
later_heard()
{
	heard "$@" >/dev/null
	jq -r '.patches[1] | "\(.verdict) \([.facts[] | select(.kind == "followup.fix") | .state] | join(" "))"' "$work/out"
}
same 'a fix that is missing' 'keep-with missing' "$(later_heard '# none')"
same 'on the list' 'keep left-out' "$(later_heard "${fix:0:12}")"
same 'and where' "${fix:0:12} (\"net: repair the second thing\") fixes it and is missing, as a list of commits to leave out has it (list:1: ${fix:0:12})" \
	"$(jq -r '.patches[1].facts[] | select(.kind == "followup.fix").says' "$work/out")"
same 'on the list for another tree' 'keep-with missing' "$(later_heard "6.1 $fix")"
run "$WINNOW" -C repo missing --json --upstream master --ignore list --for 6.1 "$start..linux-5.10.y"
same 'missing hears the same list' '1' "$(json '.ignored')"

done_testing
