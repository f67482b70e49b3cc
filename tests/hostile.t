#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Input that is broken or means harm: told, bounded, and the rest of the queue is still reviewed.
. "$(dirname "$0")/lib.sh"

esc=$(printf '\033')

# head_of SUBJECT: mail headers, an mbox separator first.
head_of()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\n'
	printf 'Date: Tue, 1 Mar 2022 00:00:00 +0000\nSubject: [PATCH] %s\n\n' "$1"
}
diff_of()
{
	printf -- '---\n\ndiff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n-- \n2.40\n\n' \
		"$1" "$1" "$1" "$1"
}
good()
{
	head_of "net: a good one"
	printf 'It is good.\n'
	diff_of net/good.c
}
# Each takes a second or two at most, with sanitizers ten times that.
limit=15
grep -q __asan_init "$WINNOW" && limit=90
bounded()
{
	timeout $limit "$@"
}
# survives NAME FILE [VERDICT]: reviewed, the good patch too, nothing raw on stdout or stderr.
survives()
{
	local name=$1 file=$2
	good >>"$file"
	run bounded "$WINNOW" review --format long --no-default-rules --rules "$corpus/rules" --now 2024-03-01 "$file"
	same "$name: exit status" 0 "$status"
	matches "$name: the rest is reviewed" 'keep  net: a good one' "$work/out"
	harmless "$name"
	run bounded "$WINNOW" review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 \
		--json "$file"
	same "$name: the verdict" "${3-ask}" "$(json '.patches[0].verdict')"
	same "$name: no field is missing" 0 "$(json '[.patches[] | select((has("source") and has("subject") and
		has("author") and has("verdict") and has("reasons") and has("facts")) | not)] | length')"
}
# Nothing that acts on a terminal may get out; text is UTF-8.
harmless()
{
	same "$1: no control characters" 0 \
		"$(cat "$work/out" "$work/err" | tr -d '\n' | grep -acP '[\x00-\x08\x0b-\x1f\x7f]')"
	same "$1: no C1, no bidirectional override" 0 "$(cat "$work/out" "$work/err" |
		LC_ALL=C.UTF-8 grep -acP '[\x{80}-\x{9f}\x{61c}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]')"
	ok "$1: valid UTF-8" iconv -f UTF-8 -t UTF-8 "$work/out" "$work/err"
}

{
	head_of 'net: cut off'
	printf 'It is cut.\n'
	diff_of net/a.c | sed '/^+c/,$d'
	printf '\n'
} >cut.mbox
survives 'a truncated diff' cut.mbox
head_of 'net: cut off early' | head -c 100 >headers
cp headers early.mbox && printf '\n\n' >>early.mbox
survives 'a mail cut off before its subject is no patch' early.mbox keep
same 'a mail cut off before its subject is listed' 'other mail' "$(json '.skipped[].what')"

{
	head_of 'net: a diff that does not parse'
	printf -- '---\n--- a/a.c\n+++ b/a.c\n@@ nonsense @@\n+a\n@@ -1,99999999999999999999999 +1 @@\n'
	diff_of net/a.c | tail -n +3
} >noparse.mbox
survives 'a diff that does not parse' noparse.mbox

{
	head_of 'net: no diff at all'
	printf 'Just words.\n\n'
} >nodiff.mbox
survives 'a patch without a diff' nodiff.mbox

{
	head_of 'net: a very long line'
	head -c 50000000 /dev/zero | tr '\0' x
	printf '\n'
	diff_of net/a.c
} >long.mbox
survives 'a line of 50 MB' long.mbox
rm long.mbox

{
	head_of 'net: NUL within'
	printf 'Before.\0After.\n'
	diff_of net/nul.c
} >nul.mbox
survives 'NUL bytes' nul.mbox
same 'NUL bytes: what stands behind them is read' net/nul.c \
	"$("$WINNOW" explain --no-default-rules --rules "$corpus/rules" --queue nul.mbox 1 2>/dev/null | grep -ao net/nul.c | head -n 1)"
matches 'NUL bytes: said' 'NUL' "$work/out"
mkdir nul && echo nul.patch >nul/series
printf 'From: Ann Ash <ann@example.org>\n\nnet: NUL\n\nBefore.\0After.\n%s\n' "$(diff_of net/nul.c)" >nul/nul.patch
run "$WINNOW" review --no-default-rules --rules "$corpus/rules" --json nul
same 'NUL bytes in a bare patch' 'ask true' \
	"$(json '.patches[0] | "\(.verdict) \([.facts[].says] | any(test("NUL")))"')"

subject="net: caf$(printf '\351') ${esc}[31mred${esc}[0m $(printf '\302\233')31m $(printf '\342\200\256')live$(printf '\330\234')"
{
	head_of "$subject"
	printf 'Text %s[2J.\n\nReported-by: %s]0;x <x@example.org>\n' "$esc" "$esc"
	diff_of "net/${esc}[31m.c"
} >escape.mbox
survives 'escapes and invalid UTF-8 in a subject' escape.mbox keep
run "$WINNOW" explain --no-default-rules --rules "$corpus/rules" --queue escape.mbox 1
same 'explained: exit status' 0 "$status"
harmless 'explained'
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nMessage-ID: <a%s[31m@example.org>\n' "$esc"
	printf 'From: =?utf-8?q?A=1B=5B31m=E2=80=AE?= <a@example.org>\nSubject: =?utf-8?q?=5BPATCH=5D_=1B=5B31mred=0A=0Dx?=\n\n'
	diff_of net/a.c
} >encoded.mbox
survives 'escapes in encoded words' encoded.mbox keep
same 'escapes in encoded words: one line for a subject' 1 "$(json '.patches[0].subject' | wc -l)"

# --- mails that are more structure than text
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\nSubject: [PATCH] net: deep\n'
	perl -e 'for (1..10000) { print "Content-Type: multipart/mixed; boundary=b$_\n\n--b$_\n" }'
	diff_of net/a.c
} >deep.mbox
survives 'multiparts nested 10,000 deep' deep.mbox
sed 's/$/\r/' deep.mbox >crlf.mbox
survives 'the same with CRLF' crlf.mbox
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\nSubject: [PATCH] net: deep\n'
	perl -e 'print "Content-Type: message/rfc822\n\n" x 200000'
	diff_of net/a.c
} >nested.mbox
survives 'messages within messages, 200,000 deep' nested.mbox
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\nSubject: [PATCH] net: deep\n'
	perl -e 'print "Content-Type: message/rfc822\n\n" x 20'
	diff_of net/a.c
} >nested.mbox
survives 'messages within messages, 20 deep' nested.mbox
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\nSubject: [PATCH] net: deep\n'
	perl -e 'print "Content-Type: message/rfc822\n\n" x 40'
	diff_of net/a.c
} >nested.mbox
survives 'messages within messages, 40 deep' nested.mbox
matches 'messages within messages, 40 deep: told' 'too many messages right within each other' "$work/out"
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\n'
	printf 'Subject: [PATCH] net: many parts\nContent-Type: multipart/mixed; boundary=b\n\n'
	perl -e 'print "--b\n\nText.\n" x 50000'
	diff_of net/a.c
	printf -- '--b--\n\n'
} >parts.mbox
survives '50,000 parts' parts.mbox
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\nSubject: [PATCH] net: headers\n'
	perl -e 'print "X-$_: x\n" for 1..20000'
	printf '\n'
	diff_of net/a.c
} >headers.mbox
survives '20,000 headers' headers.mbox keep

# bulk NAME HEADERS BODY [WORDS]: of perl's making, too large for a parser.
bulk()
{
	{
		printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <ann@example.org>\nSubject: [PATCH] net: bulk\n'
		perl -e "print $2, qq(\n), $3"
		diff_of net/a.c
	} >bulk.mbox
	survives "$1" bulk.mbox
	same "$1: told" true "$(json '.patches[0].facts | any(.kind == "problem" and (.says | test("'"${4-headers are too long}"'")))')"
}
multipart='"Content-Type: multipart/mixed; boundary=b\n"'
bulk '2,000,000 empty parts' "$multipart" '"--b\n\n" x 2000000'
bulk 'a million headers of parts' "$multipart" '("--b\n" . "X-A: b\n" x 10 . "\n\n") x 100000'
bulk '300,000 messages in parts' "$multipart" '"--b\nContent-Type: message/rfc822\n\nA: b\n\n" x 300000'
bulk 'a million headers' '"a:\n" x 1000000' '""'
bulk 'a million addresses' '"To: " . "a\@b," x 1000000 . "\n"' '""'
bulk 'a million parameters' '"Content-Type: text/plain" . ";a=b" x 1000000 . "\n"' '""'
bulk 'words that are no addresses' '"To: " . "a," x 50000 . "\n"' '""' 'no addresses'
rm bulk.mbox

# An mbox whose first mail is not even one.
perl -e 'print "From mboxrd\@z Thu Jan  1 00:00:00 1970\n" x 1000; print "\n"' >froms.mbox
good >>froms.mbox
run bounded "$WINNOW" review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --json froms.mbox
same 'separators without mails: the mail behind them is reviewed' 'net: a good one' "$(json '.patches[-1].subject')"
sed -n '/^From: /,$p' froms.mbox | { printf '\n\nFrom mboxrd@z Thu Jan  1 00:00:00 1970\n'; cat; } >blank.mbox
run bounded "$WINNOW" review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --json blank.mbox
same 'empty lines before an mbox' 'net: a good one' "$(json '.patches[-1].subject')"

# --- what takes a parser long
slow()
{
	local name=$1
	shift
	{
		head_of "net: $name"
		perl -e "$1"
		printf '\n'
		diff_of net/a.c
	} >slow.mbox
	survives "$name" slow.mbox keep
}
slow '300,000 unclosed titles' 'print "(\"" x 300000'
slow '300,000 trailers' 'print "Cc: ann\@example.org\n" x 300000'
slow 'a million hexadecimal digits in a row' 'print "a" x 1000000'
slow '100,000 ids' 'printf "See commit %012x.\n", $_ * 7919 + 0xa00000000000 for 1..100000'
slow '100,000 markers' 'printf "commit %040x upstream.\n", $_ for 1..100000'
slow 'a million brackets' 'print "[(" x 1000000'
slow '200,000 backport notes' 'print "[ ann: adjusted ]\n" x 200000'
{
	head_of 'net: many files'
	printf -- '---\n'
	perl -e 'printf "--- a/f%d.c\n+++ b/f%d.c\n@@ -1 +1 @@\n-a%d\n+b%d\n", $_, $_, $_, $_ for 1..50000'
	printf '\n'
} >files.mbox
survives '50,000 files' files.mbox keep
{
	head_of 'net: many names'
	printf -- '---\n--- a/f.c\n+++ b/f.c\n@@ -1,50000 +1,50000 @@\n'
	perl -e 'printf "-int name_%d;\n", $_ for 1..50000; printf "+int other_%d;\n", $_ for 1..50000'
	printf '\n'
} >names.mbox
survives '50,000 renamed identifiers' names.mbox keep
{
	head_of 'net: short lines'
	printf -- '---\n--- a/f.c\n+++ b/f.c\n@@ -0,0 +1,600000 @@\n'
	perl -e 'print "+\n" x 600000'
	printf '\n'
} >lines.mbox
survives '600,000 lines of one byte' lines.mbox
same '600,000 lines of one byte: told where it is cut' 'line N of the diff: so long that what follows is not looked at' \
	"$(json '.patches[0].facts[] | select(.kind == "problem").says | sub("line [0-9]+"; "line N")')"

# --- rules
mkdir rules
rule()
{
	printf '{"bias":3,"thresholds":{"drop":0.5,"ask":0.2},"rules":[{"id":"test.hostile","weight":-1,"says":"s","when":%s,"examples":{"hit":["aa"],"miss":["!"]}}]}\n' "$1" >rules/x.json
}
refused()
{
	good >good.mbox
	fails_with 2 "$1" "$WINNOW" review --no-default-rules --rules rules good.mbox
	matches "$1: said with its place" "$2" "$work/err"
}
echo '{ "rules": [ {' >rules/x.json
refused 'a rule file with a syntax error' 'rules/x.json:2:[0-9]+: '
rule '{"feeld":"message","matches":"a"}'
refused 'an unknown key' 'rules/x.json:1:[0-9]+: test.hostile: .*feeld'
rule '{"field":"massage","matches":"a"}'
refused 'an unknown field' "rules/x.json:1:[0-9]+: test.hostile: unknown field 'massage'"
rule '{"field":"message","matches":"(a"}'
refused 'a bad pattern' 'rules/x.json:1:[0-9]+: test.hostile: bad pattern'
printf '{"rules":%s' "$(perl -e 'print "[" x 100000')" >rules/x.json
refused 'brackets without end' 'rules/x.json:1:[0-9]+: '
printf '{"rules":[{"id":"\033[31m\\u001b[31m"}]}' >rules/x.json
refused 'an escape sequence' 'rules/x.json:1:[0-9]+: '
harmless 'an escape sequence in a rule'
printf '{"rules":[{"id":"a\\u001b[31m","weight":1}]}' >rules/x.json
run "$WINNOW" rules check --no-default-rules rules
harmless 'an escape sequence in a rule id'
printf '\377\376' >rules/x.json
refused 'not UTF-8' 'rules/x.json:1:'

rule '{"field":"message","matches":"(a+)+$"}'
{
	head_of 'net: many letters'
	perl -e 'print "a" x 50000, "!\n"'
	diff_of net/a.c
	good
} >letters.mbox
run bounded "$WINNOW" review --format long --no-default-rules --rules rules letters.mbox
same 'a pattern that backtracks without end: exit status' 0 "$status"
matches 'a pattern that backtracks without end: warned of' \
	'warning: rules/x.json:1: test.hostile: the pattern gave up on patch 1' "$work/err"
matches 'a pattern that backtracks without end: the rest is reviewed' 'net: a good one' "$work/out"

# --- ignore lists
printf '# ours\nnet/good.c\n* LSM layer\n*\n/\n**/\n' >ignore
good >good.mbox
run "$WINNOW" review --no-default-rules --rules "$corpus/rules" --ignore ignore --json good.mbox slow.mbox
same 'an ignore list with malformed lines: exit status' 0 "$status"
same 'malformed lines are warned of' '3 4 5 6' \
	"$(sed -n 's/^winnow: warning: ignore:\([0-9]*\): .*/\1/p' "$work/err" | xargs)"
same 'the good line works' true "$(json '[.patches[0].facts[].kind] | any(. == "process.ignored")')"
same 'a malformed line does not match everything' false \
	"$(json '[.patches[1].facts[].kind] | any(. == "process.ignored")')"

# --- upstream tables
bad_table()
{
	printf "$3" >table
	fails_with 2 "$1" "$WINNOW" review --no-default-rules --rules "$corpus/rules" \
		--upstream-table table good.mbox
	matches "$1: said" "$2" "$work/err"
	harmless "$1"
}
bad_table 'a table with a bad line' 'table:2: not a commit id' 'commit\tauthor\tsubject\nx\033[31m\tAnn\ty\n'
bad_table 'a table without columns' 'table:1: ' 'a\tb\n'
bad_table 'an empty table' 'without commits' ''
bad_table 'a table of NUL bytes' 'table' 'commit\tauthor\tsubject\n\0\0\0\tAnn\n'
# Layers of commits that each revert the whole layer before: a walk over all paths never ends.
perl -e '
	print "commit\tauthor\tsubject\tmessage\n";
	for $layer (0..15) {
		for $i (1..12) {
			$body = $layer ? join("\\n", map { sprintf("This reverts commit %040x.", ($layer - 1) * 100 + $_ + 0xa00000) } 1..12) : "";
			printf("%040x\tAnn Ash\tnet: %s\t%s\n", $layer * 100 + $i + 0xa00000, $layer || $i > 1 ? "part $layer $i" : "a good one", $body);
		}
	}' >table
run timeout 10 "$WINNOW" review --format long --no-default-rules --rules "$corpus/rules" --upstream-table table good.mbox
same 'reverts of reverts of reverts, all of all: bounded' 0 "$status"

# --- lists and names
printf '1234567\n\377\376zz\n# words\n' >ids
git init -q repo
run "$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --json ids
same 'a list of ids that are none: each is asked about' 'ask ask' "$(json '[.patches[].verdict] | join(" ")')"
same 'a list of ids that are none: all fields are there' true \
	"$(json '[.patches[] | has("source") and has("subject")] | all')"
harmless 'a list of ids that are none'
name="$(printf 'caf\351')${esc}[31m.patch"
good | tail -n +2 >"$name"
for format in long json list; do
	run "$WINNOW" review --no-default-rules --rules "$corpus/rules" --format $format "$name"
	same "a file name that is not UTF-8: $format" 0 "$status"
	harmless "a file name that is not UTF-8: $format"
done
run "$WINNOW" review --no-default-rules --rules "$corpus/rules" --json "$name"
same 'a file name that is not UTF-8: it has a source' true "$(json '.patches[0] | has("source")')"
run "$WINNOW" explain --no-default-rules --rules "$corpus/rules" "$name"
same 'a file name that is not UTF-8: explained' 0 "$status"
harmless 'a file name that is not UTF-8: explained'
mkdir "queue-${esc}[31m" && printf '%s\n' 'gone' >"queue-${esc}[31m/series"
run "$WINNOW" review --format long --no-default-rules --rules "$corpus/rules" "queue-${esc}[31m"
harmless 'a directory name with an escape sequence'

# --- files that cannot be read
mkdir queue
printf 'directory.patch\nfifo.patch\ngone.patch\n../good.mbox\n' >queue/series
mkdir queue/directory.patch && mkfifo queue/fifo.patch
run timeout 20 "$WINNOW" review --no-default-rules --rules "$corpus/rules" --json queue
same 'files that cannot be read: exit status' 0 "$status"
same 'files that cannot be read are asked about' 'ask ask ask keep' "$(json '[.patches[].verdict] | join(" ")')"
same 'files that cannot be read are warned of' '1 2 3' \
	"$(sed -n 's/^winnow: warning: queue\/series:\([0-9]*\): .*/\1/p' "$work/err" | xargs)"
ok 'the text model has nothing to read in them' timeout 20 "$WINNOW" review -q queue
if [ "$(id -u)" -eq 0 ]; then
	skip 'a file without permission' 'root may read everything'
else
	chmod 000 good.mbox
	fails_with 2 'a file without permission' "$WINNOW" review --no-default-rules \
		--rules "$corpus/rules" good.mbox
	chmod 644 good.mbox
fi

full()
{
	"$@" >/dev/full
}
fails_with 2 'a full disk' full "$WINNOW" review --no-default-rules --rules "$corpus/rules" good.mbox

# Groups of addresses within groups, which a parser takes apart by recursion.
for header in From Cc 'cc ' Reply-To; do
	{
		printf 'From ann@example.org Thu Jan  1 00:00:00 1970\n'
		printf 'Subject: [PATCH 5.10] net: groups\nMessage-ID: <groups@example.org>\n'
		[ "$header" = From ] || printf 'From: Ann Ash <ann@example.org>\n'
		printf '%s: ' "$header"
		head -c 300000 /dev/zero | sed 's/\x00/a:/g'
		printf '\n\nText.\n\nFrom ann@example.org Thu Jan  1 00:00:00 1970\n'
		printf 'From: Ann Ash <ann@example.org>\nSubject: [PATCH 5.10] net: good\n\nText.\n'
	} >groups.mbox
	run "$WINNOW" review --format long --now 2024-03-01 groups.mbox
	same "groups within groups: $header" 0 "$status"
done

# A line that looks like mbox's separator does not end a single mail.
cat >single.eml <<-END
	From: Ann Ash <ann@example.org>
	Subject: [PATCH 5.10] net: one mail
	Message-ID: <single@example.org>

	It quotes a mail:

	From ben@example.org Thu Jan  1 00:00:00 1970
	Subject: [PATCH 5.10] net: another

	Text.
END
review --json single.eml
same 'one mail is one' 1 "$(json '.patches | length')"

done_testing
