#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the other maintained trees of a project did with a patch is evidence, and a newer one that needs it is asked about.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)
# at DAY BRANCH PATH CONTENT: the next commit of BRANCH, its message from standard input; sets id.
at()
{
	id=$(change "$2" 'Ann Ash' "2022-01-$1" "$3" "$4")
}
lines()
{
	printf 'int %s_one;\nint %s_two;\nint %s_three;\nint %s_four;\n' "$1" "$1" "$1" "$1"
}
# took DAY BRANCH ID PATH CONTENT: a backport of upstream's ID
took()
{
	at "$1" "$2" "$4" "$5" <<<"$(git -C repo log -1 --format=%s "$3")

[ Upstream commit $3 ]"
}
# said: the facts about other trees, and the rules that they led to
said()
{
	json '.patches[-1] | [.facts[] | select(.kind | startswith("sibling.")) | "\(.kind): \(.says)"],
		[.reasons[].rule | select(startswith("sibling."))] | .[]'
}
ask()
{
	run "$WINNOW" -C repo review --rules "$top/rules" --no-default-rules --now 2024-03-01 --no-model \
		--upstream master --json "$@"
}

at 01 master lib/a.c "$(lines a)" <<<'lib: start'
at 02 master lib/cache.c "$(lines cache)" <<<'lib: add a cache'
cache=$id
for version in 5.4 5.10 5.15 6.1; do
	git -C repo update-ref "refs/heads/linux-$version.y" "$id"
	at 03 master lib/$version.c "$(lines x)" <<<"lib: on to after $version"
done
at 04 master lib/cache.c "$(lines cache | sed s/two/2/)" <<<"lib: mend the cache

Fixes: ${cache:0:12} (\"lib: add a cache\")"
mend=$id
at 05 master lib/other.c "$(lines other)" <<<"lib: mend the cache elsewhere

Fixes: ${mend:0:12} (\"lib: mend the cache\")"
elsewhere=$id
at 05 master lib/cache.c "$(lines cache | sed 's/two/2/; s/one/1/')" <<<"lib: mend what mended the cache

Fixes: ${mend:0:12} (\"lib: mend the cache\")"
fix=$id
took 06 linux-5.4.y "$mend" lib/cache.c "$(lines cache | sed s/two/2/)"
in_old=$id
took 07 linux-5.4.y "$fix" lib/cache.c "$(lines cache | sed 's/two/2/; s/one/1/')"
fix_in_old=$id
took 06 linux-6.1.y "$mend" lib/cache.c "$(lines cache | sed s/two/2/)"
in_new=$id
git -C repo format-patch -q --subject-prefix 'PATCH 5.10' --stdout -1 "$mend" >mend.mbox
mails=(--onto linux-5.10.y mend.mbox)

ask "${mails[@]}"
same 'without trees nothing is said of them' '' "$(said)"
cp "$work/out" without.json
trees=(--trees 'linux-*.y')
ask "${trees[@]}" "${mails[@]}"
same 'a newer tree has the bug and lacks it; others took it, and its fix' \
	"sibling.took: of 3 other trees 2 took it: 5.4 as ${in_old:0:12}, 6.1 as ${in_new:0:12}
sibling.newer-lacks: newer 5.15 has the bug and lacks it: ${cache:0:12} (\"lib: add a cache\"), which its Fixes: names, is in it
sibling.took-fix: of 3 other trees 1 took ${fix:0:12} (\"lib: mend what mended the cache\"): 5.4 as ${fix_in_old:0:12}
sibling.newer-lacks
sibling.took" "$(said)"
matches 'with the line that shows it' '"proof": "Fixes: '"${cache:0:12}" "$work/out"
cp "$work/out" configured.json
git -C repo config winnow.tree 'linux-*.y'
ask "${mails[@]}"
same 'configured the same' configured.json "$work/out"
git -C repo config --unset winnow.tree
ask "${mails[@]}"
same 'and not, the same as before' without.json "$work/out"

# The same change proposed for that tree, too, is on its way there.
git -C repo format-patch -q --subject-prefix 'PATCH 5.15' --stdout -1 "$mend" >>mend.mbox
ask "${trees[@]}" "${mails[@]}"
same 'mailed for both' '' "$(json '.patches[].facts[] | select(.kind == "sibling.newer-lacks") | .says')"
git -C repo format-patch -q --subject-prefix 'PATCH 5.10-5.15' --stdout -1 "$mend" >range.mbox
ask "${trees[@]}" --onto linux-5.10.y range.mbox
same 'or as a range' '' "$(json '.patches[].facts[] | select(.kind == "sibling.newer-lacks") | .says')"

# Not where the tree is the newest, its bug is not there, or it took it.
ask "${trees[@]}" --onto linux-6.1.y~1 "$mend"
same 'of the newest nothing is newer' 'sibling.took' "$(said | grep -o '^sibling[a-z.-]*' | head -n 1)"
ask "${trees[@]}" --onto linux-5.10.y "$fix"
same 'what is repaired is in no newer tree but one' "newer 6.1 has the bug and lacks it: ${mend:0:12}" \
	"$(json '.patches[].facts[] | select(.kind == "sibling.newer-lacks") | .says' | sed -n 's/^\(newer 6.1[^(]*\) (.*/\1/p')"
took 08 linux-5.15.y "$mend" lib/cache.c "$(lines cache | sed s/two/2/)"
ask "${trees[@]}" --onto linux-5.10.y "$mend"
same 'it took it' '' "$(json '.patches[].facts[] | select(.kind == "sibling.newer-lacks") | .says')"

# Taken and taken back.
at 09 linux-5.15.y lib/cache.c "$(lines cache)" <<<"Revert \"lib: mend the cache\"

This reverts commit $id."
ask "${trees[@]}" --onto linux-5.10.y "$mend"
same 'a tree took it back' "5.15 took it, and took it back with ${id:0:12}" \
	"$(json '.patches[].facts[] | select(.kind == "sibling.took-back") | .says')"
same 'which asks' 'ask sibling.took-back' "$(json '.patches[0] | "\(.verdict) \(.reasons[0].rule)"')"

# What people decided for another tree.
dropped()
{
	json '.patches[0] | (.facts[] | select(.kind == "sibling.dropped") | .says), (.reasons[] | select(.rule == "sibling.dropped") | .weight < 0)'
}
for version in 5.12 5.13; do
	git -C repo update-ref "refs/heads/linux-$version.y" linux-5.10.y
	at 09 "linux-$version.y" "lib/$version.c" "$(lines own)" <<<"lib: of $version alone"
done
# decided LINE...: a file of these decisions on the mend
decided()
{
	printf '%s\n' '# winnow decisions 1' "${@/#/$mend  }" >decided
	ask "${trees[@]}" --onto linux-5.10.y --decisions decided "$mend"
}
decided '5.13  drop  2024-02-01  ann  the driver is off'
same 'what another tree dropped is told with who and why, and weighs' \
	$'in 5.13 it was dropped: ann decided on 2024-02-01: the driver is off\ntrue' "$(dropped)"
decided '5.13  drop  2024-02-01  ann  x' '5.12  drop  2024-02-02  bob'
same 'each of them, in the order of the trees' \
	$'in 5.12 it was dropped: bob decided on 2024-02-02\nin 5.13 it was dropped: ann decided on 2024-02-01: x\ntrue' "$(dropped)"
decided '*  drop  2024-02-01  ann' '5.10  drop  2024-02-01  ann' '4.19  drop  2024-02-01  ann' '5.13  ask  2024-02-01  ann'
same 'not what was dropped everywhere, here, or in a tree that is not of the set' '' "$(dropped)"
decided '5.13  drop  2024-02-01  ann' '5.13  keep  2024-02-02  bob'
same 'nor what somebody kept later' '' "$(dropped)"
decided '5.13  drop  2024-02-01  ann  until 2024-02-20'
same 'nor what was to last until a day that has come' '' "$(dropped)"
decided '5.13  drop  2024-02-01  ann  until 2024-03-20'
same 'but until one that has not' 'in 5.13 it was dropped: ann decided on 2024-02-01 until 2024-03-20' "$(dropped | head -n 1)"
decided "5.12  drop  2024-02-01  ann  until ${cache:0:12} is in" "5.13  drop  2024-02-01  ann  until ${fix:0:12} is in"
same 'or until that other tree has a commit' "in 5.13 it was dropped: ann decided on 2024-02-01 until ${fix:0:12} is in" \
	"$(dropped | head -n 1)"
decided '6.1  drop  2022-01-06  ann  not yet'
same 'nor by a tree that took it since' '' "$(dropped)"
ask --tree mine=linux-5.13.y --onto linux-5.10.y --decisions decided "$mend"
printf '%s\n' '# winnow decisions 1' "$mend  5.13  drop  2024-02-01  ann" >decided
ask --tree mine=linux-5.13.y --onto linux-5.10.y --decisions decided "$mend"
same 'a tree is known by its version, too' 'in mine it was dropped: ann decided on 2024-02-01' "$(dropped | head -n 1)"
echo "$mend" >ids
run "$WINNOW" -C repo explain --queue ids --rules "$top/rules" --no-default-rules --now 2024-03-01 --no-model --upstream master \
	"${trees[@]}" --onto linux-5.10.y --decisions decided 1
matches 'for people, too' 'in 5[.]13 it was dropped: ann decided' "$work/out"
git -C repo update-ref -d refs/heads/linux-5.12.y
git -C repo update-ref -d refs/heads/linux-5.13.y

# The own tree is no other, whatever it is called.
ask "${trees[@]}" --tree mine=linux-5.10.y --onto linux-5.10.y "$mend"
same 'by another name' '' "$(said | grep -E 'mine|5[.]10')"
ask --tree gone=nowhere "${trees[@]}" --onto linux-5.10.y "$mend"
same 'what is not there is told once' "winnow: warning: --tree: tree 'gone' is left out: no commit 'nowhere' in repository 'repo'" \
	"$(cat "$work/err")"

# What upstream took back before a tree began, the tree did not take back.
at 11 master lib/a.c "$(lines a | sed s/one/1/)" <<<'lib: mend it blindly'
blind=$id
at 12 master lib/a.c "$(lines a)" <<<"Revert \"lib: mend it blindly\"

This reverts commit $blind."
git -C repo update-ref refs/heads/linux-6.6.y "$id"
ask "${trees[@]}" --onto linux-5.10.y "$blind"
same 'what came taken back' '' "$(json '.patches[].facts[] | select(.kind == "sibling.took-back") | .says')"
git -C repo update-ref -d refs/heads/linux-6.6.y

# What is missing: what others took stands first.
took 10 linux-5.10.y "$mend" lib/cache.c "$(lines cache | sed s/two/2/)"
lacks()
{
	run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master "$@" linux-5.10.y
}
lacks --format tsv
same 'in the order of upstream' "$elsewhere $fix" "$(sed 1d "$work/out" | cut -f 1 | paste -sd ' ')"
lacks --format tsv "${trees[@]}"
same 'what another tree took first' "$fix $elsewhere" "$(sed 1d "$work/out" | cut -f 1 | paste -sd ' ')"
same 'with a column of those' 'took 5.4 ' "$(cut -f 10 "$work/out" | paste -sd ' ')"
lacks --format html "${trees[@]}"
matches 'which a page says' "^<p>of 3 other trees 1 took it: 5.4 as ${fix_in_old:0:12}</p>$" "$work/out"
lacks --format markdown "${trees[@]}"
matches 'and a table' "; of 3 other trees 1 took it: 5.4 as ${fix_in_old:0:12} |$" "$work/out"
lacks "${trees[@]}"
matches 'which is said' "^    of 3 other trees 1 took it: 5.4 as ${fix_in_old:0:12}$" "$work/out"
lacks --json "${trees[@]}"
cp "$work/out" missing.json
same 'in JSON' '[1,["5.4"],null,null]' "$(jq -c '[.missing[].others | .took, .trees]' missing.json)"
ask_begin
ok 'as the schema says' ask schema missing.json "$top/data/schema/missing-1.json"
done_testing
