#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What an author says in plain words about a patch and stable trees.
. "$(dirname "$0")/lib.sh"

# letter BODY [SUBJECT]: a mail with that message.
letter()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <Ann@example.org>\n'
	printf 'Subject: [PATCH 6.1] %s\n\n%b\n\nSigned-off-by: Ann Ash <Ann@example.org>\n' \
		"${2:-fern: count them}" "$1"
	small_diff
	echo
}

# What is said in the message of each patch of the last review: kinds, a line for each.
kinds()
{
	json '.patches[] | [.facts[].kind | select(startswith("words.")) | ltrimstr("words.")] | join(" ")'
}

# said BODY [SUBJECT]: the kinds of what is said in a mail's message.
said()
{
	letter "$@" >one.mbox
	run "$WINNOW" review --now 2024-03-01 --json one.mbox
	kinds
}

# says KINDS BODY: asked in one review of them all, which says_end makes.
expected=() bodies=()
says()
{
	expected+=("$1") bodies+=("$2")
	letter "$2" "fern: count ${#bodies[@]}" >>all.mbox
}
says_end()
{
	local i lines
	run "$WINNOW" review --now 2024-03-01 --json all.mbox
	mapfile -t lines < <(kinds)
	same 'each was read' ${#bodies[@]} ${#lines[@]}
	for i in "${!bodies[@]}"; do
		same "${expected[i]}: ${bodies[i]}" "${expected[i]}" "${lines[i]-no such patch}"
	done
}

says not-for-stable 'The path is cold, so there is no need to backport this.'
says not-for-stable 'It is a matter of taste: no\nneed for a backport.'
says not-for-stable 'As it goes, a stable designation seems unnecessary.'
says not-for-stable 'This does not need to be backported.'
says not-for-stable 'A backport is not needed.'
says not-for-stable 'This is not stable material.'
says not-for-stable 'Not for stable.'
says not-for-stable 'It is not meant for stable trees.'
says not-for-stable 'No stable tag, as it came with this release.'
says not-for-stable 'This does not need to go to stable.'
says not-for-stable "It shouldn't be applied to the stable trees."
says not-for-stable 'It is too invasive for stable.'
says not-for-stable 'Please do not backport.'
says nobody-hit 'This is not a real bug today, for nobody calls it.'
says nobody-hit 'It is not a bug in practice.'
says nobody-hit 'Although it is not a real problem, better check it.'
says nobody-hit 'There is no such hardware.'
says nobody-hit 'There are no known cases of it.'
says nobody-hit 'No known users are affected.'
says nobody-hit 'It was never seen in practice.'
says nobody-hit 'Nobody has reported it.'
says nobody-hit 'The leak is purely theoretical.'
says nobody-hit 'This cannot happen today.'
says no-change 'Move it.\n\nNo functional changes.'
says no-change 'No functional change intended.'
says no-change 'No intended behavioural change.'
says no-change 'There is no change in behaviour.'
says no-change 'NFC.'
says tidy 'This is just a clean-up.'
says tidy 'It is purely a style clean-up.'
says tidy 'This only renames it. It is nothing but a small refactoring.'
says '' 'The resources are just clean, the clean-up path is kept.'
says for-later 'This is in preparation for more ferns.'
says for-later 'It will be used by the next patch.'
says for-later 'A preparatory patch for lilies.'
says for-later 'There are no users yet.'
says '' 'The next patch is missing in action.'
says '' 'What will be used is not prepared.'
says stable-only 'Mainline does not need this.'
says stable-only 'Only applicable to 2.6.32.'
says stable-only 'Not applicable to main.'
says stable-only 'This is a stable-only change.'
says stable-only 'This patch is stable only.'
says stable-only 'It was written anew upstream, so this is for stable only.'
says stable-only 'There is no upstream commit: the driver is gone.'
says stable-only 'It is only needed in 6.1.'
says stable-only 'This fixes a wrong backport of the count.'
says stable-only 'Stable commit 0123456789abcdef did not match what it was made from.'
same 'stable-only: a merge error of stable' stable-only "$(said 'It leaks.' 'fern: fix stable merge error')"
says stable-only 'It is needed only in this tree, for the roots differ.'
says stable-only 'This is only a problem in this branch.'
says stable-only 'For stable-2.6.32, just shut this one door.'
says stable-only 'For 6.1.y we only need the check.'
says stable-only 'During the backport of the door we forgot a key.'
says stable-only 'This bug is not present in 6.2 or 6.3 due to a rework of the roots.'
says stable-only 'On upstream, the helper was removed as part of a different commit.'
says stable-only '(In upstream, the issue is fixed by another door.)'
says stable-only 'It is not upstream because the roots changed.'
says stable-only '(Note: upstream roots have been overhauled, so they differ.)'
says stable-only 'These keys are not available in this release.'
says stable-only 'They were backported by mistake.'
says stable-only 'The new door is not appropriate for stable releases, so shut the old one instead on this branch.'
says stable-only 'It never worked on this stable branch.'

says no-change 'No functional impact.'
says no-change 'This has no functional impact.'
says nobody-hit 'There have been no known reports of it.'
says nobody-hit 'It closes a theoretical race.'
says nobody-hit 'The leak has no practical effect, since the driver never unloads.'

says '' 'It is needed only in this function.'
says '' 'Thus nobody noticed when it broke.'
says '' 'It should not change any behaviour at least now, but will in the next commit.'
says '' 'This does not change behaviour but it makes the build pass.'
says '' 'It is not upstream yet, as it waits for the roots.'
says '' 'The bug is not present in older releases.'
says '' 'In the main loop the door was shut.'
says '' 'For stable roots, it just waters them.'
says bug-older 'It crashes since 123456789abc, but the bug exists before that.'
says bug-older 'The leak existed even before this commit.'
says bug-older 'The problem predates it by years.'
says bug-older 'This is a pre-existing issue.'
says bug-older 'The race has been there since forever.'
says bug-older 'The bug is present since the very beginning.'
says bug-older 'It is worth a stable backport even without that patch.'

says '' 'The bug did not exist; before that it was fine.'
says '' 'Check that the problem list exists before it is read.'
says '' 'It leaks when a device goes.'
says '' 'While there is no functional issue with it, it costs time.'
says '' 'Update them while nobody is using them.'
says '' 'It has no real impact on platforms that are of the same order.'
says '' 'Nobody noticed until the leak was closed.'
says '' 'The stable sort is not for speed alone.'
says '' 'It returns no such device on error.'
says '' 'No functional change for other boards, but here it stops the leak.'
says '' 'That one does not want backporting, so do it by hand here.'
says '' 'See 123456789abc ("fern: no need to backport").'
says '' '[ben: no need to backport the rest]\nIt leaks.'
says '' 'The kernel does not need a lock here.'
# What the next sentence takes back.
says '' 'This is not a real problem as nobody counts there.\n\nHowever, with a module of ours it hangs.'
says '' 'It cannot happen today. But it does with a loaded module.'
says nobody-hit 'It cannot happen today. Check it all the same.'
# Of other code, of what remains, or of a part of it.
says '' 'Other drivers count under the lock,\nand have no such issue.'
says '' 'I have no such problems on my own boards.'
says '' 'There is no such problem with short bursts.'
says '' 'Calling it fails: no such device.'
says '' 'There are no in-tree users of this driver, and so it does not build.'
says '' 'There is no real user space user of the other values.'
says '' 'Furthermore, the second count has no practical effect on its caller.'
says '' 'This has no functional impact, because nothing counts before that.'
says '' 'As nobody has complained, the other boards do not seem to need it.'
says '' 'This leaves a theoretical race with the removal.'
says '' 'fern_in: over the bound 12 (data not seen yet)'
says '' 'This is not needed for other upstream boards.'
says '' 'No code change is required to support them, but they are not found.'

# Of something else, or of what is before.
says '' 'There was no need to backport the old helper, this one must be.'
says '' 'There was no need to backport the old helper.'
says '' 'The others need not be backported; this one should be backported.'
says '' 'They were for the old helper, which is not backported.'
says '' 'On our trunk all roots changed, but that is not feasible to backport.'
says '' 'We should not need anything in backports, so take the source out.'
says '' 'The first would leak while the latter is not a real issue.'
says '' 'Also, counting should be fast to not be a problem in practice.'
says '' 'The count was wrong, so that no existing user could have relied on it.'
says '' 'We did not backport any of its users.'
says not-for-stable 'There is no need to backport the patch.'
says not-for-stable 'There is no need to backport the whole series.'
says not-for-stable 'There is no need to backport any more.'

says_end

same 'it asks, with the sentence' 'ask words.not-for-stable By its nature there is no need to backport it.' \
	"$(said 'It is small. By its nature there is\nno need to backport it. So it goes.' >/dev/null
	json '.patches[0] as $p | $p.reasons[0] | "\($p.verdict) \(.rule) \($p.facts[.facts[0]].proof)"')"

printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"
# drafted BODY: what the draft says of it, below the quote, on one line.
drafted()
{
	said "$1" >/dev/null
	run "$WINNOW" reply -q --now 2024-03-01 one.mbox
	sed '1,/^$/d; /^>/d; /wrote:$/d; /^$/d' out | paste -sd' '
}
same 'a draft quotes it and asks' \
	'By its own words it is no problem that anybody is known to have: "The leak is purely theoretical." Is it needed all the same? Could you have a look before it goes into 6.1?' \
	"$(drafted 'The leak is purely theoretical.')"
same 'a quote that has no full stop gets one' \
	'By its own words it is no problem that anybody is known to have: "Fix a theoretical leak (of one fern)". Is it needed all the same? Could you have a look before it goes into 6.1?' \
	"$(drafted 'Fix a theoretical leak (of one fern)')"
same 'of what is not for stable' \
	'Its message speaks against stable trees: "Not marked for stable, as few are hit." Should it go there all the same? Could you have a look before it goes into 6.1?' \
	"$(drafted 'It leaks. Not marked for stable, as few are hit.')"

# What it names is missing, and yet the bug is there: asked, not dropped.
older()
{
	run "$WINNOW" -C ground review --now 2024-03-01 --json --upstream main --onto "$(cat first)" "$1"
	json '.patches[0] as $p | $p.reasons[0] | "\($p.verdict) \(.rule) \(.says)"'
}
printf 'fern: start\n' | commit ground main Ann 2023-01-01 fern.c >first
hooks=$(printf 'fern: hook it up\n' | commit ground main Ann 2023-01-02 moss.c)
late=$(printf 'fern: count\n\nIt crashes, but the bug exists before that.\n\nFixes: %s ("fern: hook it up")\n' "${hooks:0:12}" |
	commit ground main Bob 2023-01-03 fern.c)
plain=$(printf 'fern: count more\n\nIt crashes.\n\nFixes: %s ("fern: hook it up")\n' "${hooks:0:12}" |
	commit ground main Bob 2023-01-04 moss.c)
same 'it asks and names what is missing' \
	"ask presence.bug-older is the bug there? by its author's words the bug is older than ${hooks:0:12} (\"fern: hook it up\"), which its Fixes: names and is missing" \
	"$(older "$late")"
same 'without such words it is dropped' drop "$(older "$plain" | cut -d ' ' -f 1)"

# What is for stable trees alone needs no upstream commit.
printf 'fern: start\n' | commit repo main Ann 2023-01-01 fern.c >/dev/null
printf 'fern: close it\n\nMainline does not need this, since it opens nothing.\n' |
	commit repo stable Ann 2023-02-01 fern.c main >/dev/null
printf 'fern: shut it\n\nIt is open.\n' | commit repo stable Ann 2023-02-02 moss.c >/dev/null
run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --json main..stable
same 'for stable trees alone is a keep, without a word an ask' 'keep words.stable-only|ask process.no-upstream' \
	"$(json '[.patches[] | "\(.verdict) \(.reasons[0].rule)"] | join("|")')"

# What changes nothing is there for what goes on at its lines.
git init -q -b main bed
seq -f 'fern(%g);' 30 >bed/fern.c
# made AUTHOR SUBJECT SED [BODY]: a commit of bed.
made()
{
	sed -i "$3" bed/fern.c && git -C bed add -A && git -C bed -c user.name="$1" \
		-c user.email="$1@example.org" -c commit.gpgsign=false commit -q -m "$2${4:+

$4}"
}
made Eve 'fern: start' ''
made Ann 'fern: in its own words' 's/fern(10)/plant(10)/' 'No functional change.'
made Bob 'fern: the last' '29a ivy(29);'
made Ann 'fern: lily follows' '12a lily(12);'
# What is decided of the first of the branch, and why.
reviewed()
{
	run "$WINNOW" -C bed review --now 2024-03-01 --json --upstream main --onto main~3 main~3..main
	json '.patches[0] as $p | $p.reasons[0] | "\($p.verdict) \(.rule) \(.says)"'
}
same 'what a later patch goes on with is not asked' \
	"keep words.no-change-yet by its author's words nothing changes, but the patch at 3 (\"fern: lily follows\"), by the same author, goes on at the lines that it changes" \
	"$(reviewed)"
git -C bed reset -q --hard main~
made Bob 'fern: lily follows' '12a lily(12);'
same 'of another hand it is' 'ask words.no-change' "$(reviewed | cut -d ' ' -f 1,2)"
git -C bed reset -q --hard main~
made Ann 'fern: lily follows' '20a lily(12);'
same 'and elsewhere' 'ask words.no-change' "$(reviewed | cut -d ' ' -f 1,2)"
git -C bed reset -q --hard main~
git -C bed -c user.name=Ann -c user.email=Ann@example.org revert --no-edit HEAD~ >/dev/null 2>&1
same 'what takes it back does not go on with it' drop "$(reviewed | cut -d ' ' -f 1)"
git -C bed reset -q --hard main~3
made Ann 'fern: in its own words' 's/fern(10)/plant(10)/' 'Counting is currently broken. To fix it, lily needs another word.

No functional change.'
made Bob 'fern: other' '22a lily(12);'
made Bob 'fern: another' '25a lily(12);'
same 'nor is it asked where it says what is broken' keep "$(reviewed | cut -d ' ' -f 1)"

done_testing
