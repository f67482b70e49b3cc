#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The memory of a whole queue: counted, the largest patches give way, and the rest is reviewed as without them.
. "$(dirname "$0")/lib.sh"

# confined COMMAND...: in so much memory that all of the hostile patches have no room, where nothing else takes more.
confined()
(
	grep -q __asan_init "$WINNOW" || ulimit -v 230000
	exec "$@"
)

# mails FIRST N KIND: N mails, good ones, large ones, or hostile ones, whose diffs are 100 KB of lines of one byte.
mails()
{
	perl -e 'my ($first, $n, $kind) = @ARGV; for my $i ($first .. $first + $n - 1) {
		my $lines = { good => 1, large => 30_000, hostile => 100_000 }->{$kind};
		printf "From a Mon Jan  1 00:00:00 2024\nFrom: A <a\@example.org>\nSubject: [PATCH 6.1] lib: %s %d\n" .
			"Message-ID: <%s%d\@example.org>\nDate: Mon, 1 Jan 2024 00:%02d:%02d +0000\n\n" .
			"Part %d loses a buffer.\n\nFixes: %012x (\"lib: add it\")\nSigned-off-by: A <a\@example.org>\n---\n" .
			"diff --git a/lib/%s%d.c b/lib/%s%d.c\n--- a/lib/%s%d.c\n+++ b/lib/%s%d.c\n@@ -1,%d +1,%d @@\n%s\n",
			$kind, $i, $kind, $i, $i / 60 % 60, $i % 60, $i, $i + 1, ($kind, $i) x 4, $lines, $lines,
			{ good => "-a\n+b\n", large => " \n" x $lines, hostile => "\n" x $lines }->{$kind}; }' "$@"
}
verdicts()
{
	jq -c '.patches[] | select(.subject | startswith("lib: good")) | [.subject, .verdict, [.facts[].kind]]' "$1"
}
review_of()
{
	"$WINNOW" review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --json "$@"
}
# How many patches of the last review lost their diff.
lost()
{
	jq '[.patches[] | select(any(.facts[]; .says // "" | startswith("its diff is left out")))] | length' "$work/out"
}

mails 0 20 good >first.mbox
mails 20 20 good >second.mbox
mails 100 240 hostile >hostile.mbox
cat first.mbox second.mbox >good.mbox
cat first.mbox hostile.mbox second.mbox >all.mbox
cat hostile.mbox good.mbox >before.mbox

review_of good.mbox >good.json
for queue in all before; do
	run confined "$WINNOW" review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --json \
		--max-memory 32m $queue.mbox
	same "hostile mails end in order: $queue" '0 280' "$status $(jq '.patches | length' "$work/out")"
	cp "$work/out" $queue.json
	same 'the others are reviewed as without them' "$(verdicts good.json)" "$(verdicts $queue.json)"
	matches 'it is told once' '^winnow: warning: the queue would take more than 32 MiB of memory: [0-9]+ of its 280 patches, the largest, are reviewed without their diff \(--max-memory\)$' "$work/err"
done
same 'the same patches give way in any order' "$(jq -c '[.patches[] | [.subject, .verdict]] | sort' all.json)" \
	"$(jq -c '[.patches[] | [.subject, .verdict]] | sort' before.json)"
lost=$(lost)
same 'some' yes "$([ "$lost" -gt 150 ] && [ "$lost" -lt 240 ] && echo yes)"
same 'such a patch is to be looked at' '["ask"]' \
	"$(jq -c '[.patches[] | select(any(.facts[]; .says // "" | startswith("its diff is left out"))) | .verdict] | unique' before.json)"

# --- the option and the setting
run review_of all.mbox
same 'nothing is left out of a queue that has room' '0 0' "$status $(lost)"
mails 100 3 hostile >three.mbox
run review_of --max-memory 1M three.mbox
same 'a size as git has it' '0 2' "$status $(lost)"
run review_of --max-memory 1g three.mbox
same 'enough' '0 0' "$status $(lost)"
for size in '' 0 -1 1t 1.5g x 1mb; do
	run review_of --max-memory "$size" three.mbox
	same "no size: '$size'" "64 winnow: --max-memory: not a size, such as 512m or 1g: '$size'" \
		"$status $(head -n 1 "$work/err")"
done
git init -q repo
git -C repo config winnow.maxMemory 1m
run "$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --json "$PWD/three.mbox"
same 'the setting' '0 2' "$status $(lost)"
run "$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --json --max-memory 1g "$PWD/three.mbox"
same 'the option goes before it' '0 0' "$status $(lost)"
git -C repo config winnow.maxMemory much
run "$WINNOW" -C repo review --now 2024-03-01 "$PWD/three.mbox"
same 'a setting that is no size' "64 winnow: winnow.maxMemory: not a size, such as 512m or 1g: 'much' in '$PWD/repo/.git/config'" \
	"$status $(head -n 1 "$work/err")"

# --- messages
perl -e 'for my $i (1 .. 4) { printf "From a Mon Jan  1 00:00:00 2024\nFrom: A <a\@example.org>\nSubject: [PATCH 6.1] lib: words %d\n" .
	"Message-ID: <words%d\@example.org>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n\n%s\n---\n" .
	"diff --git a/lib/w.c b/lib/w.c\n--- a/lib/w.c\n+++ b/lib/w.c\n@@ -1 +1 @@\n-a\n+b\n\n", $i, $i, "This is a long story.\n" x 20000 }' >words.mbox
run review_of --max-memory 2m words.mbox first.mbox
same 'long messages give way, too' '0 24 yes' "$status $(jq '.patches | length' "$work/out") $(
	jq -r 'if [.patches[] | select(any(.facts[]; .says // "" | startswith("its message is left out")))] | length > 0 then "yes" else "no" end' "$work/out")"
same 'and nothing else' 20 "$(verdicts "$work/out" | wc -l)"

# --- commits
mkdir commits
git -C commits init -q -b main
# Of three one is small.
perl -e 'print "commit refs/heads/main\ncommitter A <a\@example.org> 1700000000 +0000\ndata 6\nbegin\n\n";
	for my $i (1 .. 150) { my ($m, $f) = ("lib: part $i\n", $i % 3 ? "\n" x 100_000 : "int a;\n");
	printf "commit refs/heads/main\ncommitter A <a\@example.org> %d +0000\ndata %d\n%sM 644 inline lib/%d.c\ndata %d\n%s\n",
		1700000000 + $i, length $m, $m, $i, length $f, $f }' | git -C commits fast-import --quiet
run confined "$WINNOW" -C commits review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --json --max-memory 8m main~150..main
same 'a range of such commits' '0 150' "$status $(jq '.patches | length' "$work/out")"
same 'is in its order' 'lib: part 1 lib: part 150' "$(jq -r '.patches[0].subject + " " + .patches[149].subject' "$work/out")"
same 'the small ones have their diffs' 0 "$(jq '[.patches[] | select((.subject | ltrimstr("lib: part ") | tonumber) % 3 == 0) |
	select(any(.facts[]; .says // "" | startswith("its diff is left out")))] | length' "$work/out")"
same 'most of the large ones have not' yes "$([ "$(lost)" -gt 60 ] && [ "$(lost)" -lt 100 ] && echo yes)"

# --- files that a queue is put on
cat >onto.mbox <<'END'
From a Mon Jan  1 00:00:00 2024
From: A <a@example.org>
Subject: [PATCH 6.1] lib: not one
Message-ID: <onto@example.org>
Date: Mon, 1 Jan 2024 00:00:00 +0000

It is one.
---
diff --git a/lib/1.c b/lib/1.c
--- a/lib/1.c
+++ b/lib/1.c
@@ -1,2 +1,2 @@
-one
+two
 
END
onto()
{
	run "$WINNOW" -C commits review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --json --upstream main --onto main "$@" "$PWD/onto.mbox"
	jq -r '.patches[].facts[] | select(.kind | startswith("applies")) | .kind' "$work/out"
}
same 'with room the file is read' applies.not "$(onto)"
same 'without it is not' applies.unknown "$(onto --max-memory 1m)"

# --- what is left of a queue
mails 100 3 large >large.mbox
run "$WINNOW" -C commits take --onto main --now 2024-03-01 --no-default-rules --rules "$corpus/rules" --max-memory 100k -o "$PWD/left" "$PWD/large.mbox"
cat "$work/out" "$work/err" >told
matches 'what was left out is not taken' 'its diff is left out: the queue would take more than 100 KiB of memory' told
# --- commits that nothing leads to, each of a megabyte that is packed to a thousandth
git init -q -b master heavy
perl -e 'print "commit refs/heads/loose\ncommitter A <a\@example.org> ", 1640995200 + $_, " +0000\ndata ", 1_000_000 + length, "\n",
	"x\n" x 500_000, "$_\n\n" for 1 .. 600' | git -C heavy fast-import --quiet
git -C heavy update-ref -d refs/heads/loose
commit heavy master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start' >/dev/null
run confined "$WINNOW" -C heavy index --upstream master --index heavy.index
same 'an index beside commits of a megabyte: exit status' 0 "$status"

done_testing
