#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A patch and its revert in one queue cancel out: both should be dropped, and nothing that is said
# of others may rest on them.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2023-01-01 net/a.c <<<'net: start')
ground=$(commit repo master 'Ann Ash' 2023-01-02 net/a.c <<<'net: lay the ground')
extra=$(commit repo master 'Ben Birch' 2023-01-03 net/a.c <<<'net: build on it')
repair=$(commit repo master 'Cem Cole' 2023-01-04 net/b.c <<<$'net: repair it\n\nFixes: '"${extra:0:12} (\"net: build on it\")")

commit repo stable 'Ann Ash' 2023-02-01 net/a.c "$start" <<<$'net: lay the ground\n\ncommit '"$ground upstream." >/dev/null
own=$(commit repo stable 'Ben Birch' 2023-02-02 net/a.c <<<$'net: build on it\n\ncommit '"$extra upstream.")
commit repo stable 'Cem Cole' 2023-02-03 net/b.c <<<$'net: repair it\n\ncommit '"$repair upstream.

Fixes: ${extra:0:12} (\"net: build on it\")" >/dev/null
{
	seconds=$(date -ud 2023-02-04 +%s)
	printf 'commit refs/heads/stable\nauthor Ann Ash <ann@example.org> %s +0000\n' "$seconds"
	printf 'committer Ann Ash <ann@example.org> %s +0000\ndata <<END\nRevert "net: build on it"\n\n' "$seconds"
	printf 'This reverts commit %s.\n\nFixes: %s ("net: build on it")\nEND\nfrom refs/heads/stable^0\nM 100644 inline net/a.c\ndata <<END\n' "$own" "${extra:0:12}"
	git -C repo show "$own^:net/a.c"
	echo END
} | git -C repo fast-import --quiet --force
stays=$(commit repo master 'Ann Ash' 2023-01-05 net/a.c <<<'net: stay on it')
commit repo stable 'Ann Ash' 2023-02-05 net/a.c <<<$'net: stay on it\n\ncommit '"$stays upstream." >/dev/null

# of N: what the review says of the patch at N, but for what makes a pair of it.
of()
{
	json --argjson n "$1" '.patches[$n] | .facts as $facts | .reasons[] | select(.rule != "presence.takes-back-queued" and .rule != "followup.reverted-in-queue") | "\(.rule): \([.facts[] | $facts[.].says] | join("; "))"' |
		grep 'at [0-9]'
}

run "$WINNOW" -C repo review --no-model --now 2024-03-01 --json --upstream master "$start..stable"
same 'both of the pair are dropped' 'drop drop' "$(json '[.patches[1, 3].verdict] | join(" ")')"
same 'what they needed is kept for the sake of others only' \
	'prerequisite.needed: the patch at 5 ("net: stay on it") does not apply without it' "$(of 0)"
same 'what repaired one of them has nothing to repair' drop "$(json '.patches[2].verdict')"
same 'and why' "the bug is not in the target: ${extra:0:12} (\"net: build on it\") brought the bug and is queued before it, at 2, but should itself be dropped" \
	"$(json '.patches[2].reasons[] | select(.rule == "presence.bug-not-there").says')"
same 'the revert has no bug to repair' '' "$(of 3)"

# A mail that names the other does so by its subject, when it has no id: a place in a queue is not
# what anybody else knows it by.
# mail SUBJECT BODY: of the queue for 6.1; the diff comes from stdin.
mail()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\nMessage-ID: <%s@example.org>\nSubject: [PATCH 6.1] %s\n\n%b\n\nSigned-off-by: Ann Ash <ann@example.org>\n' \
		"$(printf %s "$1" | cksum | cut -d' ' -f1)" "$1" "$2"
	cat
	echo
}
{
	small_diff | mail 'net: count them' "[ Upstream commit $extra ]\n\nIt counts them."
	small_diff | sed 's/^-\([^-]\)/\x01\1/; s/^+\([^+]\)/-\1/; s/^\x01/+/' |
		mail 'Revert "net: count them"' "This reverts commit $own, which is\ncommit $extra upstream."
} >pair.mbox
printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"
run "$WINNOW" reply -q --now 2024-03-01 pair.mbox
matches 'by its subject' 'takes it back again with "Revert "net: count them""' out
same 'not by its place' '' "$(grep -E '^[^>].*\bat [0-9]' out)"

# In the wrong order nothing takes the patch back.
late=$(commit repo master 'Ben Birch' 2023-01-06 net/d.c <<<'net: try it')
undone=$(git -C repo -c user.name=Ben -c user.email=ben@example.org commit-tree -p "$late" -m $'Revert "net: try it"\n\nThis reverts commit '"$late." "$stays^{tree}")
git -C repo update-ref refs/heads/master "$undone"
run "$WINNOW" -C repo review --no-model --now 2024-03-01 --json --upstream master --onto "$stays" "$undone" "$late"
same 'a revert before what it reverts' "ask followup.reverted-before: is the order right? Upstream took it back: ${undone:0:12} (\"Revert \"net: try it\"\") reverts it and is queued before it, at 1" \
	"$(json '.patches[1] | "\(.verdict) \(.reasons[0] | "\(.rule): \(.says)")"')"

# What was built on it between the two needs it: the revert takes only one of them back.
git init -q -b main between
step() # DAY MESSAGE LINE...: a commit of net/e.c with these lines
{
	printf '%s\n' "${@:3}" >between/net/e.c
	git -C between add net/e.c
	GIT_AUTHOR_DATE="2023-03-0$1T00:00:00Z" GIT_COMMITTER_DATE="2023-03-0$1T00:00:00Z" \
		git -C between -c user.name='Ann Ash' -c user.email=ann@example.org commit -qm "$2"
	git -C between rev-parse HEAD
}
mkdir -p between/net
old=$(step 1 'net: e' int\ a\; int\ b\;)
laid=$(step 2 'net: lay it' int\ a\; int\ {u,v,w,x,y,z}\; int\ b\;)
step 3 'net: go on' int\ a\; int\ {u,v,w}\; int\ new\; int\ {x,y,z}\; int\ b\; >/dev/null
gone=$(step 4 $'Revert "net: lay it"\n\nThis reverts commit '"$laid." int\ a\; int\ new\; int\ b\;)
git -C between branch upstream "$old"
run "$WINNOW" -C between review --no-model --now 2024-03-01 --json --upstream upstream "$old..$gone"
same 'neither of the pair is dropped; that one has no upstream commit is asked' 'ask process.no-upstream prerequisite.needed, keep ' \
	"$(json '[.patches[0, 2] | "\(.verdict) \([.reasons[] | select(.decides).rule] | join(" "))"] | join(", ")')"
same 'because of what stands between' \
	'it and the patch at 3 do not cancel out: the patch at 2 ("net: go on") does not apply without it; it and the patch at 1 do not cancel out: the patch at 2 ("net: go on") does not apply without that' \
	"$(json '[.patches[0, 2].facts[] | select(.kind == "presence.pair-differs").says] | join("; ")')"

done_testing
