#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What upstream did to a commit afterwards, and where that is, seen from the queue.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)
start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')

# upstream AUTHOR PATH: the next commit of mainline, a day later; prints its id.
day=1
upstream()
{
	commit repo master "$1" "2022-02-01 +$day days" "$2"
}

# backport ID [NAME]: the next commit of the stable branch.
backport()
{
	local subject
	subject=$(git -C repo log -1 --format=%s "$1")
	commit repo "${2-stable}" "$(git -C repo log -1 --format=%an "$1")" 2023-01-01 "net/$1.c" "$start" \
		<<<"$subject

commit $1 upstream." >/dev/null
}

# followups NAME EXPECTED [POSITION]: "kind.state first-word-of-subject", one a line.
followups()
{
	same "$1" "$2" "$(json --argjson at "${3-0}" \
		'.patches[$at].facts[] | select(.kind | startswith("followup.")) | "\(.kind[9:]).\(.state) \(.subject)"')"
}

# alone ID: review it as the only backport on top of START.
alone()
{
	git -C repo update-ref -d refs/heads/stable
	backport "$1"
	review --json --upstream master "$start..stable"
}

bug=$(upstream 'Ann Ash' net/a.c <<<'net: do it')
day=2
fix=$(upstream 'Ben Birch' net/b.c <<<"net: fix it

Fixes: ${bug:0:12} (\"net: do it\")")
alone "$bug"
followups 'a fix' 'fix.missing net: fix it'
same 'a fix: its line is the proof' "Fixes: ${bug:0:12} (\"net: do it\")" \
	"$(json '.patches[0].facts[] | select(.kind == "followup.fix").proof')"
same 'a fix: kept with it' "keep-with $fix" "$(json '.patches[0] | "\(.verdict) \(.with | join(" "))"')"

day=3
fixfix=$(upstream 'Cem Cole' net/c.c <<<"net: fix the fix

Fixes: ${fix:0:12} (\"net: fix it\")")
alone "$bug"
followups 'a fix of a missing fix' $'fix.missing net: fix it\nfix.missing net: fix the fix'

backport "$fix"
backport "$fixfix"
review --json --upstream master "$start..stable"
followups 'queued after' 'fix.queued-after net: fix it'
followups 'the fix itself, queued before its own' 'fix.queued-after net: fix the fix' 1

git -C repo update-ref -d refs/heads/stable
backport "$fix"
backport "$bug"
review --json --upstream master "$start..stable"
followups 'queued before' 'fix.queued-before net: fix it' 1

# In the base: a tree that forked behind the fix, or has a backport of it.
git -C repo update-ref -d refs/heads/stable
backport "$fix"
base=$(git -C repo rev-parse stable)
backport "$bug"
review --json --upstream master "$base..stable"
followups 'in the base, as a backport' 'fix.base net: fix it'

# In the branch beyond the queue.
git -C repo format-patch -q -1 --stdout "$bug" >bug.patch
git -C repo update-ref -d refs/heads/stable
backport "$fix"
review --json --upstream master --onto "$start" --target stable bug.patch
followups 'in the branch by now' 'fix.branch net: fix it'

# A backport that the stable tree reverted again does not count.
commit repo stable 'Ben Birch' 2023-01-02 net/r.c <<<"Revert \"net: fix it\"

This reverts commit $(git -C repo rev-parse stable)." >/dev/null
review --json --upstream master --onto stable bug.patch
followups 'a backport reverted in the tree is missing' \
	$'fix.missing net: fix it\nfix.missing net: fix the fix'

# Without a base: still, nothing inherits the follow-up without the patch.
review --json --upstream master bug.patch
followups 'no base given' $'fix.missing net: fix it\nfix.missing net: fix the fix'

# --- reverts
day=10
idea=$(upstream 'Ann Ash' net/i.c <<<'net: an idea')
day=11
revert=$(upstream 'Ann Ash' net/i.c <<<"Revert \"net: an idea\"

This reverts commit $idea.")
alone "$idea"
followups 'a revert by id' 'revert.missing Revert "net: an idea"'
same 'reverted: dropped' drop "$(json '.patches[0].verdict')"

day=12
upstream 'Lea Lime' net/i.c <<<"Revert \"Revert \"net: an idea\"\"

This reverts commit $revert." >/dev/null
alone "$idea"
followups 'a revert of the revert: the idea counts again' 'revert.reverted Revert "net: an idea"'
same 'not reverted any more: kept' keep "$(json '.patches[0].verdict')"

day=20
second=$(upstream 'Ann Ash' net/s.c <<<'net: second idea')
day=21
upstream 'Dora Day' net/s.c <<<$'Revert "net: second idea"\n\nIt broke.' >/dev/null
alone "$second"
followups 'a revert by subject alone' 'revert.missing Revert "net: second idea"'
matches 'and it says so' 'by its title' "$work/out"
day=22
upstream 'Eve Elm' net/s.c <<<$'Reapply "net: second idea"\n\nIt was something else.' >/dev/null
alone "$second"
followups 'reapplied: the idea counts again' \
	$'revert.reverted Revert "net: second idea"\nreapply.missing Reapply "net: second idea"'

day=23
third=$(upstream 'Ann Ash' net/t.c <<<'net: third idea')
day=24
upstream 'Dora Day' net/t.c <<<"Revert \"net: third idea\"

This reverts commit $third." >/dev/null
day=25
upstream 'Eve Elm' net/t.c <<<$'Revert "Revert "net: third idea""\n\nIt was something else.' >/dev/null
alone "$third"
followups 'a revert of a revert, by subject alone' 'revert.reverted Revert "net: third idea"'
day=26
upstream 'Fay Fir' net/t.c <<<"Revert \"net: third idea\"

This reverts commit $third once more." >/dev/null
alone "$third"
followups 'reverted, brought back, reverted again' \
	$'revert.reverted Revert "net: third idea"\nrevert.missing Revert "net: third idea"'
same 'reverted in the end: dropped' drop "$(json '.patches[0].verdict')"

# A fix that upstream took back is no loss.
day=30
slow=$(upstream 'Ann Ash' net/w.c <<<'net: go slow')
day=31
hasty=$(upstream 'Ben Birch' net/x.c <<<"net: hasty fix

Fixes: ${slow:0:12} (\"net: go slow\")")
day=32
upstream 'Ben Birch' net/x.c <<<"Revert \"net: hasty fix\"

This reverts commit $hasty." >/dev/null
alone "$slow"
followups 'a fix that was reverted' 'fix.reverted net: hasty fix'

# --- a right subject with a wrong id: the subject is the better witness
day=40
right=$(upstream 'Ann Ash' net/k.c <<<'net: the right one')
day=41
wrong=$(upstream 'Gus Gum' net/l.c <<<'net: the wrong one')
day=42
upstream 'Ben Birch' net/m.c <<<"net: fix the right one

Fixes: ${wrong:0:12} (\"net: the right one\")" >/dev/null
day=43
upstream 'Hal Holm' net/n.c <<<'net: fix the right one more

Fixes: 123456789012 ("net: the right one")' >/dev/null
alone "$right"
followups 'a fix with a wrong id, and one with an id of nothing' \
	$'fix.missing net: fix the right one\nfix.missing net: fix the right one more'
alone "$wrong"
followups 'the commit whose id was taken by mistake' ''

# --- mentions
day=50
named=$(upstream 'Ann Ash' net/p.c <<<'net: be named')
day=51
upstream 'Ben Birch' net/q.c <<<"net: name it

Since ${named:0:12} it is faster, not so before 0123456789ab." >/dev/null
alone "$named"
followups 'a mention' 'mention.missing net: name it'

# --- fixes by their words
day=52
spoken=$(upstream 'Ann Ash' net/v.c <<<'net: speak')
day=53
repair=$(upstream 'Ben Birch' net/u.c <<<"net: repair it

Commit ${spoken:0:12} (\"net: speak\") introduced a
regression.")
alone "$spoken"
followups 'a fix by its words' 'fix-words.missing net: repair it'
same 'a fix by its words: its lines are the proof' \
	"Commit ${spoken:0:12} (\"net: speak\") introduced a regression." \
	"$(json '.patches[0].facts[] | select(.kind == "followup.fix-words").proof')"
same 'a fix by its words: what it says' \
	"${repair:0:12} (\"net: repair it\") by its words fixes or completes it and is missing, and applies on top" \
	"$(json '.patches[0].facts[] | select(.kind == "followup.fix-words").says')"
same 'a fix by its words: kept with it' "keep-with $repair" \
	"$(json '.patches[0] | "\(.verdict) \(.with | join(" "))"')"
backport "$repair"
review --json --upstream master "$start..stable"
followups 'a fix by its words, queued after' 'fix-words.queued-after net: repair it'
review --json --no-index "$start..stable"
followups 'in the queue alone' ''
day=54
commit repo own 'Ann Ash' 2023-01-01 net/own.c "$start" <<<'net: of our own' >/dev/null
commit repo own 'Ann Ash' 2023-01-02 net/own.c <<<"net: repair our own

It was broken by $(git -C repo rev-parse own)." >/dev/null
review --json "$start..own"
followups "the queue's own commits, without an upstream" 'fix-words.queued-after net: repair our own'
commit repo own 'Ann Ash' 2023-01-03 net/own.c <<<"net: repair it again

It was broken by $(git -C repo rev-parse own~1).

Fixes: $(git -C repo rev-parse --short=12 own~1) (\"net: of our own\")" >/dev/null
review --json "$start..own"
followups 'what a tag says, words need not' \
	$'fix-words.queued-after net: repair our own\nfix.queued-after net: repair it again'
git -C repo config winnow.fixWords 'polishes, tidies up'
commit repo own 'Ann Ash' 2023-01-04 net/own.c <<<"net: tidy

This tidies up $(git -C repo rev-parse own~2)." >/dev/null
review --json "$start..own"
matches "a project's own words, in the queue alone" 'net: tidy.*by its words fixes or completes it' "$work/out"
git -C repo config --unset winnow.fixWords

# --- series: the next commits of the same author in the same place
day=60
first=$(upstream 'Ivy Ilex' net/z.c <<<'net: part one')
next=$(upstream 'Ivy Ilex' net/z.c <<<'net: part two')
upstream 'Jon Juniper' net/z.c <<<'net: by somebody else' >/dev/null
alone "$first"
followups 'the next commit of the same author in the same place' 'series.missing net: part two'
backport "$next"
review --json --upstream master "$start..stable"
followups 'and it is queued' 'series.queued-after net: part two'
day=62
lone=$(upstream 'Ivy Ilex' net/z1.c <<<'net: one place')
upstream 'Ivy Ilex' net/z2.c <<<'mm: another place' >/dev/null
alone "$lone"
followups 'the same author elsewhere is no series' ''
day=64
early=$(upstream 'Kai Kerry' net/y.c <<<'net: early')
day=90
upstream 'Kai Kerry' net/y.c <<<'net: weeks later' >/dev/null
alone "$early"
followups 'weeks later is no series' ''

done_testing
