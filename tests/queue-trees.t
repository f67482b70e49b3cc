#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The queues of several trees, as stable-queue has them: each on its own base, none on another's.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
leak=$(commit repo master 'Ann Ash' 2022-01-05 net/a.c <<<$'net: fix a leak\n\nIt leaks at every start.')
commit repo master 'Cem Cole' 2022-02-02 net/c.c <<<"net: do not leak twice

Fixes: ${leak:0:12} (\"net: fix a leak\")" >/dev/null
table=$(commit repo master 'Ann Ash' 2022-02-03 net/a.c <<<$'net: handle a full table\n\nIt was dropped.')

# taken BRANCH DAY SUBJECT [ID]: on a branch from start; with the id of what it was made from.
taken()
{
	commit repo "$1" 'Ann Ash' "2022-03-$2" net/a.c "$start" <<<"$3${4:+

commit $4 upstream.}"
}
git -C repo tag v1.0 "$start"
git -C repo tag v1.0.9 "$(taken one 01 'net: fix a leak' "$leak")"
git -C repo tag v1.0.10 "$(taken one 02 'net: of 1.0 alone')"
git -C repo tag v1.0.11-rc1 "$(taken one 03 'net: handle a full table' "$table")"
git -C repo update-ref refs/heads/linux-2.0.y "$start"
three=$(taken three 05 'net: of 3.0 alone')
git -C repo update-ref refs/remotes/a/linux-6.0.y "$start"
git -C repo update-ref refs/remotes/b/linux-6.0.y "$three"

git -C repo format-patch -q -N -o "$work/patches" "$start..master" -- net/a.c
mv patches/*leak* leak.patch
mv patches/*table* table.patch
# queue DIR FILE...
queue()
{
	local directory=$1
	shift
	mkdir -p "$directory"
	cp "$@" "$directory"
	printf '%s\n' "$@" >"$directory/series"
}
for version in 1.0 2.0 3.0 9.0; do queue root/queue-$version leak.patch table.patch; done
mkdir -p root/releases/1.0.9 root/old root/queue-4.0 root/queue- root/empty/queue-5.0
cp leak.patch root/releases/1.0.9
cp -r root/queue-1.0 root/old
: >root/queue-4.0/series
echo words >root/README

winnow_global=(-C repo)
against=(--upstream master --tree "3.0=three")
warnings() { sed 's/^winnow: warning: //' err; }
bases='.queues[] | "\(.queue) \(.tree) \(.name) \(.how) \(.problem)"'

review --json "${against[@]}" root
json_is 'each queue on its own base, by version' "root/queue-1.0 1.0 v1.0.10 the newest tag of 1.0 null
root/queue-2.0 2.0 linux-2.0.y the branch of 2.0 null
root/queue-3.0 3.0 three the tree 3.0 null
root/queue-9.0 9.0 null null no tree, tag or branch of 9.0 (winnow.tree, winnow.queueBase)" "$bases"
json_is 'with the commits' "[\"$(git -C repo rev-parse v1.0.10)\",\"$start\",\"$three\",null]" '[.queues[].base]'
json_is 'there is no one base' null '.target.base'
json_is 'patches know their queue' 'queue-1.0 queue-1.0 queue-2.0 queue-2.0 queue-3.0 queue-3.0 queue-9.0 queue-9.0' \
	'[.patches[].queue | ltrimstr("root/")] | join(" ")'
json_is 'and what each tree has' 'true false false false' \
	'[.patches[] | select(.subject == "net: fix a leak") | any(.facts[]; .state == "base" and (.kind | startswith("presence"))) | tostring] | join(" ")'
json_is 'one change in all of them' 2 '[.patches[].change] | unique | length'
# What leads to other entries leads to those of the same queue.
same 'no warning' '' "$(warnings)"
cp out root.json
ask_begin
ok 'as the schema says' ask schema root.json "$top/data/schema/review-1.json"

# Each alone is judged the same.
alone='.patches[] | select(.queue == $queue or (has("queue") | not)) | del(.position, .change, .queue, (.facts, .reasons)[].says)'
for version in 1.0 2.0 3.0; do
	base=$(jq -r --arg queue "root/queue-$version" '.queues[] | select(.queue == $queue).name' root.json)
	review --json "${against[@]}" --onto "$base" root/queue-$version
	jq --arg queue "root/queue-$version" "$alone" root.json >expected.json
	jq --arg queue '' "$alone" out >alone.json
	same "queue-$version alone is judged the same" expected.json alone.json
done
review --json "${against[@]}" root/queue-1.0
json_is 'a queue alone finds its base, too' "$(git -C repo rev-parse v1.0.10)" '.target.base'
json_is 'and is no several' false 'has("queues") or any(.patches[]; has("queue"))'
review --format list "${against[@]}" root/queue-1.0
matches 'which is said' '^Put on v1.0.10, the newest tag of 1.0\.$' out
run "$WINNOW" -c 'winnow.queueBase=v%s' -C repo review --format list "${against[@]}" root/queue-1.0
matches 'of one tag it is not said that it is the newest' '^Put on v1\.0, the tag of 1\.0\.$' out
run "$WINNOW" -C repo -c user.name=x -c user.email=x@example.org summary -q "${against[@]}" root/queue-1.0
matches 'a summary says so, too' 'Put on v1\.0\.10, the newest tag of 1\.0\.' <(tr '\n' ' ' <out)
review --format list "${against[@]}" root/queue-9.0
matches 'a queue alone without one is as ever' '^No --onto was given' out

# Named twice it is one, by whatever name.
review --json "${against[@]}" root/queue-1.0
json '[.patches[].subject]' >once
ln -s queue-1.0 root/linked
for again in root/queue-1.0 root/queue-1.0/ root/queue-1.0/series root/linked; do
	review --json "${against[@]}" root/queue-1.0 "$again"
	json '[.patches[].subject]' >seen
	same "given twice, as $again: reviewed once" once seen
	same 'which is said, once' 1 "$(grep -c 'is given twice: reviewed once$' err)"
done
rm root/linked

# Named one by one they are no stack either.
review --json "${against[@]}" root/queue-2.0 root/queue-1.0
json_is 'several names are several queues' 'linux-2.0.y v1.0.10' '[.queues[].name] | join(" ")'
review --json "${against[@]}" --onto v1.0.9 root/queue-2.0 root/queue-1.0/series
json_is '--onto is for the tree that it is of' 'linux-2.0.y v1.0.9' '[.queues[].name] | join(" ")'
git -C repo branch stable-v50 v1.0.9
mkdir -p numbers && cp -r root/queue-1.0 numbers/queue-50
review --json "${against[@]}" --onto stable-v50 root/queue-2.0 numbers/queue-50
json_is 'of a branch a number will do' 'linux-2.0.y stable-v50' '[.queues[].name] | join(" ")'
git -C repo branch -q -D stable-v50
review --json "${against[@]}" --onto "$start" root/queue-2.0 root/queue-1.0
json_is 'and for none where it does not say' 'linux-2.0.y v1.0.10' '[.queues[].name] | join(" ")'
review --json "${against[@]}" --target linux-2.0.y root
json_is 'so is --target' 'null linux-2.0.y' '[.queues[1].how, .queues[1].name] | map(tostring) | join(" ")'
cp -r root/queue-2.0 mine && cp -r mine mine-2
review --json "${against[@]}" --onto v1.0 mine mine-2
json_is 'queues that name no tree go on what is given' 'mine v1.0 mine-2 v1.0' '[.queues[] | .queue, .name] | join(" ")'
json_is 'each of them by itself' 'keep-with keep-with' '[.patches[] | select(.subject == "net: fix a leak").verdict] | join(" ")'
review --json "${against[@]}" mine root/queue-1.0
json_is 'or on none' 'its name does not say which tree it is for' '.queues[0].problem'
printf 'From x Thu Jan  1 00:00:00 1970\n' | cat - leak.patch >leak.mbox
review --json "${against[@]}" --onto v1.0 root/queue-2.0 leak.mbox
json_is 'mails beside a queue are none of it' 'root/queue-2.0 linux-2.0.y  v1.0' '[.queues[] | .queue // "", .name] | join(" ")'

review --json "${against[@]}" --onto master root/queue-9.0 root/queue-1.0
json_is 'where nothing else is found, why not is said' \
	'no tree, tag or branch of 9.0 (winnow.tree, winnow.queueBase), and --onto master does not say which of the trees it is for' '.queues[0].problem'
review --json "${against[@]}" --onto linux-2.0.y root/queue-9.0 root/queue-1.0
json_is 'be it of another tree' \
	'no tree, tag or branch of 9.0 (winnow.tree, winnow.queueBase), and --onto linux-2.0.y is for 2.0' '.queues[0].problem'

# Patterns of a project's own.
git -C repo config winnow.queueBase 'RELEASE-%s.*'
git -C repo tag RELEASE-9.0.1 "$start"
git -C repo tag RELEASE-9.0.2 "$three"
review --json "${against[@]}" root
json_is 'a setting says how bases are called' 'null null three RELEASE-9.0.2' '[.queues[].name | tostring] | join(" ")'
git -C repo config --add winnow.queueBase 'v%s.*'
review --json "${against[@]}" root
json_is 'each pattern in turn' 'v1.0.10 null three RELEASE-9.0.2' '[.queues[].name | tostring] | join(" ")'
git -C repo config --unset-all winnow.queueBase
git -C repo tag -d RELEASE-9.0.1 RELEASE-9.0.2 >/dev/null
queue root/queue-6.0 leak.patch
review --json "${against[@]}" root
json_is 'branches that differ are a question' "'a/linux-6.0.y' and 'b/linux-6.0.y' are like '*/linux-6.0.y', and differ" \
	'.queues[] | select(.tree == "6.0").problem'
rm -r root/queue-6.0
queue "root/queue-[1].?" leak.patch
review --json "${against[@]}" root
json_is 'a name is no pattern' 'null' '.queues[] | select(.queue | contains("[")).base'
rm -r "root/queue-[1].?"

# What mainline calls the release is what the branch began with: on a branch there is more.
git -C repo tag v2.0 "$three"
git -C repo tag v8.0 "$start"
queue beginning/queue-8.0 leak.patch
cp -r root/queue-2.0 beginning
review --json "${against[@]}" beginning
json_is "a branch counts more than mainline's tag" 'linux-2.0.y v8.0' '[.queues[].name] | join(" ")'
git -C repo tag -d v2.0 v8.0 >/dev/null

# A version may stand in a pattern more than once.
git -C repo config winnow.queueBase 'stable-%s/v%s.*'
for tag in stable-1.0/v1.0.{8,9-rc1} stable-2.0/v2.0.{3,20}; do git -C repo tag "$tag" "$start"; done
review --json "${against[@]}" root/queue-1.0 root/queue-2.0
json_is 'twice in a pattern' 'stable-1.0/v1.0.8 stable-2.0/v2.0.20' '[.queues[].name | tostring] | join(" ")'
git -C repo config --unset-all winnow.queueBase
git -C repo tag -d stable-{1.0/v1.0.{8,9-rc1},2.0/v2.0.{3,20}} >/dev/null

# Trees that a home's settings name for another clone.
git config --global winnow.tree '1.0 elsewhere'
review --json --upstream master root/queue-1.0 root/queue-9.0
json_is 'a tree that is not there keeps no queue from its base' 'v1.0.10 null' '[.queues[].name | tostring] | join(" ")'
same 'and is told' "winnow.tree: tree '1.0' is left out: " "$(warnings | grep -o "^winnow.tree: tree '1.0' is left out: ")"
review --json --upstream master --onto v1.0.9 root/queue-1.0
json_is 'nor from the one that is given' "$(git -C repo rev-parse v1.0.9)" .target.base
fails_with 2 'one that is named now is asked for' "$WINNOW" -C repo review --upstream master --tree 1.0=elsewhere root/queue-1.0
fails_with 2 'and so are those of a table of trees' "$WINNOW" -C repo trees --upstream master "$leak"
git config --global --unset winnow.tree

# --- what is printed

review --format list "${against[@]}" root
matches 'says what each is put on' 'root/queue-1\.0 is put on v1\.0\.10, the newest tag of 1\.0;' <(tr '\n' ' ' <out)
matches 'and which are not' 'root/queue-9\.0 is not put on its base: no tree, tag or branch of 9\.0' <(tr '\n' ' ' <out)
mkdir none
echo '{"rules": [{"id": "never", "weight": 1, "says": "{match}", "when": {"field": "subject", "matches": "^never$"}, "examples": {"hit": ["never"], "miss": ["x"]}}]}' >none/rules.json
fails_with 1 'which is no plain keep' "$WINNOW" -C repo review -q --no-default-rules --rules none --exit-code "${against[@]}" root
fails_with 0 'where all others are' "$WINNOW" -C repo review -q --no-default-rules --rules none --exit-code "${against[@]}" root/queue-{1.0,2.0}
for format in long markdown html; do
	review --format $format "${against[@]}" root
	matches "$format: too" 'root/queue-9\.0 is not put on its base' <(tr '\n' ' ' <out)
	matches "$format: and the others" 'v1\.0\.10' out
done
review --format '%(queue) %(base) %(file)' "${against[@]}" root
same 'fields' 'root/queue-2.0 linux-2.0.y leak.patch' "$(sed -n 3p out)"
run "$WINNOW" -C repo explain -q "${against[@]}" --queue root 3
matches 'explain knows them by their numbers' '^3/8 ' out

# --- taken

git -C repo config --add winnow.tree '3.0 three'
take=("$WINNOW" -C repo take -q --upstream master)
run "${take[@]}" -o taken root
same 'take: each into a directory of its own' 'taken/queue-1.0
taken/queue-2.0
taken/queue-3.0' "$(grep '^taken' out)"
same 'but for what has no base' "2 winnow: take: 1 of 4 queues not written; root/queue-9.0: not put on its base: no tree, tag or branch of 9.0 (winnow.tree, winnow.queueBase)" "$status $(cat err)"
same 'nothing of that' '1.0 2.0 3.0' "$(cd taken && echo * | sed 's/queue-//g')"
for version in 1.0 2.0 3.0; do
	run "${take[@]}" -o alone-$version root/queue-$version
	same "queue-$version as alone" '' "$(diff -r alone-$version taken/queue-$version 2>&1)"
done
fails_with 2 'take: not over what is there' "${take[@]}" -o taken root
fails_with 64 'take: several are no mbox' "${take[@]}" --mbox - root

# --- decided

git -C repo config user.email ann@example.org
ok 'decisions' "$WINNOW" -C repo decide -q --upstream master --queue root 3 drop -m 'Not in 2.0.'
same 'of several queues stand in their directory' 1 "$(grep -c 'Not in 2\.0' root/.winnow-decisions)"
review --json "${against[@]}" root
json_is 'and are for the tree' 'null Not in 2.0. null' '[.patches[] | select(.subject == "net: fix a leak" and .queue != "root/queue-9.0").decision.note | tostring] | join(" ")'

# --- what lies there

rm root/.winnow-decisions
cp -r root more
ln -s "$work/root/queue-1.0" more/queue-7.0
ln -s .. more/queue-3.0/queue-8.0
mkfifo more/queue-10.0
queue more/queue-11.0 leak.patch && mkfifo more/queue-11.0/fifo && ln -sf fifo more/queue-11.0/series
mkdir more/queue-12.0 && cp leak.patch more/queue-12.0
queue $'more/queue-13.0\nx' leak.patch
cp leak.patch more/loose.patch
cp -r root/queue-1.0 more/queue-1.0.old
review --json "${against[@]}" more
same 'what is no queue is told' "more/queue-1.0.old: its name is that of a copy, and it is left out
more/queue-7.0: it is a link, and not followed
cannot read 'more/queue-11.0/series': not a regular file
more/queue-12.0: 1 file that no series lists: leak.patch
more: 1 file that no series lists: loose.patch" "$(warnings | grep -v '13\.0')"
json_is 'and the others are read' 'queue-1.0 queue-2.0 queue-3.0 queue-9.0' \
	'[.queues[].queue | select(contains("13.0") | not) | ltrimstr("more/")] | join(" ")'
review --format list "${against[@]}" more
same 'a line end in a name does not show' 0 "$(grep -c '^x' out)"
fails_with 2 'queues without a patch' "$WINNOW" review root/empty
fails_with 2 'no queue at all' "$WINNOW" review root/releases
mkdir many
for n in {1..103}; do mkdir many/queue-$n.0 && cp leak.patch many/queue-$n.0/ && echo leak.patch >many/queue-$n.0/series; done
review --json --upstream master many
json_is 'many queues' 100 '.queues | length'
same 'the rest is told' 'many: more than 100 queues: the rest is left out' "$(warnings)"

done_testing
