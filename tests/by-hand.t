#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Patches that do not apply though their bug is there, and patches that do though it is not.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)

# save SUBJECT [BODY]: commit the work tree of repo on the branch at hand; prints the id.
save()
{
	git -C repo add -A && git -C repo -c user.name='Ann Ash' -c user.email=ann@example.org \
		-c commit.gpgsign=false commit -q --date 2022-01-01T00:00:00Z -m "$1${2:+

$2}" && git -C repo rev-parse HEAD
}

shipped()
{
	run "$WINNOW" -C repo review --json --now 2024-03-01 --upstream master "$@"
}
facts() { json --arg kind "$1" '.patches[-1].facts[] | select(.kind == $kind) | "\(if .state then .state + " " else "" end)\(.says)"'; }
decided() { json '.patches[-1] | "\(.verdict) \([.reasons[].rule | select(startswith("applies") or startswith("prereq"))] | join(" "))"'; }
numbered() { seq -f 'statement(%g);' "$1" "$2"; }

git init -q -b master repo
mkdir repo/fan
numbered 1 60 >repo/fan/fan.c
numbered 1 30 >repo/fan/other.c
base=$(save 'fan: begin')
sed -i 's/(20);/(twenty, 0);/' repo/fan/fan.c
bug=$(save 'fan: count twenty')
git -C repo branch stable
# What only upstream has: a rewrite of what stands beside the line that the fix changes.
sed -i 's/(22);/(22, of_a_rewrite);/; s/(24);/(24, of_a_rewrite);/; s/(40);/(40, of_a_rewrite);/' repo/fan/fan.c
seq -f 'rewrite_%g();' 1 200 >>repo/fan/fan.c
printf 'static int only_there(int x)\n{\n\treturn x;\n}\n' >>repo/fan/fan.c
save 'fan: rewrite the rest' >/dev/null
sed -i 's/(twenty, 0);/(twenty, 1);/; s/(25);/(25, 1);/' repo/fan/fan.c
fix=$(save 'fan: twenty is one' "Fixes: ${bug:0:12} (\"fan: count twenty\")")
sed -i 's/(24, of_a_rewrite);/(24, of_a_repair);/; s/(22, of/(22, still of/' repo/fan/fan.c
strange=$(save 'fan: repair the rewrite' "Fixes: ${bug:0:12} (\"fan: count twenty\")")
sed -i 's/(26);/(26, 2);/' repo/fan/fan.c
behind=$(save 'fan: twenty-six is two' "Fixes: ${bug:0:12} (\"fan: count twenty\")")
sed -i 's/(21);/(21, only_there(1));/' repo/fan/fan.c
named=$(save 'fan: it is only there' "Fixes: ${bug:0:12} (\"fan: count twenty\")")
sed -i 's/(24, of_a_repair);/(24, of_a_repair, 0);/' repo/fan/fan.c
untold=$(save 'fan: another way')
sed -i 's/(26, 2);/(26, 3);/; s/(28);/(28, 3);/' repo/fan/fan.c
wanted=$(save 'fan: twenty-six is three' 'Cc: stable@example.org')

# It changes what is there, and stands between what is not.
shipped --onto stable "$fix"
json_is 'a backport of its own' 'keep applies.by-hand' decided
json_is 'the words' 'it needs its own backport: it does not apply at fan/fan.c:17, hunk 1 of 1, but all 2 lines that it removes are in the target, and 8 of the 10 around' \
	facts applies.by-hand
json_is 'and that it does not apply is told, too' 'it does not apply to the target: fan/fan.c:17, hunk 1 of 1' facts applies.not
run "$WINNOW" -C repo review --format long --now 2024-03-01 --upstream master --onto stable "$fix"
matches 'a reader sees it' '=> it needs its own backport: it does not apply at fan/fan.c:17, hunk 1 of 1, but' out

shipped --onto stable "$strange"
json_is 'half of what it removes is not there' '' facts applies.by-hand
json_is 'that is asked' ask '.patches[0].verdict'
shipped --onto stable "$untold"
json_is 'without a Fixes: nobody knows that the bug is there' '' facts applies.by-hand
shipped --onto stable "$wanted"
json_is 'nor does who asks for stable, where half of it is not there' '' facts applies.by-hand
git -C repo checkout -q -B twenty-six stable
sed -i 's/(26);/(26, 2);/' repo/fan/fan.c
save 'fan: twenty-six is two already' >/dev/null
shipped --onto twenty-six "$wanted"
json_is 'who asks for stable has an answer' 'keep applies.by-hand-asked' decided
shipped --onto stable "$named"
json_is 'what uses names that are not there takes more than that' '' facts applies.by-hand
matches 'which is told' 'it uses only_there, which the target lacks' out
shipped --onto stable "$strange" "$behind"
json_is 'behind one that nobody can adapt' 'it needs its own backport: it does not apply at fan/fan.c:23, hunk 1 of 1, after the patch at 1 did not either, but the line that it removes is in the target, and 4 of the 6 around' \
	facts applies.by-hand
shipped --onto stable "$fix" "$behind"
json_is 'behind one that somebody can' 'it needs its own backport: it does not apply at fan/fan.c:23, hunk 1 of 1, after the patch at 1 did not either, but the line that it removes is in the target, and 4 of the 6 around' \
	facts applies.by-hand
shipped --onto "$base" "$fix"
json_is 'the bug is not there' '' facts applies.by-hand

# --- lines that are there though what broke them is not

git -C repo checkout -q -B away "$base"
sed -i 's/(10);/(ten_of_the_new_way);/' repo/fan/other.c
echo 'the_new_way(which, is, long);' >>repo/fan/fan.c
new=$(save 'fan: the new way')
sed -i 's/(5);/(5, for_the_new_way);/' repo/fan/other.c
late=$(save 'fan: five knows the new way' "Fixes: ${new:0:12} (\"fan: the new way\")")
shipped --upstream away --onto "$base" "$late"
json_is 'older than what broke them' "missing the line that it removes is in the target, but no line that ${new:0:12} added is" \
	facts presence.code
json_is 'so the bug is not there' drop '.patches[0].verdict'

# Of a file that it does not touch they are not of its making.
git -C repo checkout -q -B beside "$base"
echo 'the_new_way(which, is, long);' >>repo/fan/fan.c
beside=$(save 'fan: a way beside')
sed -i 's/(5);/(5, for_the_way);/; s/(6);/(6, for_the_way);/' repo/fan/other.c
tag="Fixes: ${beside:0:12} (\"fan: a way beside\")"
later=$(save 'fan: five and six' "$tag")
git -C repo checkout -q -B beside-asked "$beside"
git -C repo checkout -q "$later" -- fan
asked=$(save 'fan: five and six' "$tag
Cc: stable@example.org")
shipped --upstream beside-asked --onto "$base" "$asked"
json_is 'of other files' "base ${beside:0:12} (\"fan: a way beside\"), which its Fixes: names, is not in the target and changes none of this patch's files, yet of this patch all 2 lines that it removes are there" \
	facts presence.code
json_is 'is asked about where its author asked for stable' ask '.patches[0].verdict'
git -C repo format-patch -q -1 -o mailed "$later" && cat repo/mailed/*.patch >mailed.mbox && rm -r repo/mailed
shipped --upstream beside --onto "$base" mailed.mbox
json_is 'or somebody made a patch of it' ask '.patches[0].verdict'
shipped --upstream beside --onto "$base" "$later"
json_is 'of other files, and nobody asked' "missing all 2 lines that it removes are in the target, but no line that ${beside:0:12} added is" \
	facts presence.code
json_is 'is dropped' drop '.patches[0].verdict'
git -C repo checkout -q -B apart "$base"
sed -i 's/(3);/(3, apart);/' repo/fan/other.c
save 'fan: three is apart' >/dev/null
shipped --upstream beside-asked --onto apart "$asked"
json_is 'nor where not all stands around it that stood there' drop '.patches[0].verdict'

# What is missing is a repair of what is there, and so not all of the bug.
git -C repo checkout -q -B repaired stable
sed -i 's/(twenty, 0);/(twenty, 5);/' repo/fan/fan.c
half=$(save 'fan: twenty is five' "Fixes: ${bug:0:12} (\"fan: count twenty\")")
sed -i 's/(twenty, 5);/(twenty, 1);/' repo/fan/fan.c
whole=$(save 'fan: twenty is one after all' "Fixes: ${half:0:12} (\"fan: twenty is five\")")
shipped --upstream repaired --onto stable "$whole"
json_is 'a repair of a missing repair' "${half:0:12} (\"fan: twenty is five\"), which its Fixes: names, is missing, and itself repairs ${bug:0:12} (\"fan: count twenty\"), which is in the base" \
	facts presence.culprit-repairs
json_is 'is asked about' ask '.patches[0].verdict'
shipped --upstream repaired --onto "$base" "$whole"
json_is 'and dropped where there is nothing of it' drop '.patches[0].verdict'

# Taken over without a word.
git -C repo checkout -q -B copied "$base"
git -C repo checkout -q "$new" -- fan && echo 'int ours;' >>repo/fan/fan.c
save 'fan: what we made of it' >/dev/null
shipped --upstream away --onto copied "$late"
json_is 'it is there, unseen' "base ${new:0:12} (\"fan: the new way\"), which its Fixes: names, is not in the target, yet of this patch the line that it removes is there" \
	facts presence.code
json_is 'and that is asked' ask '.patches[0].verdict'

# What removes only: its lines are all there still, or gone.
git -C repo checkout -q -B shrink "$base"
sed -i '/(12);/d; /(13);/d' repo/fan/other.c
less=$(save 'fan: less')
sed -i 's/(5);/(5, for_want_of_twelve);/' repo/fan/other.c
want=$(save 'fan: five does for twelve' "Fixes: ${less:0:12} (\"fan: less\")")
shipped --upstream shrink --onto "$base" "$want"
json_is 'what it took away is there' "missing the line that it removes is in the target, and so is all that ${less:0:12} removed" \
	facts presence.code
git -C repo checkout -q -B shrunk "$base"
sed -i '/(12);/d' repo/fan/other.c
save 'fan: no twelve' >/dev/null
shipped --upstream shrink --onto shrunk "$want"
json_is 'not all of it' "base ${less:0:12} (\"fan: less\"), which its Fixes: names, is not in the target, yet of this patch the line that it removes is there" \
	 facts presence.code

done_testing
