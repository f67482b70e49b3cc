#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The maintained trees of a project as a set, and how upstream commits stand in each.
. "$(dirname "$0")/lib.sh"

# at DAY BRANCH PATH CONTENT [START]: the next commit of BRANCH, its message from standard input; sets id.
at()
{
	id=$(change "$2" 'Ann Ash' "2022-01-$1" "$3" "$4" "${5-}")
}
# trees ARGUMENT...: as TSV, which cell() looks into
trees()
{
	run "$WINNOW" -C repo trees --now 2024-03-01 --upstream master --index trees.index --format tsv "$@"
}
# cell COLUMN [ID]: NAME=VALUE of each tree, of the only commit or of ID
cell()
{
	[ "$status" -eq 0 ] || cat "$work/err"
	awk -F '\t' -v column="$1" -v id="${2-}" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) at = i; next }
		id == "" || index($1, id) == 1 { printf "%s%s=%s", n++ ? " " : "", $2, $at }' "$work/out"
}
lines()
{
	printf 'int %s_one;\nint %s_two;\nint %s_three;\nint %s_four;\n' "$1" "$1" "$1" "$1"
}

at 01 master lib/a.c "$(lines a)" <<<'lib: start'
start=$id
git -C repo tag v1.0
git -C repo update-ref refs/heads/stable-1.0 "$start"
at 02 master lib/cache.c "$(lines cache)" <<<'lib: add a cache'
cache=$id
git -C repo tag v1.1
for branch in stable-1.1 stable-1.1-took stable-1.1-back stable-1.1-other; do
	git -C repo update-ref "refs/heads/$branch" "$cache"
done
at 03 master lib/cache.c "$(lines cache | sed s/two/2/)" <<<"lib: mend the cache

Fixes: ${cache:0:12} (\"lib: add a cache\")"
mend=$id
git -C repo tag v1.2-rc1
at 04 master lib/b.c "$(lines b)" <<<'lib: something else'
git -C repo tag v1.2
git -C repo tag just-a-name
git -C repo update-ref refs/heads/stable-1.2 "$id"

# One took it, one took it and took it back, one has rewritten the line.
for branch in took back; do
	at 05 stable-1.1-$branch lib/c.c "$(lines c)" <<<'lib: of its own'
	at 06 stable-1.1-$branch lib/cache.c "$(lines cache | sed s/two/2/)" <<<"lib: mend the cache

[ Upstream commit $mend ]"
	declare "$branch=$id"
done
git -C repo tag v1.1.0.1 stable-1.1-took~1
git -C repo tag v1.1.1-rc1 stable-1.1-took
git -C repo tag v1.1.1 stable-1.1-took
at 07 stable-1.1-took lib/c.c "$(lines d)" <<<'lib: later'
git -C repo tag v1.1.2 stable-1.1-took
at 07 stable-1.1-back lib/cache.c "$(lines cache)" <<<"Revert \"lib: mend the cache\"

This reverts commit $back."
revert=$id
at 05 stable-1.1-other lib/cache.c "$(lines cache | sed 's/int cache_two/long cache_second/')" <<<'lib: rewrite it'

trees --trees 'stable-*' "$mend"
same 'the states of a fix' \
	'1.0=bug-not-there stable-1.1=needs stable-1.1-back=reverted stable-1.1-other=needs-work stable-1.1-took=has 1.2=has' \
	"$(cell state)"
same 'what shows it: who brought it, who took it back' \
	"1.0= stable-1.1= stable-1.1-back=$revert stable-1.1-other= stable-1.1-took=$took 1.2=" "$(cell commit)"
same 'the first release, no candidate' \
	'1.0= stable-1.1= stable-1.1-back= stable-1.1-other= stable-1.1-took=v1.1.1 1.2=v1.2' "$(cell release)"
same 'the culprit, where it is' \
	'1.0=not-there stable-1.1=there stable-1.1-back= stable-1.1-other=there stable-1.1-took= 1.2=' "$(cell culprit_state)"
matches 'where it does not apply' 'stable-1.1-other.*, is in it; it does not apply at lib/cache.c' "$work/out"
cp "$work/out" once
trees --trees 'stable-*' "$mend"
same 'the same of what is kept' once "$work/out"

# A candidate only where no release has it; a tree that nobody tagged.
git -C repo tag -d v1.1.1 >/dev/null
git -C repo tag -d v1.1.2 >/dev/null
trees --tree a=stable-1.1-took --tree b=master~1 "$mend"
same 'a candidate where no release is' 'a=v1.1.1-rc1 b=v1.2-rc1' "$(cell release)"
same 'as given' 'a=has b=has' "$(cell state)"

# An empty revision is no HEAD.
for empty in a= "a=stable-1.1-took,"; do
	trees --tree "$empty" --tree b=master "$mend"
	same "nothing is named: $empty" b=has "$(cell state)"
	matches 'that is told' "tree 'a' is left out: no branch is named" "$work/err"
done

# A backport of the culprit is the culprit; what a tree took of it without the rest is not enough.
at 08 stable-1.0 lib/cache.c "$(lines cache)" <<<"lib: add a cache

[ Upstream commit $cache ]"
trees --trees 'stable-1.0' "$mend"
same 'the bug came with a backport' "1.0=needs" "$(cell state)"
same 'which is named' "1.0=$id" "$(cell culprit_commit)"
git -C repo update-ref refs/heads/gone "$id"
at 09 gone lib/cache.c "$(lines none)" <<<"Revert \"lib: add a cache\"

This reverts commit $id."
trees --tree gone=gone "$mend"
same 'and went with its revert' 'gone=bug-not-there' "$(cell state)"
matches 'which is said' 'which its Fixes: names, was taken back there$' "$work/out"

# On top of another one; upstream's own revert; no culprit: the lines, and what the author asks for.
at 09 master lib/a.c "$(lines a | sed s/one/1/)" <<<'lib: count from 1'
count=$id
at 10 master lib/a.c "$(lines a | sed 's/a_one/a_1, more/')" <<<"lib: mend the count

Fixes: ${start:0:12} (\"lib: start\")"
on_top=$id
at 11 master lib/b.c "$(lines b | sed s/four/4/)" <<<'lib: mend it blindly'
blind=$id
at 12 master lib/b.c "$(lines b)" <<<"Revert \"lib: mend it blindly\"

This reverts commit $blind."
at 13 master lib/b.c "$(lines b | sed s/three/3/)" <<<"lib: mend it with open eyes

Cc: stable@example.org # 1.2"
eyes=$id
at 14 master lib/never.c "$(lines never)" <<<'lib: add what nobody has'
at 15 master lib/never.c "$(lines never | sed 's/[oe][nw]/x/g')" <<<'lib: mend what nobody has'
never=$id
trees --trees 'stable-1.[12]' "$on_top" "$blind" "$eyes" "$never"
same 'on top of another' '1.1=needs-work 1.2=needs-work' "$(cell state "$on_top")"
same 'which is said' "1.1=$count 1.2=$count" "$(cell with "$on_top")"
same 'upstream took it back' '1.1=reverted 1.2=reverted' "$(cell state "$blind")"
same 'the lines, where none is named' '1.1=bug-not-there 1.2=needs' "$(cell state "$eyes")"
same 'the file is not there' '1.1=bug-not-there 1.2=bug-not-there' "$(cell state "$never")"

# --- for people

run "$WINNOW" -C repo trees --upstream master --index trees.index --trees 'stable-1.?' "$mend" "$blind"
same 'a matrix' "commit        1.0    1.1    1.2   subject
${mend:0:12}  needs  needs  1.2   lib: mend the cache
${blind:0:12}  back   back   back  lib: mend it blindly" "$(head -n 3 "$work/out")"
matches 'what a tree lacks' '^1.1: has 0, needs 1, taken back 1$' "$work/out"
run "$WINNOW" -C repo trees --upstream master --index trees.index --trees 'stable-1.?' "$mend"
same 'one commit, a tree below the other' "  1.1  needs  ${cache:0:12} (\"lib: add a cache\"), which its Fixes: names, is in
              it
        | Fixes: ${cache:0:12} (\"lib: add a cache\")" "$(grep -A 2 '^  1.1' "$work/out")"
options=()
for n in $(seq 11 16); do
	options+=(--tree "tree-$n=stable-1.$((n % 3))")
done
run "$WINNOW" -C repo trees --upstream master --index trees.index "${options[@]}" "$mend" "$blind"
same 'six trees side by side in 80 columns, with a shorter subject' \
	"commit        tree-11  tree-12  tree-13  tree-14  tree-15  tree-16  subject
${mend:0:12}  1.2      needs    needs    1.2      needs    needs    lib: mend..." "$(head -n 2 "$work/out")"
same 'in one table' 1 "$(grep -c '^commit ' "$work/out")"
options=()
for n in $(seq 30); do
	options+=(--tree "tree-$n=stable-1.$((n % 3))")
done
run "$WINNOW" -C repo trees --upstream master --index trees.index "${options[@]}" "$mend" "$blind"
same 'thirty trees in 80 columns' '' "$(awk 'length > 80' "$work/out")"
same 'all of them' 30 "$(grep -c '^tree-[0-9]*: has' "$work/out")"
matches 'what is the same is said' '^tree-4: .* \(the same as tree-1\)$' "$work/out"
for format in html json markdown ndjson tsv text; do
	ok "as $format" "$WINNOW" -C repo trees --upstream master --index trees.index --format "$format" \
		--trees 'stable-*' "$mend"
done
run "$WINNOW" -C repo trees --upstream master --index trees.index --json --trees 'stable-*' \
	"$mend" "$on_top" "$never" stable-1.1-took~2..stable-1.1-took
cp "$work/out" trees.json
ask_begin
ok 'JSON as its schema says' ask schema trees.json "$top/data/schema/trees-1.json"
jq '.commits[0].trees[0].state = "maybe"' trees.json >bad.json
fails_with 1 'an unknown state does not fit' ask schema bad.json "$top/data/schema/trees-1.json"
json=$(jq -r '.commits[0].trees[1] | "\(.tree) \(.state) \(.culprit.id[:12]) \(.with)"' <<<"$("$WINNOW" -C repo trees \
	--upstream master --index trees.index --json --trees 'stable-*' "$mend")")
same 'JSON' "stable-1.1 needs ${cache:0:12} []" "$json"

# --- a page

at 01 hostile lib/h.c "$(lines h)" <<<'lib: <script>alert(1)</script> & "more"'
git -C repo config winnow.commitUrl 'https://example.org/{id}'
run "$WINNOW" -C repo trees --upstream master --index trees.index --format html --tree '<b>"x=stable-1.1' \
	--trees 'stable-1.?' "$mend" "$id"
git -C repo config --unset winnow.commitUrl
cp "$work/out" trees.html
matches 'a cell of the table' '^<tr><th scope=row class=id><a href="#p1">'"${mend:0:12}"'</a><td class=v-drop>needs<td ' trees.html
matches 'leads to what shows it' '^<article id=p1 class=drop><details><summary><b>needed</b>' trees.html
matches 'the line' "<blockquote>Fixes: ${cache:0:12} " trees.html
matches 'with a link to the commit' "href=\"https://example.org/$mend\"" trees.html
same 'what people wrote is text' '0 0' "$(grep -c '<script>alert' trees.html) $(grep -c '<b>"x' trees.html)"
same 'in the table, and in the entry' 2 "$(grep -c '&lt;script&gt;alert(1)&lt;/script&gt; &amp;' trees.html)"

# --- what is asked of: a queue, a date, a revision

git -C repo format-patch -q -o "$work/queue" -1 "$mend"
run "$WINNOW" -C repo trees --upstream master --index trees.index --format tsv --trees 'stable-1.?' queue
same 'a queue' '1.0=needs 1.1=needs 1.2=has' "$(cell state)"
trees --trees 'stable-1.?' stable-1.1-took~2..stable-1.1-took
same 'a range, with what upstream never had' 'lib: mend the cache,lib: later' \
	"$(sed 1d "$work/out" | cut -f 11 | uniq | paste -sd ,)"
same 'of which nothing is known' '1.0=unknown 1.1=unknown 1.2=unknown' \
	"$(grep 'lib: later' "$work/out" | awk -F '\t' '{ printf "%s%s=%s", (NR == 1 ? "" : " "), $2, $3 }')"
trees --trees 'stable-1.?' --since v1.2
same 'the fixes since a release' 'lib: mend the count,Revert "lib: mend it blindly",lib: mend it with open eyes' \
	"$(sed 1d "$work/out" | cut -f 11 | uniq | paste -sd ,)"
trees --trees 'stable-1.?' --since 2022-01-14 --all
same 'all since a date' 'lib: add what nobody has,lib: mend what nobody has' \
	"$(sed 1d "$work/out" | cut -f 11 | uniq | paste -sd ,)"
run "$WINNOW" -C repo trees --upstream master --index trees.index --trees 'stable-1.?' --since 2031-01-01
matches 'nothing since: it says how far upstream goes' '^No commit to ask of: the newest of master is of 20[0-9-]*\.$' out
trees --trees 'stable-1.?' --since v1.2 --needed
same 'what is needed' 'lib: mend the count,lib: mend it with open eyes' \
	"$(sed 1d "$work/out" | cut -f 11 | uniq | paste -sd ,)"
fails_with 1 'which fails a CI' "$WINNOW" -C repo trees --upstream master --index trees.index --exit-code \
	--trees 'stable-1.1' "$mend"
ok 'else it does not' "$WINNOW" -C repo trees --upstream master --index trees.index --exit-code \
	--trees 'stable-1.1-took' "$mend"

# --- how trees are named

git -C repo config --add winnow.tree '1.1 stable-1.1'
git -C repo config --add winnow.tree 'stable-1.[02]'
git -C repo config --add winnow.tree 'gone nowhere'
git -C repo config --add winnow.tree 'a b c d'
git -C repo config --add winnow.tree 'no-such-*'
trees "$mend"
same 'configured, those of a pattern last' '1.1=needs 1.0=needs 1.2=has' "$(cell state)"
same 'what is wrong with them, each once' \
	"winnow: warning: winnow.tree: tree 'gone' is left out: no commit 'nowhere' in repository 'repo'
winnow: warning: winnow.tree: 'a b c d' is no 'NAME BRANCH [BASE]'
winnow: warning: winnow.tree: no branch is like 'no-such-*'" "$(cat "$work/err")"
trees --tree x=stable-1.1 --tree x=stable-1.1 --tree x=stable-1.2 --tree y=stable-1.1 "$mend"
same 'options go first; a name once, a commit twice' 'x=needs y=needs' "$(cell state)"
matches 'which is said' "tree 'x' is named twice, and 'stable-1.2' is another than 'stable-1.1', which counts" "$work/err"
fails_with 2 'none is there' "$WINNOW" -C repo trees --upstream master --index trees.index --tree x=nowhere "$mend"
matches 'which is an error' 'none of the trees that --tree or --trees names is there' "$work/err"
git -C repo config --unset-all winnow.tree
fails_with 64 'no tree at all' "$WINNOW" -C repo trees --upstream master --index trees.index "$mend"
fails_with 64 'no commit' "$WINNOW" -C repo trees --upstream master --tree x=master
fails_with 64 'both' "$WINNOW" -C repo trees --upstream master --tree x=master --since 1.week "$mend"
trees --tree $'a\e[31m\tb=stable-1.1' "$mend"
same 'no letter of a name reaches the terminal' '' "$(grep $'\e' "$work/out")"
trees --format json --tree $'a\e[31m=stable-1.1' "$mend"
same 'nor what reads the JSON' 'a?[31m' "$(jq -r '.trees[0].name' "$work/out")"
git -C repo update-ref 'refs/heads/odd,v1.1' stable-1.1-took
trees --tree 'odd=odd,v1.1' "$mend"
same 'a comma may be of the name of a branch' 'odd=has' "$(cell state)"
git -C repo update-ref -d 'refs/heads/odd,v1.1'

# A tree whose history is its own: without a base nothing is known of what it began with.
at 20 vendor lib/cache.c "$(lines cache)" <<<'Import the library, 1.1'
trees --tree vendor=vendor --tree based=vendor,v1.1 "$mend" "$cache"
at 20 vendor lib/cache.c "$(lines cache | sed 's/four/five/')" <<<'Make it ours'
trees --tree vendor=vendor "$mend"
matches 'that it shares no history says why' 'is not in it, but it shares no history with upstream' "$work/out"
trees --tree vendor=vendor~1 --tree based=vendor~1,v1.1 "$mend" "$cache"
same 'with a base, what that has is there' 'vendor=unknown based=needs' "$(cell state "$mend")"
same 'as is the culprit' 'based=has' "$(cell state "$cache" | grep -o 'based=.*')"

# What only removes lines, of which the tree has none there.
at 19 master lib/k.c $'config ONE\n\tselect CHECKSUM_TABLES\nconfig TWO\n\ttristate "the other one"\n\tdepends on BUSES\n\thelp' <<<'lib: add a list'
git -C repo update-ref refs/heads/listed "$id"
at 19 master lib/k.c $'config ONE\n\tselect CHECKSUM_TABLES\nconfig TWO\n\ttristate "the other one"\n\tselect CHECKSUM_TABLES\n\tdepends on BUSES\n\thelp' <<<'lib: say it twice'
at 19 master lib/k.c $'config ONE\n\tselect CHECKSUM_TABLES\nconfig TWO\n\ttristate "the other one"\n\tdepends on BUSES\n\thelp' <<<'lib: say it once'
trees --tree listed=listed "$id"
same 'what only removes is in no tree that has it not' 'listed=bug-not-there' "$(cell state)"
matches 'which is said' 'it only removes lines, and they are not there$' "$work/out"

# What names nothing is for whom its author asks.
at 20 master lib/a.c "$(lines a | sed 's/a_one/a_1, more/; s/four/4/')" <<<"lib: mend it where it matters

Cc: stable@example.org # 1.2"
trees --trees 'stable-1.[12]' "$id"
same 'what its author says of a tree' '1.1=bug-not-there 1.2=needs' "$(cell state)"
same 'of both' 2 "$(grep -c 'its author asks for .*1\.2' "$work/out")"

# A culprit that is not there proves little where it repairs what is, or upstream took it back.
at 21 master lib/cache.c "$(lines cache | sed 's/two/2/; s/one/1/')" <<<"lib: mend it badly

Fixes: ${cache:0:12} (\"lib: add a cache\")"
badly=$id
at 22 master lib/cache.c "$(lines cache | sed 's/two/2/; s/one/1/; s/four/4/')" <<<"lib: mend it well

Fixes: ${badly:0:12} (\"lib: mend it badly\")"
well=$id
at 23 master lib/cache.c "$(lines cache | sed 's/two/2/; s/one/1/; s/four/4/; s/three/3/')" <<<'lib: be quick'
quick=$id
at 24 master lib/cache.c "$(lines cache | sed 's/two/2/; s/one/1/; s/four/4/')" <<<"Revert \"lib: be quick\"

This reverts commit $quick."
slow=$id
at 25 master lib/cache.c "$(lines cache | sed 's/two/2/; s/one/1/; s/four/4/; s/three/third/')" <<<"lib: mend what was quick

Fixes: ${quick:0:12} (\"lib: be quick\")"
trees --tree t=stable-1.1 "$well" "$id"
same 'then nothing is said' 't=unknown t=unknown' "$(cell state "$well") $(cell state "$id")"
matches 'but why: it repairs' "is not in it, but that itself repairs ${cache:0:12} " "$work/out"
matches 'but why: it is gone' "is not in it, but upstream reverted that with ${slow:0:12}\$" "$work/out"

git -C repo for-each-ref --format='%(objectname)' refs/heads/stable-1.2 >tip
for n in $(seq 1000); do
	echo "create refs/heads/many/$n $(cat tip)"
done | git -C repo update-ref --stdin
trees --trees 'many/*' "$mend"
same 'a thousand trees' 1000 "$(cell state | tr ' ' '\n' | grep -c '=has')"
same 'by their numbers' '998=has 999=has 1000=has' "$(cell state | tr ' ' '\n' | tail -n 3 | paste -sd ' ')"
done_testing
