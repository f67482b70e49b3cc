#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Subjects recur: what else tells which commit a patch was made from, and what is not claimed where
# nothing does.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)
base=$(change master 'Ann Ash' 2023-01-01 pool/size.c $'int least;\nint pages;\nint most;' <<<'pool: start')

# Brought, taken back and brought again, upstream and in the branch.
first=$(change master 'Ben Birch' 2023-01-02 pool/size.c $'int least;\nint huge;\nint most;' <<<'pool: take huge pages')
change master 'Ann Ash' 2023-01-03 pool/size.c $'int least;\nint pages;\nint most;' <<<$'Revert "pool: take huge pages"\n\nThis reverts commit '"$first." >/dev/null
second=$(change master 'Ben Birch' 2023-01-04 pool/size.c $'int least;\nint huge;\nint most;' <<<'pool: take huge pages')

change again 'Ben Birch' 2023-02-02 pool/size.c $'int least;\nint huge;\nint most;' "$base" <<<'pool: take huge pages' >"$work/own"
change again 'Ann Ash' 2023-02-03 pool/size.c $'int least;\nint pages;\nint most;' <<<$'Revert "pool: take huge pages"\n\nThis reverts commit '"$(cat "$work/own")." >/dev/null
change again 'Ben Birch' 2023-02-04 pool/size.c $'int least;\nint huge;\nint most;' <<<'pool: take huge pages' >/dev/null
review --json --upstream master "$base..again"
json_is 'brought again: each has its own upstream commit' "$first $second" \
	'[.patches[0, 2].upstream.id] | join(" ")'
json_is 'the second is certain' true '.patches[2].upstream.certain'
json_is 'nothing is there already' '' '.patches[].facts[] | select(.kind == "presence.already").says'

# The same where base and queue are parted between the two.
mid=$(git -C repo rev-parse again~1)
review --json --upstream master "$mid..again"
json_is 'brought again on a base that took it back: the second' "$second" '.patches[0].upstream.id'
run "$WINNOW" -C repo missing --json --upstream master "$base..again"
json_is 'a branch that followed all of it lacks nothing' 0 '.missing | length'

# A subject that everybody writes.
change master 'Ann Ash' 2023-01-05 test/old.c $'int old;' <<<'test: mend white space' >/dev/null
new=$(change master 'Ann Ash' 2023-01-06 test/new.c $'int new;' <<<'test: mend white space')
third=$(change master 'Ann Ash' 2023-01-07 test/third.c $'int third;' <<<'test: mend white space')
change files 'Ann Ash' 2023-02-01 test/new.c $'int new;' "$base" <<<'test: mend white space' >/dev/null
review --json --upstream master "$base..files"
json_is 'of three, the one of the same change' "subject $new true" \
	'.patches[0].upstream | "\(.how) \(.id) \(.certain)"'
change other 'Ann Ash' 2023-02-01 test/fourth.c $'int fourth_of_them;' "$base" <<<'test: mend white space' >/dev/null
review --json --upstream master "$base..other"
json_is 'of three, none of which is like it: not certain' false '.patches[0].upstream.certain'
json_is 'and why not' 2 '[.patches[0].facts[] | select(.kind == "upstream.uncertain")] | length'
matches 'other files are told' 'has its subject, but changes other files' "$work/out"

# One commit of the subject, and the patch is another change: to the same file, to another one.
only=$(change master 'Cem Cole' 2023-01-08 doc/years.c $'int of_2022;\nint of_2023;' <<<'doc: add a year')
change years 'Cem Cole' 2023-02-01 doc/years.c $'int of_1999;' "$base" <<<'doc: add a year' >/dev/null
change years 'Cem Cole' 2023-02-02 doc/years.c $'int of_1999;\nint of_2000;' <<<$'doc: add a year\n\n(cherry picked from commit 1111111111222222222233333333334444444444)' >/dev/null
review --json --upstream master "$base..years"
json_is 'no more than the subject: said' 1 '[.patches[0].facts[] | select(.kind == "upstream.subject-only")] | length'
json_is 'another change under a known subject: not certain' 'false false' \
	'[.patches[].upstream.certain] | join(" ")'
matches 'and why not' 'has its subject, but is another change to the same files' "$work/out"

change picked 'Cem Cole' 2023-01-08 doc/years.c $'int of_1999;' "$base" <<<'doc: add a year' >/dev/null
review --json --upstream master "$base..picked"
json_is 'another change, made in the same second: picked and adapted' true '.patches[0].upstream.certain'

# The branch's own commits, which are known by their messages.
change lacks 'Cem Cole' 2023-02-01 doc/else.c $'int quite_another_thing;' "$base" <<<'doc: add a year' >/dev/null
fix=$(change master 'Cem Cole' 2023-01-09 doc/years.c $'int of_2022;\nint of_2023;\nint of_2024;' <<<$'doc: one more\n\nFixes: '"${only:0:12}"' ("doc: add a year")')
run "$WINNOW" -C repo missing --json --upstream master "$base..lacks"
json_is 'a branch commit of the same name and nothing else: not taken for it' 0 '.missing | length'
change has 'Cem Cole' 2023-02-01 doc/years.c $'int of_2022;\nint of_2023;' "$base" <<<'doc: add a year' >/dev/null
run "$WINNOW" -C repo missing --json --upstream master "$base..has"
json_is 'one of the same files: taken for it' "$fix" '[.missing[].id] | join(" ")'

# A marker of an edited subject, and a namesake of the patch that is another change.
change marked 'Ann Ash' 2023-02-01 test/third.c $'int third;' "$base" <<<$'doc: add a year\n\ncommit '"$third upstream." >/dev/null
review --json --upstream master "$base..marked"
json_is 'the marker and the change agree: the namesake is not meant' "marker $third" \
	'.patches[0].upstream | "\(.how) \(.id)"'

# What the target has already, by a marker, and what trying it shows. The shipped rules decide.
shipped()
{
	run "$WINNOW" -C repo review --no-model --now 2024-03-01 --json --upstream master "$@"
}
# judged N: its verdict, and the rules about what is there that apply.
judged()
{
	json --argjson n "$1" '.patches[$n] |
		"\(.verdict) \([.reasons[].rule | select(startswith("presence."))] | join(" "))"'
}
says_of()
{
	json --argjson n "$1" --arg rule "$2" '.patches[$n].reasons[] | select(.rule == $rule).says'
}
wide=$(change master 'Ben Birch' 2023-01-10 pool/limits.c $'int low;\nint mid;\nint high;\nint top;' <<<'pool: limits')
both=$(change master 'Ben Birch' 2023-01-11 pool/limits.c $'long low;\nint mid;\nint high;\nlong top;' <<<'pool: long limits')
change halves 'Ben Birch' 2023-02-01 pool/limits.c $'int low;\nint mid;\nint high;\nint top;' "$base" <<<$'pool: limits\n\ncommit '"$wide upstream." >/dev/null
change halves 'Ben Birch' 2023-02-02 pool/limits.c $'long low;\nint mid;\nint high;\nint top;' <<<$'pool: long limits\n\ncommit '"$both upstream." >/dev/null
half=$(git -C repo rev-parse halves)
change halves 'Ben Birch' 2023-02-03 pool/limits.c $'long low;\nint mid;\nint high;\nlong top;' <<<$'pool: long limits\n\ncommit '"$both upstream." >/dev/null
shipped "$base..halves"
json_is 'the rest of what is queued: two halves?' 'ask presence.already-in-part' \
	judged 2
json_is 'where the other half is' "${both:0:12} (\"pool: long limits\") is queued before it, at 2, with another change than this, which applies on top of it: two halves of one commit?" \
	says_of 2 presence.already-in-part
# mailed RANGE: what drafts say below what they quote, in one line.
mailed()
{
	run "$WINNOW" -c user.name=Greta -c user.email=greta@example.org -C repo reply -q --no-model --now 2024-03-01 \
		--upstream master -o - "$@"
	sed '1,/^$/d; /^>/d' "$work/out" | tr '\n' ' '
}
matches 'a mail says the same of the queue' \
	"${both:0:12} \\(\"pool: long limits\"\\), which it names, is queued before it already, with another change\\." <(mailed "$base..halves")
matches 'and of the tree' 'which it names, is in the stable tree already, with another change' <(mailed "$half..halves")
change misnamed 'Ben Birch' 2023-02-03 pool/limits.c $'int low;\nint mid;\nint high;\nlong top;' halves \
	<<<$'pool: another matter\n\ncommit '"$both upstream." >/dev/null
matches 'what two facts are about it names once' \
	"It names ${both:0:12} \\(\"pool: long limits\"\\), which is in the stable tree already, but its subject" <(mailed "halves..misnamed")
shipped "$half..halves"
json_is 'the rest of what the base has: the same' 'ask presence.already-in-part' \
	judged 0
git -C repo format-patch -q -1 --stdout halves >rest.patch
shipped --onto "$half" rest.patch
json_is 'the same by mail' 'ask presence.already-in-part' \
	judged 0
shipped --onto halves rest.patch
json_is 'where it is all there, it is dropped' 'drop presence.already' \
	judged 0

# The base is tried, and what only the branch beyond it has is not there yet: that it applies says nothing.
shipped --onto "$half^" --target halves rest.patch
json_is 'in the branch beyond the base by another change: dropped' 'drop presence.already' judged 0
git -C repo format-patch -q -1 --stdout "$both" >same.patch
shipped --onto "$half^" --target halves same.patch
json_is 'in the branch beyond the base, and it applies to the base: dropped' 'drop presence.already' judged 0
sed 's/^From: .*/From: Eve Elm <eve@example.org>/' rest.patch >hers.patch
shipped --onto "$half" --target halves hers.patch
json_is 'in the base by another change, whatever the branch has: asked' 'ask presence.already-in-part' judged 0

# Taken back by hand, without a word of it: the marker says that it is there, the tree that it is not.
change unsaid 'Ben Birch' 2023-02-04 pool/limits.c $'int low;\nint mid;\nint high;\nint top;' halves <<<'pool: go back a little' >/dev/null
unsaid=$(git -C repo rev-parse unsaid)
change unsaid 'Ben Birch' 2023-02-05 pool/limits.c $'long low;\nint mid;\nint high;\nint top;' <<<$'pool: long limits\n\ncommit '"$both upstream." >/dev/null
shipped "$unsaid..unsaid"
json_is 'there by its marker, and its change was, once' 'ask presence.already-applies' \
	judged 0
git -C repo format-patch -q -1 --stdout "$both" >whole.patch
echo "commit $both upstream." | sed -i '/^---$/{
r /dev/stdin
N
}' whole.patch
shipped --onto "$unsaid" whole.patch
json_is 'there, and yet it applies: asked' ask '.patches[0].verdict'

# Commits that the base has themselves, by their ids: with a commit of upstream's, without one, in a range.
shipped --onto halves "$half"
json_is 'a commit of the base, by its id: dropped' 'drop presence.already' judged 0
shipped --onto unsaid "$unsaid"
json_is 'one that upstream has none of' 'drop presence.already' judged 0
matches 'is told by its id' "${unsaid:0:12} .* is in the base" <(says_of 0 presence.already)
shipped --onto unsaid "$half..$unsaid"
json_is 'as a range' 'drop presence.already' judged 0
shipped --onto "$half" "$unsaid"
json_is 'a base without it: not dropped' false '.patches[0].verdict == "drop"'

# The very change, lost again without a word: what the messages say and what the files say are both told.
old=$(git -C repo show "$both^:pool/limits.c") && whole=$(git -C repo show "$both:pool/limits.c")
change lost 'Ben Birch' 2023-02-07 pool/limits.c "$whole" "$both^" <<<$'pool: long limits\n\ncommit '"$both upstream." >/dev/null
change lost 'Ben Birch' 2023-02-08 pool/limits.c "$old" <<<'pool: short again' >/dev/null
lost=$(git -C repo rev-parse lost)
change lost 'Ben Birch' 2023-02-09 pool/limits.c "$whole" <<<$'pool: long limits\n\ncommit '"$both upstream." >/dev/null
shipped "$lost..lost"
json_is 'the same change, there and not there: asked' 'ask presence.already-applies' \
	judged 0
matches 'and both are named' 'is in the base, and yet the patch applies' "$work/out"

# What is left of a backport that is there already may be white space.
half=$(git -C repo rev-parse halves)
change blanks 'Ben Birch' 2023-02-06 pool/limits.c $'long low;\nint mid;\nint high;\nlong  top;' "$half" <<<$'pool: long limits\n\ncommit '"$both upstream." >/dev/null
shipped "$half..blanks"
json_is 'no more than white space: there already' 'drop presence.already' \
	judged 0

# Upstream took back a commit of this name, and this is another change.
gone=$(change master 'Cem Cole' 2023-01-20 doc/gone.c $'int to_go;' <<<'doc: one to go')
change master 'Cem Cole' 2023-01-21 doc/gone.c - <<<$'Revert "doc: one to go"\n\nThis reverts commit '"$gone." >/dev/null
change going 'Cem Cole' 2023-02-01 doc/other.c $'int something_else_entirely;' "$base" <<<'doc: one to go' >/dev/null
change going 'Cem Cole' 2023-02-02 doc/gone.c $'int to_go;' <<<$'doc: one to go\n\ncommit '"$gone upstream." >/dev/null
shipped "$base..going"
json_is 'a namesake was taken back: asked' ask '.patches[0].verdict'
same 'in so many words' "is it this one? Upstream took back a commit of its subject: " \
	"$(says_of 0 followup.reverted-namesake | cut -c 1-60)"
json_is 'the commit itself was: dropped' drop '.patches[1].verdict'

# Brought, taken back and brought again, and the branch's is written anew: the one that stayed.
change master 'Ben Birch' 2023-01-22 pool/peer.c $'int hash_it;\nint then_lock_it;' <<<'pool: hash peers' >/dev/null
change master 'Ben Birch' 2023-01-23 pool/peer.c - <<<$'Revert "pool: hash peers"\n\nThis reverts commit '"$(git -C repo rev-parse master)." >/dev/null
stayed=$(change master 'Ben Birch' 2023-01-24 pool/peer.c $'int lock_it;\nint then_hash_it;' <<<'pool: hash peers')
change anew 'Ben Birch' 2023-02-01 pool/peer.c $'int written_for_this_tree;' "$base" <<<'pool: hash peers' >/dev/null
review --json --upstream master "$base..anew"
json_is 'written anew: the one that upstream stayed with' "$stayed" '.patches[0].upstream.id'

# A tag that names an own commit of the queue by its id: what upstream has of that subject is another.
update=$(change named 'Cem Cole' 2023-02-01 doc/years.c $'int of_1812;' "$base" <<<'doc: add a year')
change named 'Cem Cole' 2023-02-02 doc/years.c $'int of_1813;' \
	<<<$'doc: another year\n\nFixes: '"${update:0:12} (\"doc: add a year\")" >/dev/null
change named 'Cem Cole' 2023-02-03 doc/years.c $'int of_1814;' <<<'doc: yet another year' >/dev/null
review --json --upstream master "$base..named"
json_is 'an own commit is known by its id before its subject' \
	"${update:0:12} (\"doc: add a year\") brought the bug and is queued before it, at 1" \
	'.patches[1].facts[] | select(.kind == "presence.repaired").says'

# A revert that takes back more than its name says.
ground=$(change wide 'Ann Ash' 2023-01-31 doc/wide.c $'int nil;' "$base" <<<'doc: start')
wide=$(change wide 'Cem Cole' 2023-02-01 doc/wide.c $'int nil;\nint one;\nint two;' <<<'doc: go wide')
change wide 'Cem Cole' 2023-02-03 doc/wide.c $'int zero;' \
	<<<$'Revert "doc: go wide"\n\nThis reverts commit '"$wide and more." >/dev/null
shipped "$ground..wide"
matches 'nothing is said to be put there' 'are both wanted\? the queue takes it back, and the two do not cancel out:' \
	<(says_of 0 followup.replaced-in-queue)
json_is 'its revert is nobody who needs it' '' \
	'.patches[0].facts[] | select(.kind == "role.needed" and (.says | contains("at 2"))).says'

# The same mail twice, with no tree to try it on.
cat rest.patch rest.patch >twice.mbox
shipped twice.mbox
json_is 'the same twice: dropped' 'drop presence.already' judged 1

done_testing
