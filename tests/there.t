#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the tree has already by commits of its own, brought once more as patch files or mails.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)
shipped()
{
	run "$WINNOW" -C repo review --no-model --now 2024-03-01 --json --upstream master "$@"
}
# judged N: its verdict, and what the rules of what is there say.
judged()
{
	json --argjson n "$1" '.patches[$n] |
		"\(.verdict) \([.reasons[] | select(.decides) | .rule | select(test("^presence[.](already|own|undone)|by-hand"))] | join(" "))"'
}
says_of()
{
	json --argjson n "$1" --arg rule "$2" '.patches[$n].reasons[] | select(.rule == $rule).says'
}
# export FILE RANGE: its commits as one mbox.
export_as()
{
	git -C repo format-patch -q --stdout "$2" >"$1"
}
blocks=$'int a;\nint lock;\nint b;\n\nint c;\nint lock;\nint d;\n\nint e;\nint lock;\nint f;'
base=$(change master 'Ann Ash' 2023-01-01 lib/pool.c "$blocks" <<<'lib: start')

# The branch's own: upstream has nothing of it.
own=$(change stable 'Ben Birch' 2023-02-01 VERSION $'1.0.1' "$base" <<<'version: 1.0.1')
change stable 'Ben Birch' 2023-02-02 lib/only.c $'int only_here;\nint and_here;' \
	<<<$'lib: keep the old names\n\nFixes: '"${base:0:12} (\"lib: start\")" >/dev/null
tip=$(git -C repo rev-parse stable)
export_as own.mbox "$base..stable"
shipped --onto stable own.mbox
json_is 'a commit of the base, as a mail: dropped' 'drop presence.already' judged 1
matches 'is told by its id' "^${tip:0:12} \\(\"lib: keep the old names\"\\), the same change by the same author, is in the base$" \
	<(says_of 1 presence.already | sed 's/^it is there already: //')
json_is 'a release of the base: dropped' 'drop presence.already' judged 0
rm -rf files && mkdir files && git -C repo format-patch -q -o "$work/files" "$base..stable"
shipped --onto stable files
json_is 'as patch files' 'drop drop' '[.patches[].verdict] | join(" ")'
shipped --onto "$own" --target stable files
json_is 'the branch beyond the base has it: dropped' 'drop presence.already' judged 1
sed 's/only_here/elsewhere/' own.mbox >other.mbox
shipped --onto stable other.mbox
json_is 'the same subject, and another change: not there' '' \
	'.patches[1].facts[] | select(.kind | startswith("presence.own", "presence.already")).says'
sed 's/^From: Ben .*/From: Eve Elm <eve@example.org>/' own.mbox >hers.mbox
shipped --onto stable hers.mbox
json_is 'the same by somebody else: not there' '' \
	'.patches[1].facts[] | select(.kind == "presence.own").says'
sed 's/^Subject: .*names/&, too/' own.mbox >renamed.mbox
shipped --onto stable renamed.mbox
json_is 'under another subject: not there' '' \
	'.patches[1].facts[] | select(.kind == "presence.own").says'

# Taken back by the branch alone, and once more.
change stable 'Ann Ash' 2023-02-03 lib/only.c - \
	<<<$'Revert "lib: keep the old names"\n\nThis reverts commit '"$tip." >/dev/null
undo=$(git -C repo rev-parse stable)
shipped --onto stable own.mbox
json_is 'taken back by the tree: asked' 'ask presence.undone' judged 1
json_is 'by which commit' "why once more? the target had it as ${tip:0:12} (\"lib: keep the old names\"), and took it back by ${undo:0:12} (\"Revert \"lib: keep the old names\"\")" \
	says_of 1 presence.undone
shipped --onto stable "$tip"
json_is 'by its id: likewise' 'ask presence.undone' judged 0
export_as undo.mbox "$undo^..$undo"
shipped --onto stable undo.mbox
json_is 'the revert itself: dropped' 'drop presence.already' judged 0
change stable 'Ben Birch' 2023-02-04 lib/only.c $'int only_here;\nint and_here;' \
	<<<$'lib: keep the old names\n\nFixes: '"${base:0:12} (\"lib: start\")" >/dev/null
shipped --onto stable own.mbox
json_is 'brought again by the tree: dropped' 'drop presence.already' judged 1

# The queue takes it out of the tree and brings it again.
change again 'Ann Ash' 2023-02-05 lib/only.c - "$(git -C repo rev-parse stable)" \
	<<<$'Revert "lib: keep the old names"\n\nThis reverts commit '"$(git -C repo rev-parse stable)." >/dev/null
change again 'Ben Birch' 2023-02-06 lib/only.c $'int only_here;\nint and_here;' \
	<<<$'lib: keep the old names\n\nFixes: '"${base:0:12} (\"lib: start\")" >/dev/null
export_as again.mbox stable..again
shipped --onto stable again.mbox
json_is 'taken out by the queue before: not there' '' \
	'.patches[1].facts[] | select(.kind == "presence.own").says'

# With a commit of upstream's: it applies a second time, since its place is one of several alike.
fix=$(change master 'Ben Birch' 2023-01-03 lib/pool.c "${blocks/int b;/int b_locked;}" <<<$'lib: lock b\n\nFixes: '"${base:0:12} (\"lib: start\")")
lines=$'int z;\n\nint y;\nint x;\nint w;\n'
change master 'Ben Birch' 2023-01-04 lib/rows.c "$lines$lines$lines" <<<'lib: rows' >/dev/null
rows=$(git -C repo rev-parse master)
drop=$(change master 'Ben Birch' 2023-01-05 lib/rows.c "${lines/int x;$'\n'/}$lines$lines" <<<'lib: no x')
change rows 'Ben Birch' 2023-02-01 lib/rows.c "${lines/int x;$'\n'/}$lines$lines" "$rows" \
	<<<$'lib: no x\n\ncommit '"$drop upstream." >/dev/null
export_as rows.mbox "$rows..rows"
shipped --onto rows rows.mbox
json_is 'applies where the same lines stand once more: dropped' 'drop presence.already' judged 0

# Taken, and mended since: the fix undid a line of it, so that it applies again.
mended=$(change master 'Cem Cole' 2023-01-06 lib/pool.c "$blocks" <<<$'lib: b needs no lock\n\nFixes: '"${fix:0:12} (\"lib: lock b\")")
change mended 'Ben Birch' 2023-02-01 lib/pool.c "${blocks/int b;/int b_locked;}" "$base" \
	<<<$'lib: lock b\n\ncommit '"$fix upstream." >/dev/null
took=$(git -C repo rev-parse mended)
change mended 'Cem Cole' 2023-02-02 lib/pool.c "$blocks" \
	<<<$'lib: b needs no lock\n\ncommit '"$mended upstream." >/dev/null
export_as mended.mbox "$base..$took"
shipped --onto mended mended.mbox
json_is 'taken and mended since: dropped' 'drop presence.already' judged 0
matches 'and why it applies is told' "is in the base, where ${mended:0:12} .* has changed its lines since" \
	<(says_of 0 presence.already)
git -C repo format-patch -q --stdout -1 "$fix" | sed 's/^Date:.*/Date: Thu, 1 Feb 2024 00:00:00 +0000/' >upstream.mbox
shipped --onto mended upstream.mbox
json_is "upstream's own patch: likewise" 'drop presence.already' judged 0
change lost 'Ben Birch' 2023-02-01 lib/pool.c "${blocks/int b;/int b_locked;}" "$base" \
	<<<$'lib: lock b\n\ncommit '"$fix upstream." >/dev/null
change lost 'Cem Cole' 2023-02-02 lib/pool.c "$blocks"$'\nint g;' <<<'lib: tidy' >/dev/null
shipped --onto lost mended.mbox
json_is 'lost without a word: asked' 'ask presence.already-applies' judged 0

# Of one that is there and was changed since a part may fit again: it does not meet those behind it.
change parts 'Ben Birch' 2023-02-01 lib/pool.c "${blocks/int a;/int a_one;}"$'\nint tail_of_it;' "$base" <<<'lib: add a tail' >/dev/null
change parts 'Ben Birch' 2023-02-02 lib/pool.c "${blocks/int a;/int a_one;}"$'\nlong tail_of_it;' <<<'lib: make it long' >/dev/null
export_as parts.mbox "$base..parts"
change parts 'Cem Cole' 2023-02-03 lib/pool.c $'long tail_of_that;\n'"${blocks/int a;/int a_two;}" <<<'lib: tail first' >/dev/null
shipped --onto parts parts.mbox
json_is 'two that are there, and changed since: dropped' 'drop drop' '[.patches[].verdict] | join(" ")'

# What is there does not apply, of course: nothing says that it needs a backport of its own.
change moved 'Ben Birch' 2023-02-01 lib/pool.c "${blocks/int d;/int d_locked;}" "$base" \
	<<<$'lib: lock d for good\n\nFixes: '"${base:0:12} (\"lib: start\")" >/dev/null
export_as moved.mbox "$base..moved"
change moved 'Cem Cole' 2023-02-02 lib/pool.c $'int b;\nint a;\nint d;\nint lock;\nint c;\nint e;\nint f;' <<<'lib: turn round' >/dev/null
shipped --onto moved moved.mbox
json_is 'there, and changed since: dropped' 'drop presence.already' judged 0

# Many of one title: the newest hundred are looked at.
git -C repo branch many "$base"
{
	echo 'reset refs/heads/many'
	echo "from $base"
	for i in $(seq 102); do
		printf 'commit refs/heads/many\ncommitter Ben Birch <Ben@example.org> %d +0000\n' $((1680000000 + i))
		printf 'data 9\nlib: bump\nM 100644 inline VERSION\ndata %d\n1.%d\n\n' $((${#i} + 3)) "$i"
	done
} | git -C repo fast-import --quiet --force
export_as many.mbox "$base..many"
shipped --onto many many.mbox
json_is 'the newest hundred of a title' '2 keep, 100 drop' \
	'[.patches[].verdict == "drop"] | "\(index(true)) keep, \(map(select(.)) | length) drop"'

done_testing
