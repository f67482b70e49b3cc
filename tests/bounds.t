#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Time that grows with what is given, not with its square. Each input would take minutes otherwise,
# takes a second at most, and is given many times that, of the processor, whatever else it does.
. "$(dirname "$0")/lib.sh"

# --- rules
# many_rules N [WHAT]: a file of N rules, each with WHAT.
many_rules()
{
	awk -v n="$1" -v what="${2-}" 'BEGIN {
		printf "{ \"rules\": [\n"
		for (i = 0; i < n; i++)
			printf "{ \"id\": \"r%d\", \"weight\": 0.1,%s \"says\": \"x\",\n  \"when\": { \"field\": " \
				"\"subject\", \"matches\": \"w%d\" }, \"examples\": { \"hit\": [\"w%d\"], \"miss\": " \
				"[\"x\"] } }%s\n", i, what, i, i, i < n - 1 ? "," : ""
		printf "] }\n"
	}'
}
mkdir many wrong again
many_rules 20000 >many/a.json
run bounded "$WINNOW" rules check --no-default-rules many
same 'twenty thousand rules' '0 20000 rules, 40000 examples, all as they should be' "$status $(cat "$work/out")"
many_rules 20000 ' "color": "red",' >wrong/a.json
run bounded "$WINNOW" rules check --no-default-rules wrong
same 'twenty thousand mistakes' '2 20000 a.json:39998:43: r19998: ' "$status $(grep -c "unknown field 'color'" "$work/err") $(
	grep -o 'a.json:39998:[0-9]*: r19998: ' "$work/err")"
cp many/a.json again/a.json
run bounded "$WINNOW" rules check --no-default-rules many again
same 'all of them once more' 0 "$status"

# --- patterns
# mail SUBJECT BODY [DIFF]
mail()
{
	printf 'From a Mon Jan  1 00:00:00 2024\nFrom: A <a@example.org>\nSubject: [PATCH 6.1] %s\n' "$1"
	printf 'Message-ID: <%s@example.org>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n\n%s\n\n' "$((++mails))" "$2"
	printf 'Signed-off-by: A <a@example.org>\n---\n%s\n\n' "${3-$small}"
}
mails=0
small='diff --git a/lib/a.c b/lib/a.c
--- a/lib/a.c
+++ b/lib/a.c
@@ -1 +1 @@
-int old;
+int new;'
# repeat TEXT N
repeat()
{
	perl -e 'print $ARGV[0] x $ARGV[1]' "$1" "$2"
}
mkdir pattern
rule()
{
	printf '{ "rules": [ { "id": "p", "weight": 1, "says": "x", "when": { "field": "%s", "matches": "%s" },\n' "$1" "$2"
	printf '  "examples": { "hit": ["add z"], "miss": ["x"] } } ] }\n'
}
# A table of a megabyte, as an interface is dumped: the rules that come with winnow read all of it.
{
	mail 'abi: dump it' 'Dump it.' "diff --git a/abi/a.dump b/abi/a.dump
new file mode 100644
--- /dev/null
+++ b/abi/a.dump
@@ -0,0 +1,60000 @@
$(perl -e 'printf "+          \x27%d\x27 => {\n+            \x27Name\x27 => \x27struct of_x%d\x27,\n", $_, $_ for 1 .. 30000')"
	mail 'abi: drop it' 'Drop it.' "diff --git a/abi/a.dump b/abi/a.dump
--- a/abi/a.dump
+++ /dev/null
@@ -1,60000 +0,0 @@
$(perl -e 'printf "-          \x27%d\x27 => {\n-            \x27Name\x27 => \x27struct of_x%d\x27,\n", $_, $_ for 1 .. 30000')"
} >dump.mbox
run bounded "$WINNOW" review --no-model dump.mbox
same 'a megabyte of a table: no rule gives up' '0 ' "$status $(grep 'gave up' "$work/err")"

# Of each start alone it is not too much, of all together it is: 40 KB, and what one item runs over.
mail 'lib: a' "$(repeat 'add ' 10000)" >add.mbox
mail 'lib: good add z' 'x' >>add.mbox
for pattern in 'add.*[zy]' 'add[a-y ]*+[zy]' '(add ?)*[zy]'; do
	rule message "$pattern" >pattern/a.json
	run bounded "$WINNOW" review --no-default-rules --rules pattern --now 2024-03-01 --json add.mbox
	same "a long line and $pattern" '0 0 1' "$status $(jq -r '[.patches[].reasons | length] | join(" ")' "$work/out")"
	matches 'it is told of' 'p: the pattern gave up on patch 1' "$work/err"
done
# A start late in a long text is found all the same.
mail 'lib: a' "$(repeat 'lines of text that say something
' 5000) add z" >late.mbox
rule message '\\badd.*z' >pattern/a.json
run bounded "$WINNOW" review --no-default-rules --rules pattern --now 2024-03-01 --json late.mbox
same 'a match at the end of a long text' '0 1 ' "$status $(jq -r '.patches[0].reasons | length' "$work/out") $(cat "$work/err")"
mail "lib: $(repeat 'add ' 10000)z" 'x' >subject.mbox
rule subject 'add z' >pattern/a.json
run bounded "$WINNOW" review --no-default-rules --rules pattern --now 2024-03-01 --json subject.mbox
same 'of a subject rules see the first 2000 bytes' '0 0' "$status $(jq -r '.patches[0].reasons | length' "$work/out")"

# --- what messages say
# said NAME TEXT N: a message of TEXT, N times.
said()
{
	mail 'lib: a' "$(repeat "$2" "$3")" >said.mbox
	mail 'lib: good' x >>said.mbox
	run bounded "$WINNOW" review --now 2024-03-01 --json said.mbox
	same "$1" '0 2' "$status $(jq '.patches | length' "$work/out")"
}
said 'reverts without end' 'This reverts commit 1234567890ab1234567890ab1234567890ab1234.
' 100000
said 'reverts that name nothing' 'This reverts commit
' 300000
said 'ids in one line' 'and so this fixes commit 123456789abc which fixes ' 20000
said 'ids that are shown' 'caused by

    123456789abc

' 50000

# A path of half a million directories: each of them with all before it, and with all behind it.
path=$(repeat a/ 500000)b.c
mail 'lib: a' x "--- a/$path
+++ b/$path
@@ -1 +1 @@
-int a;
+int b;" >path.mbox
start=$(commit repo master 'Ann Ash' 2022-01-01 lib/a.c <<<'lib: start')
run bounded "$WINNOW" -C repo review --now 2024-03-01 --upstream master --onto "$start" --json path.mbox
same 'a path of half a million directories' '0 applies.not' "$status $(
	jq -r '.patches[].facts[].kind | select(startswith("applies."))' "$work/out")"

# --- queues
{
	for ((i = 0; i < 100; i++)); do
		printf 'From x Thu Jan  1 00:00:00 1970\nSubject: [PATCH] lib: x\n\n%s\n\n' "$small"
	done >hundred
	for ((i = 0; i < 400; i++)); do cat hundred; done
} >forty.mbox
run bounded "$WINNOW" -C repo review -q --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --onto "$start" \
	--format '%(position)' forty.mbox
same 'forty thousand patches of one file on a base' '0 40000' "$status $(tail -n 1 "$work/out")"
# Hunks that fit nowhere in a long file: each was looked for in all of it.
nowhere=$(perl -e 'print "--- a/lib/b.c\n+++ b/lib/b.c\n";
	print "\@\@ -$_,2 +$_,2 \@\@\n here_$_;\n-nor_$_;\n+or_$_;\n" for map { $_ * 500 } 1 .. 200')
change other 'Ann Ash' 2022-01-02 lib/b.c "$(seq -f 'here_%.0f;' 100000)" "$start" <<<'lib: long' >start
for ((i = 0; i < 600; i++)); do mail 'lib: nowhere' x "$nowhere"; done >nowhere.mbox
run bounded "$WINNOW" -C repo review -q --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --upstream other \
	--onto other --json nowhere.mbox
same 'six hundred patches that fit nowhere' '0 600' "$status $(
	jq '[.patches[].facts[] | select(.kind == "applies.not")] | length' "$work/out")"

# --- tables and corrections
# table N ID SUBJECT MESSAGE: rows; # stands for the number, @ for it in 24 hexadecimal digits.
table()
{
	printf 'commit\tauthor\tsubject\tmessage\n'
	perl -e 'my ($n, @f) = @ARGV; for my $i (0 .. $n - 1) { my $x = sprintf "%024x", $i;
		my $row = join "\t", $f[0], "A <a\@example.org>", $f[1], $f[2]; $row =~ s/\@\@/$x/g; $row =~ s/#/$i/g; print "$row\n" }' "$@"
}
mail 'lib: good' 'x' >good.mbox
table 40000 'aaaaaaaaaaaaaaaa@@' 'lib: s#' 'Fix.\n\nFixes: aaaaaaaaaaaa ("lib: t#")' >prefix.table
run bounded "$WINNOW" review --now 2024-03-01 --upstream-table prefix.table good.mbox
same 'ids that begin alike' 0 "$status"
table 40000 'aaaaaaaaaaaaaaaa@@' 'lib: one' 'Fix.\n\nFixes: 123456789abc ("lib: one")' >title.table
run bounded "$WINNOW" review --now 2024-03-01 --upstream-table title.table good.mbox
same 'commits of one title' 0 "$status"
table 40000 '@@aaaaaaaaaaaaaaaa' 'lib: s#' 'Fix.\n\nFixes: @@aaaaaaaaaaaaaaaa ("lib: s#")' | sed 1d >rows
awk -F'\t' 'NR > 1 { print before, $1 } { before = $1 }' rows >corrections
head -n 2000 rows | { printf 'commit\tauthor\tsubject\tmessage\n'; cat; } >some.table
run bounded "$WINNOW" review --now 2024-03-01 --upstream-table some.table --corrections corrections good.mbox
same 'forty thousand corrections' 0 "$status"

# --- what is told
repeat 'a ' 1000000 >one.line
run bounded "$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --upstream master \
	--corrections one.line good.mbox
same 'a file that is one line is not repeated' '0 yes' "$status $([ "$(wc -c <"$work/err")" -lt 20000 ] && echo yes)"
seq 100000 | sed 's/$/ x/' >many.lines
run bounded "$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --upstream master \
	--corrections many.lines good.mbox
same 'nor one of nothing else, line by line' '0 yes' "$status $([ "$(wc -l <"$work/err")" -lt 2000 ] && echo yes)"
matches 'but how many there are' 'warning: and [0-9]* more warnings like these' "$work/err"
printf '{ "%s": 1 }' "$(repeat a 1000000)" >key.json
run bounded "$WINNOW" rules check --no-default-rules key.json
same 'nor a key of a rule file' '2 yes' "$status $([ "$(wc -c <"$work/err")" -lt 30000 ] && echo yes)"

# --- mails that propose the same
# proposals N VERSION TITLE MORE: N mails, whose number % 100 stands for #, and its hundred for @.
proposals()
{
	perl -e 'my ($n, @f) = @ARGV; for my $i (1 .. $n) { my ($tag, $title, $more) = @f; my ($low, $high) = ($i % 100, int(($i - 1) / 100) + 1);
		s/#/$low/g, s/\@/$high/g for $tag, $title;
		printf "From a Mon Jan  1 00:00:00 2024\nFrom: A <a\@example.org>\nSubject: [PATCH %s] %s\nMessage-ID: <same%d\@example.org>\n" .
			"Date: Mon, 1 Jan 2024 %02d:%02d:%02d +0000\nIn-Reply-To: <cover\@example.org>\n\n%s\n\n---\n\n",
			$tag, $title, $i, $i / 3600, $i / 60 % 60, $i % 60, $more }' "$@"
	cat good.mbox
}
one_commit='commit 1234567890123456789012345678901234567890 upstream.'
proposals 6000 '6.#' 'lib: one' "$one_commit" >same.mbox
run bounded "$WINNOW" review --now 2024-03-01 --json same.mbox
same 'mails that name one commit' '0 6001' "$status $(jq '.patches | length' "$work/out")"
proposals 30000 'v@ #/100' 'lib: part #' 'x' >same.mbox
run bounded "$WINNOW" review --now 2024-03-01 --json same.mbox
same 'versions of one series' '0 100' "$status $(jq '.patches | length' "$work/out")"

# --- mails for many trees, no two for the same ones, that name each other
perl -e 'my ($n, $trees, $fixes) = @ARGV; for my $i (1 .. $n) {
	printf "From a Mon Jan  1 00:00:00 2024\nFrom: A <a\@example.org>\nSubject: [PATCH %s] lib: tree %d\nMessage-ID: <trees%d\@example.org>\n" .
		"Date: Mon, 1 Jan 2024 00:%02d:%02d +0000\n\ncommit abcdef%034x upstream.\n\n%s\n---\n\n",
		join(" ", map { "5." . (2 * $_ + $i % 2) } 1 .. $trees), $i, $i, $i / 60, $i % 60, $i,
		join("", map { "Fixes: abcdef (\"lib: title $_\")\n" } 1 .. $fixes) }' 100 60 90 >trees.mbox
cat good.mbox >>trees.mbox
run bounded "$WINNOW" review --now 2024-03-01 --json trees.mbox
same 'mails for sixty trees, with ninety Fixes: each' '0 101' "$status $(jq '.patches | length' "$work/out")"

# --- what is kept of a diff
# one_byte N: a diff with N lines that are nothing but a line end.
one_byte()
{
	printf 'diff --git a/lib/a.c b/lib/a.c\n--- a/lib/a.c\n+++ b/lib/a.c\n@@ -1,%d +1,%d @@\n' "$1" "$1"
	repeat '
' "$1"
	echo .
}
mail 'lib: short lines' x "$(one_byte 60000)" >short.mbox
mail 'lib: good' x >>short.mbox
run bounded "$WINNOW" review --now 2024-03-01 --json short.mbox
same 'the rest of it is reviewed' '0 2' "$status $(jq '.patches | length' "$work/out")"
matches 'lines of one byte are told of' 'line [0-9]+ of the diff: so long that what follows is not looked at' "$work/err"
mail 'lib: as people write' x "$(one_byte 2500)" >short.mbox
run bounded "$WINNOW" review --now 2024-03-01 --json short.mbox
same 'a few do not matter' '0 ' "$status $(cat "$work/err")"

done_testing
