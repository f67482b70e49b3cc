#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What upstream took back because it had done its work, and what is taken back though it is not there.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)

# save SUBJECT [BODY]: commit the work tree of repo on the branch at hand; prints the id.
save()
{
	git -C repo add -A && git -C repo -c user.name='Ann Ash' -c user.email=ann@example.org \
		-c commit.gpgsign=false commit -q --date 2022-01-01T00:00:00Z -m "$1${2:+

$2}" && git -C repo rev-parse HEAD
}

reviewed() { run "$WINNOW" -C repo review --json --now 2024-03-01 --upstream master --onto stable "$@"; }
verdict() { json '.patches[-1].verdict'; }
decides() { json --arg verdict "$1" '.patches[-1].reasons[] | select(.decides == $verdict).says'; }

git init -q -b master repo
seq -f 'turn(%g);' 1 30 >repo/mill.c
save 'mill: begin' >/dev/null
git -C repo branch stable
sed -i 's/(9);/(9, propped);/' repo/mill.c
prop=$(save 'mill: prop up nine' 'The old beam bends.')

# taken_back REASON: upstream reverts it, which says so; then the review.
taken_back()
{
	git -C repo reset -q --hard "$prop"
	sed -i 's/(9, propped);/(9);/' repo/mill.c
	back=$(save 'Revert "mill: prop up nine"' "$1

This reverts commit $prop.")
	reviewed "$prop"
}

taken_back 'There is a new beam, so this is no longer
needed.'
same 'needed no longer: asked' ask "$(verdict)"
same 'and says why' \
	"upstream took it back when it was needed no longer: ${back:0:12} (\"Revert \"mill: prop up nine\"\") says: \"There is a new beam, so this is no longer needed.\"" \
	"$(decides ask)"
for reason in 'This is not necessary after 0123456789ab.' 'The beam was replaced, hence the issue is now solved.' \
	'Remove the workaround.' 'It was superseded by a better prop.' 'The original problem has been fixed.'; do
	taken_back "$reason"
	same "asked: $reason" ask "$(verdict)"
done
for reason in 'It breaks the wheel.' 'We do without until the problem is fixed.' 'It was never needed.' \
	'The problem is not fixed by that.' 'The beam needs to be fixed.'; do
	taken_back "$reason"
	same "dropped: $reason" drop "$(verdict)"
done
same 'one revert is one' "upstream took it back: ${back:0:12} (\"Revert \"mill: prop up nine\"\") reverts it and is missing" \
	"$(decides drop)"

# --- a revert of what is not there

git -C repo reset -q --hard "$prop"
sed -i 's/(9, propped);/(9);/' repo/mill.c
back=$(save 'Revert "mill: prop up nine"' "This reverts commit $prop.")
sed -i 's/(9);/(9, propped);/' repo/mill.c
again=$(save 'Revert "Revert "mill: prop up nine""' "It bends all the same.

This reverts commit $back.")
reviewed "$again"
same 'it applies, so something is there: asked' ask "$(verdict)"
same 'and says so' \
	"is there something to take back? It applies, yet ${back:0:12} (\"Revert \"mill: prop up nine\"\") is what it takes back and is missing" \
	"$(decides ask)"

done_testing
