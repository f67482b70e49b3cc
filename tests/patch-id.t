#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A patch is recognised by its change exactly when git patch-id --stable says the changes are equal.
. "$(dirname "$0")/lib.sh"

git init -q -b master repo
cd repo || exit 1
git config user.name 'Ann Ash' && git config user.email ann@example.org
export GIT_AUTHOR_DATE='2022-01-01 00:00:00 +0000' GIT_COMMITTER_DATE='2022-01-01 00:00:00 +0000'
seq 100 >a.c && seq 50 >b.c && printf 'no newline' >c.c && seq 20 >d.sh && seq 30 >o.c
printf 'a\tb\n' >"with blank.c"
printf '/* Ask. */\nint %s(void)\n{\n\treturn 0;\n}\n\n' one three >f.c
git add . && git commit -qm start

# change NAME: commit what is in the work tree.
change()
{
	git add -A && git commit -qm "$1" && names+=("$1")
}
names=()
sed -i 's/^50$/fifty/' a.c && change 'one line'
sed -i 's/^10$/ten/; s/^90$/ninety/' a.c && change 'two hunks'
sed -i 's/^20$/twenty/' a.c && sed -i 's/^20$/twenty/' b.c && change 'two files'
printf 'no newline at the end' >c.c && change 'no newline at the end'
echo 'and one' >>c.c && change 'a newline added at the end'
echo new >n.c && change 'a new file'
git rm -q n.c && change 'a deleted file'
chmod +x d.sh && echo more >>d.sh && change 'a mode and a line'
git mv o.c p.c && sed -i 's/^15$/fifteen/' p.c && change 'a rename with a line'
printf 'x\ty\n' >"with blank.c" && change 'a path with a blank'
printf '\n\n   \n' >>b.c && change 'white space lines'
printf -- '-- looks like a header\n++ so does this\n' >>b.c && change 'lines like headers'
printf 'caf\351\n' >>b.c && change 'Latin-1'
printf 'crlf\r\n' >>b.c && change 'CRLF'
# Two places say the same: git takes the one that keeps the function whole.
printf '/* Ask. */\nint %s(void)\n{\n\treturn 0;\n}\n\n' one two three >f.c && change 'a function between others'

number=0
for name in "${names[@]}"; do
	number=$((number + 1))
	id=$(git log --format=%H --grep="^$name\$" -1)
	# Another name and author, so that nothing but the change leads to the commit.
	git format-patch -q -1 --zero-commit --stdout "$id" |
		sed 's/^From: .*/From: Eve Elm <eve@example.org>/; s/^Subject: .*/Subject: [PATCH] other/' >"$work/$number.patch"
	winnow_global=(-C "$work/repo")
	review --json --upstream master "$work/$number.patch"
	same "the same change: $name" "patch-id $id" "$(json '.patches[0].upstream | "\(.how) \(.id)"')"
done

# Elsewhere in the file, and other white space: git says it is the same, and so do we.
sed 's/^@@ -\([0-9]*\),\([0-9]*\) +\([0-9]*\),/@@ -1\1,\2 +1\3,/; s/^+fifty/+ fif ty/' "$work/1.patch" >"$work/moved.patch"
same 'git: moved, other blanks: the same' \
	"$(git patch-id --stable <"$work/1.patch" | cut -c 1-40)" \
	"$(git patch-id --stable <"$work/moved.patch" | cut -c 1-40)"
review --json --upstream master "$work/moved.patch"
same 'moved, other blanks: the same' patch-id "$(json '.patches[0].upstream.how')"

# A word more: git says it is another, and so do we.
sed 's/^+fifty/+fiftyone/' "$work/1.patch" >"$work/other.patch"
review --json --upstream master "$work/other.patch"
same 'another change' none "$(json '.patches[0].upstream.how')"
# Context counts.
sed 's/^ 49/ 48/' "$work/1.patch" >"$work/context.patch"
review --json --upstream master "$work/context.patch"
same 'other context' none "$(json '.patches[0].upstream.how')"

# The order of the files does not.
awk '/^diff --git a\/a.c/ { keep = 1 } /^diff --git a\/b.c/ { keep = 0 } keep { held = held $0 "\n"; next }
	/^-- $/ { printf "%s", held } { print }' "$work/3.patch" >"$work/turned.patch"
same 'git: files in another order: the same' \
	"$(git patch-id --stable <"$work/3.patch" | cut -c 1-40)" \
	"$(git patch-id --stable <"$work/turned.patch" | cut -c 1-40)"
review --json --upstream master "$work/turned.patch"
same 'files in another order' patch-id "$(json '.patches[0].upstream.how')"

done_testing
