#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What people answered: whose words count, for which patch, and what they come to.
. "$(dirname "$0")/lib.sh"

id=$(printf '%040d' 1234567)
# patch MESSAGE-ID VERSION: a patch mail, as somebody who selects patches sends it.
patch()
{
	cat <<-END
		From x Mon Jan  1 00:00:00 2024
		From: Sel Ector <selector@example.org>
		Subject: [PATCH AUTOSEL $2 3/17] lib: fix it
		Message-ID: <$1>
		In-Reply-To: <cover@example.org>
		Date: Mon, 1 Jan 2024 00:00:00 +0000

		From: Ann Ash <ann@example.org>

		[ Upstream commit ${3:-$id} ]

		It leaks.

		Signed-off-by: Ann Ash <ann@example.org>
		Signed-off-by: Ben Birch <ben@example.org>
		$(small_diff)

	END
}
# reply FROM TO TEXT [MESSAGE-ID]
reply()
{
	cat <<-END
		From x Mon Jan  1 00:00:00 2024
		From: $1
		Subject: Re: [PATCH AUTOSEL 6.1 3/17] lib: fix it
		Message-ID: <${4:-$RANDOM.r@example.org}>
		In-Reply-To: <$2>
		Date: Tue, 2 Jan 2024 00:00:00 +0000

		$3

	END
}
# says NAME FROM TEXT KIND VERDICT: the fact that the first patch gets, without "thread.".
says()
{
	{ patch 1@x 6.1; reply "$2" 1@x "$3"; } >mbox
	run "$WINNOW" review -q --json mbox
	json_is "$1" "$4 $5" '.patches[0] | "\([.facts[].kind | select(startswith("thread."))] |
		join(" ") | gsub("thread\\."; "")) \(.verdict)"'
}
ann='Ann Ash <ann@example.org>'
ben='Ben Birch <ben@example.org>'
eve='Eve Elm <eve@example.org>'
sel='Sel Ector <selector@example.org>'
says 'please drop' "$ann" 'Please drop this one.' drop drop
json_is 'it says whose word it is' 'its author Ann Ash objects' '.patches[0].reasons[0].says'
json_is 'and shows it' 'Please drop this one.' '.patches[0] | .facts[.reasons[0].facts[0]].proof'
says 'no fix' "$ben" "Hi, this isn't really a bug fix, so it should stay out." drop drop
json_is 'by who signed it off' 'Ben Birch (Signed-off-by) objects' '.patches[0].reasons[0].says'
says 'not for stable' "$eve" 'This has no relevance: not for stable please.' drop drop
json_is 'by somebody else' 'Eve Elm objects' '.patches[0].reasons[0].says'
says 'NACK' "$eve" 'NACK' drop drop
says 'it is dropped' "$sel" 'Dropped, thanks!' dropped drop
says 'an ack' "$ben" 'Looks good to me.' ack keep
says 'a question' "$eve" 'Does it apply at all?' question ask
says 'needs another' "$eve" 'This also needs 0123456789ab ("lib: more") to work.' needs ask
says 'a revert' "$eve" 'It has been reverted in the meantime.' reverted ask
says 'a doubt' "$eve" 'Taken alone it makes no sense.' doubt ask
json_is 'which is one' 'Eve Elm has doubts' '.patches[0].reasons[0].says'
says 'who does not mind does not insist' "$ben" 'It is not a bug fix, but I do not mind.' doubt ask
says 'chatter' "$eve" 'I saw it on Monday.' '' keep
says 'the sender explains' "$sel" 'Please drop me a line if not needed in stable.' '' keep
says 'a machine' 'kernel test robot <lkp@example.org>' 'Please drop this one.' '' keep
says 'what is quoted is not his' "$eve" '> Please drop this one.' '' keep
says 'nor is what follows a signature' "$eve" $'I saw it.\n\n-- \nPlease drop this one.' '' keep
says 'nor an attached patch' "$eve" $'See below.\n\ndiff --git a/x b/x\n+please drop this' '' keep

{ patch 1@x 6.1; reply "$ann" 1@x 'Please drop this one.'; } >mbox
run "$WINNOW" review -q --no-replies --json mbox
json_is '--no-replies takes no notice' 'keep 0' \
	'.patches[0] | "\(.verdict) \([.facts[].kind | select(startswith("thread."))] | length)"'
json_is 'the reply is still listed' reply '.skipped[0].what'

{ patch 1@x 6.1; patch 2@x 5.10; patch 3@x 5.4 "$(printf '%040d' 7)"; reply "$ann" 1@x 'Please drop it.'; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'an objection counts for the same change in other trees' 'drop drop keep' \
	'[.patches[].verdict] | join(" ")'
json_is 'and says so' 'its author Ann Ash objects, of the one for 6.1' '.patches[1].reasons[0].says'
{ patch 1@x 6.1; patch 2@x 5.10; reply "$ann" 2@x 'Please drop it, not needed in 5.10.'; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'unless it names versions' 'keep drop' '[.patches[].verdict] | join(" ")'

{ patch 1@x 6.1; reply "$eve" 1@x 'Hm.' r1@x; reply "$ann" r1@x 'I would drop it.' r2@x; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'an answer to an answer' drop '.patches[0].verdict'
{ patch 1@x 6.1; reply "$eve" r2@x 'Hm.' r1@x; reply "$ann" r1@x 'Please drop it.' r2@x; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'answers in a circle belong nowhere' keep '.patches[0].verdict'
{ patch 1@x 6.1; reply "$ann" gone@x 'Please drop it.' | sed 's/^In-Reply-To.*/&\nReferences: <cover@x> <1@x> <gone@x>/'; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'an answer to a mail that is not there' drop '.patches[0].verdict'

# An absent 02/02 was an answer to 01/02: what answers it does not belong there.
{ patch 1@x 6.1; reply "$ann" gone@x 'Please drop it.' | sed 's/^In-Reply-To.*/&\nReferences: <cover@x> <1@x> <gone@x>/
	s/^Subject:.*/Subject: Re: [PATCH AUTOSEL 6.1 4\/17] lib: another/'; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'an answer to an absent mail of another subject' keep '.patches[0].verdict'
{ patch 1@x 6.1; reply "$ann" 1@x 'Please drop it.' | sed 's/^Subject:.*/Subject: Re: no idea/'; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'an answer to the mail itself may have any subject' drop '.patches[0].verdict'
{ patch 1@x 6.1; reply "$eve" 1@x 'Please drop it.' | sed 's/^Subject:/Auto-Submitted: auto-replied\n&/'; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'an automatic answer' keep '.patches[0].verdict'

# reach NAME TEXT VERDICTS: an objection to the one for 5.15, seen from 5.10, 5.15 and 6.1.
reach()
{
	{ patch 0@x 5.10; patch 1@x 5.15; patch 2@x 6.1; reply "$ann" 1@x "$2"; } >mbox
	run "$WINNOW" review -q --json mbox
	json_is "$1" "$3" '[.patches[].verdict] | join(" ")'
}
reach 'no word of trees' 'Please drop it.' 'drop drop drop'
reach 'all trees' 'Please drop it from all stable trees, 5.15 and others.' 'drop drop drop'
reach 'not in this tree' 'The code is not present in 5.15, please drop it.' 'drop drop keep'
reach 'older than' 'Please drop it from anything older than 5.15.' 'drop keep keep'
reach 'and older' 'Please drop it for 5.10 and older.' 'drop keep keep'
reach 'came with' 'The bug was introduced in 6.1, please drop it.' 'drop drop keep'
reach 'several by name' 'Please drop it from 5.10, 5.15 and 6.1.' 'drop drop drop'

says 'a regression' "$eve" 'This patch breaks booting on my board.' regression ask
says 'a test' "$eve" 'Tested-by: Eve Elm <eve@example.org>' tested keep
{ patch 1@x 6.1; reply "$ann" 1@x 'Please drop it from 5.10 and older.' r1@x; } | sed 's/AUTOSEL 6.1/AUTOSEL/' >mbox
run "$WINNOW" review -q --json mbox
json_is 'a patch that says no version takes what is said to it' 'thread.drop r1@x' '.patches[0].facts[] | select(.kind | startswith("thread.")) | "\(.kind) \(.message_id)"'
{ patch 1@x 6.1; patch 2@x 5.10 | sed 's/AUTOSEL 5.10/AUTOSEL/'; reply "$ann" 1@x 'Please drop it from 6.1 and older.'; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'and asks where it was said of some trees to another' 'drop ask' '[.patches[].verdict] | join(" ")'
run "$WINNOW" review --format long -q mbox
matches 'the text names the mail' 'in <.*r@example.org>' out

# Who agrees to the one for 6.1 does not object to it by what he says of others.
{ patch 1@x 6.1; patch 2@x 5.10; reply "$ann" 2@x 'Please drop it.'; reply "$ann" 1@x 'I am okay taking it here.'; } >mbox
run "$WINNOW" review -q --json mbox
json_is 'an objection elsewhere by who agrees here' 'keep drop' '[.patches[].verdict] | join(" ")'

# A release that a new patch is meant for is no stable tree.
development()
{
	{ patch 1@x 6.11; reply "$eve" 1@x 'NACK'; } | sed "s/^From: Sel .*/From: $ann/
		s/^Subject: \\[PATCH.*\\] lib/Subject: [PATCH 6.11${2:-}] lib/; /^\\[ Upstream/d${3:+; s/^Date: Mon.*/&\\n$3/}" >mbox
	run "$WINNOW" ${5:+-C "$5"} review -q --json "${@:6}" "$PWD/mbox"
	json_is "$1" "$4" '[.patches[0].facts[].kind | select(startswith("thread."))] | join(" ")'
}
development 'an objection to a patch for the next release' '' '' ''
development 'to one for a stable tree by its name' '.y' '' thread.drop
development 'by its list' '' 'Cc: stable@example.org' thread.drop
# What the repository knows of the version, and of the change.
start=$(change master 'Ann Ash' 2023-01-01 lib/x.c $'int x;' <<<'lib: start')
git -C repo branch linux-6.11.y "$start" && git -C repo tag v6.11-rc1 "$start"
development 'a release that is not out: no stable tree' '' '' '' repo --upstream master
development 'a base of that name: one' '' '' thread.drop repo --upstream master --onto linux-6.11.y
git -C repo tag v6.11 "$start"
development 'a release that was out: one' '' '' thread.drop repo --upstream master
git -C repo tag -d v6.11 >/dev/null
change master 'Ann Ash' 2023-01-02 lib/x.c $'int a;' <<<'lib: begin' >/dev/null
change master 'Ann Ash' 2023-01-03 lib/x.c $'int b;' <<<'lib: fix it' >/dev/null
development 'a change that mainline had: for a stable tree' '' '' thread.drop repo --upstream master

# What grew with the product of patches and replies, and with the square of a header.
{
	for i in $(seq 400); do patch "p$i@x" 6.1; done
	for i in $(seq 400); do reply "$ann" "p$i@x" 'Please drop this one.' "q$i@x"; done
} >mbox
run timeout 20 "$WINNOW" review -q --json mbox
json_is '400 trees and 400 replies' '400 400' \
	'"\([.patches[].verdict | select(. == "drop")] | length) \([.patches[] | select(.facts | length < 100)] | length)"'
reply "$ann" 1@x 'Please drop it.' >one
{
	patch 1@x 6.1
	sed -n '1,/^In-Reply-To/p' one
	printf 'References: '
	head -c 1000000 /dev/zero | tr '\0' '<'
	echo
	sed '1,/^In-Reply-To/d' one
} >mbox
run timeout 20 "$WINNOW" review -q --json mbox
json_is 'a References: header of 1 MB' drop '.patches[0].verdict'
{
	patch 1@x 6.1
	awk 'BEGIN { for (i = 1; i <= 20000; i++)
		printf "From x Mon Jan  1 00:00:00 2024\nFrom: Eve <eve@example.org>\nSubject: Re: x\nMessage-ID: <c%d@x>\nIn-Reply-To: <c%d@x>\n\nHm.\n\n", i, i == 20000 ? 10000 : i + 1 }'
	reply "$ann" 1@x 'Please drop it.'
} >mbox
run timeout 20 "$WINNOW" review -q --json mbox
json_is 'a circle of 20,000 answers' drop '.patches[0].verdict'

printf '%s drop\n' 1@x >labels
{ patch 1@x 6.1; patch 2@x 6.1 "$(printf '%040d' 7)"; reply "$ann" 1@x 'Please drop it.'; } >mbox
echo '2@x keep' >>labels
run "$WINNOW" measure -q --json --replies --labels labels mbox
json_is 'measure --replies tells how often that is right' '1 1 1 1' \
	'.asked_to_drop | "\(.patches) \(.objected) \(.precision + 0) \(.recall + 0)"'
run "$WINNOW" measure -q --json --labels labels mbox
json_is 'and without it leaves replies out' 'null 0' '"\(.asked_to_drop) \(.verdicts.drop.given)"'

# Words that speak of dropping, breaking or refusing something else, or deny it.
while IFS= read -r words; do
	{
		printf 'From a@b Thu Jan  1 00:00:00 2024\nFrom: S <s@example.org>\nMessage-ID: <p@x>\n'
		printf 'Subject: [PATCH AUTOSEL 6.1 1/1] net: fix y\n\nFrom: A B <a@example.org>\n\nFix it.\n---\n'
		printf 'diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1,2 @@\n a\n+b\n\n'
		printf 'From a@b Thu Jan  1 00:00:00 2024\nFrom: M <m@example.org>\nMessage-ID: <r@x>\n'
		printf 'In-Reply-To: <p@x>\nSubject: Re: [PATCH AUTOSEL 6.1 1/1] net: fix y\n\n%s\n\n' "$words"
	} >words.mbox
	run "$WINNOW" review --json --now 2024-03-01 words.mbox
	json_is "no objection: $words" 0 \
		'[.patches[].facts[] | select(.kind == "thread.drop" or .kind == "thread.dropped")] | length'
done <<-'END'
	Looks good for stable. We now drop the lock before calling foo()
	the driver should drop the packet here
	Please keep it, without this patch the kernel breaks boot
	This fixes the bug that breaks the build on 5.10, so please take it
	I see no reason not to take this into stable
	Why not backport this to 5.10 as well?
	We should not drop this patch.
	I don't object to having it in stable
	Same here, works fine.
	The device sends a NACK.
	Please ignore my previous mail, this patch is fine for stable
	Should we drop this?
	You could drop the Cc: stable line, otherwise looks good
	The lock is dropped before the call
	No objection to dropping it.
	Why is this not backported to stable yet?
	It is not intended to be used by drivers.
	No need to backport to older kernels, 6.1 is fine.
	It was tagged for stable because it fixes a crash.
	This is a fix rather than a cleanup.
	I have no doubt that it is needed in stable.
END

# And words that do object.
while IFS= read -r words; do
	says "an objection: $words" "$eve" "$words" drop drop
done <<-'END'
	I highly doubt that this is necessary for stable.
	I wouldn't backport it.
	I propose that we *not* bring such patches back to stable branches.
	I don't think this (22fdf79171e8) really warrants going there.
	This one is a cleanup rather than a fix.
	This is adding a new feature and not fixing a bug.
	It is pure white space.
	It won't fix anything by itself.
	Why are we backporting this to stable trees?
	I can't see why we'd backport it.
	It wasn't tagged for stable because it is risky.
	A disruptive change to be backporting.
	The symbol doesn't exist in 5.4.
END

done_testing
