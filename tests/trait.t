#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a diff does: only comments, only white space, only names, or what upstream's does.
. "$(dirname "$0")/lib.sh"

headers()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <Ann@example.org>\n'
	printf 'Subject: [PATCH] %s\n\n' "$1"
}

# trait NAME EXPECTED PATH OLD NEW: what the change of a file from OLD to NEW is, \n for line ends;
# only what of it a hunk can show.
trait()
{
	printf '%b\n' "$4" >old
	printf '%b\n' "$5" >new
	{
		headers 'net: do it'
		printf -- '---\n'
		diff -u --label "a/$3" --label "b/$3" old new
		printf '\n'
	} >trait.mbox
	review --json trait.mbox
	json_is "$1" "$2" '[.patches[0].facts[].kind |
		select(. == "problem" or startswith("trait.")) | ltrimstr("trait.")] | join(" ")'
}

# --- shell

trait 'shell: $# is no comment' '' a.sh 'if [ $# -lt 2 ]; then\n\texit 1\nfi' 'if [ $# -lt 3 ]; then\n\texit 1\nfi'
trait 'shell: ${x#y} is no comment' '' a.sh 'for f; do\n\techo ${f#a/}\ndone' 'for f; do\n\techo ${f#b/}\ndone'
trait 'shell: a blank makes another word' '' a.sh '[ $a = 2]' '[ $a = 2 ]'
trait 'shell: a comment' comments-only a.sh '# one way\necho a' '# another way\necho a'
trait 'shell: a comment behind a command' comments-only a.sh 'echo a # one way' 'echo a # another way'
trait 'shell: the interpreter is no comment' '' a.sh '#!/bin/sh\necho a' '#!/bin/bash\necho a'

# --- C

trait 'C: a comment' comments-only a.c '/* one way */\nint a;' '/* another way */\nint a;'
trait 'C: a line comment' comments-only a.c 'int a; // one way' 'int a; // another way'
trait 'C: a line within a comment' comments-only a.c ' * one way\n * of it\n */\nint a;' \
	' * another way\n * of it\n */\nint a;'
trait 'C: a pointer is no comment' '' a.c '\t*a = 1;\n\t*b = 2;' '\t*a = 1;\n\t*b = 3;'
trait 'C: indentation' whitespace-only a.c 'if (a)\n  b();' 'if (a)\n\tb();'
trait 'C: a macro with parameters and one without' '' a.c '#define f(x) (x)' '#define f (x)'
trait 'C: a static function, at its definition and calls' identifier-rename a.c \
	'static int old_name(int a)\n{\n\treturn a;\n}\n\nint b(void)\n{\n\treturn old_name(1);\n}' \
	'static int new_name(int a)\n{\n\treturn a;\n}\n\nint b(void)\n{\n\treturn new_name(1);\n}'
trait 'C: one function called in place of another' '' a.c \
	'int b(void)\n{\n\told_name(1);\n\treturn old_name(2);\n}' \
	'int b(void)\n{\n\tnew_name(1);\n\treturn new_name(2);\n}'
trait 'C: a flag' '' a.c \
	'\ta = kmalloc(1, GFP_KERNEL);\n\tb = kmalloc(2, GFP_KERNEL);' \
	'\ta = kmalloc(1, GFP_ATOMIC);\n\tb = kmalloc(2, GFP_ATOMIC);'
trait 'C: a type' '' a.c 'void f(void)\n{\n\tu32 i;\n\tu32 k;\n}' 'void f(void)\n{\n\tint i;\n\tint k;\n}'
trait 'C: a label' '' a.c \
	'\tif (a)\n\t\tgoto out_free;\n\tif (b)\n\t\tgoto out_free;' \
	'\tif (a)\n\t\tgoto out_unlock;\n\tif (b)\n\t\tgoto out_unlock;'

trait 'reStructuredText: indentation' '' a.rst 'Text::\n\n  a\n  b' 'Text::\n\n  a\nb'
trait 'Python: indentation' '' a.py 'if a:\n    b()\n    c()' 'if a:\n    b()\nc()'

# --- beside upstream's

git init -q -b master repo
git -C repo config user.name 'Ann Ash' && git -C repo config user.email Ann@example.org
export GIT_AUTHOR_DATE='2022-01-01 00:00:00 +0000' GIT_COMMITTER_DATE='2022-01-01 00:00:00 +0000'
seq 30 >repo/a.c && seq 10 >repo/run.sh && printf 'a\0b' >repo/blob
git -C repo add . && git -C repo commit -qm start
start=$(git -C repo rev-parse HEAD)
winnow_global=(-C repo)

# upstream SUBJECT: commit what is in the work tree, print its patch.
upstream()
{
	git -C repo commit -qam "$1" && git -C repo format-patch -q -1 --zero-commit --stdout --binary
}

# difference NAME EXPECTED PATCH: what is said of the change against upstream's.
difference()
{
	review --json --upstream master --onto "$start" "$3"
	json_is "$1" "$2" '[.patches[0] | .upstream.how,
		(.facts[].kind | select(startswith("upstream.diff-")))] | join(" ")'
}

sed -i 's/^10$/ten/; s/^20$/twenty/' repo/a.c
upstream 'net: two lines' >lines.patch
difference 'the same' 'subject upstream.diff-same' lines.patch
sed 's/^+ten$/+TMP/; s/^+twenty$/+ten/; s/^+TMP$/+twenty/' lines.patch >turned.patch
difference 'the lines in another order' 'subject upstream.diff-differs' turned.patch
sed 's/^ 9$/ nine/; s/^ 21$/ one and twenty/; s/^@@ -7,\(.*\) +7,/@@ -107,\1 +107,/' lines.patch >elsewhere.patch
difference 'the same lines in other surroundings' 'subject upstream.diff-same' elsewhere.patch
matches 'in other surroundings: said' 'in other surroundings' "$work/out"
sed '/^diff --git/d; /^index /d' lines.patch >plain.patch
difference 'without "diff --git"' 'subject upstream.diff-same' plain.patch
sed 's/^Subject: .*/Subject: [PATCH] net: another name/' plain.patch >other.patch
review --json --upstream master --onto "$start" other.patch
same 'without "diff --git": the patch-id' "patch-id $(git -C repo rev-parse HEAD)" \
	"$(json '.patches[0].upstream | "\(.how) \(.id)"')"

echo more >>repo/run.sh && chmod +x repo/run.sh
upstream 'net: run it' >mode.patch
difference 'the same mode' 'subject upstream.diff-same' mode.patch
sed '/^old mode/d; /^new mode/d; s/^\(index .*[0-9a-f]\)$/\1 100644/' mode.patch >nomode.patch
difference 'another mode' 'subject upstream.diff-differs' nomode.patch

printf 'a\0c' >repo/blob && sed -i 's/^5$/five/' repo/a.c
upstream 'net: a blob' >blob.patch
review --json --upstream master --onto "$start" blob.patch
json_is 'binary: nothing is said' subject \
	'[.patches[0] | .upstream.how, (.facts[].kind | select(. == "upstream.diff-same"))] | join(" ")'

# --- notes of who changed it on the way

# adapted NAME EXPECTED UPSTREAMS-NOTE: whether the note in the queued patch is the backporter's
adapted()
{
	echo "$1" >>repo/a.c
	git -C repo commit -qam "$(printf 'net: %s\n\nBody.\n\n%s\nSigned-off-by: Ann Ash <Ann@example.org>\n' "$1" "$3")"
	{
		headers "net: $1"
		printf 'commit %s upstream.\n\nBody.\n\n' "$(git -C repo rev-parse HEAD)"
		printf '[ bob: adjusted context ]\nSigned-off-by: Ann Ash <Ann@example.org>\n---\n'
		git -C repo show --format= HEAD
		printf '\n'
	} >adapted.mbox
	review --json --upstream master --onto "$start" adapted.mbox
	same "$1" "marker $2" "$(json '[.patches[0].facts[].kind] | any(. == "trait.adapted")' |
		sed "s/^/$(json '.patches[0].upstream.how') /")"
}
adapted 'a note that upstream lacks' true ''
adapted 'a note that upstream has' false '[ bob: adjusted context ]'
adapted 'another note upstream' true '[ bob: fixed a typo ]'

done_testing
