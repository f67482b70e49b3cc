#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each file says what its licence is, or .reuse/dep5 says it for it; as the REUSE specification has it, too.
. "$(dirname "$0")/lib.sh"

# What is ours: of a checkout what git knows, of a tarball all but what was built.
cd "$top" || exit 1
if git ls-files --error-unmatch Makefile >/dev/null 2>&1; then
	git ls-files | grep -vx COPYING
else
	find . -type f ! -path './build*' ! -name '*.o' ! -path ./version ! -path ./COPYING | sed 's|^\./||'
fi >"$work/files"
ok 'there are many files' [ "$(wc -l <"$work/files")" -gt 1000 ]
xargs -d '\n' grep -LaE -m 1 '(^|[^A-Za-z])SPDX-License-Identifier: GPL-2\.0-or-later' <"$work/files" >"$work/silent"
mapfile -t patterns < <(awk 'BEGIN { RS = "" } /Comment: Formats without/' .reuse/dep5 | sed -n '/^Files: /,/^Copyright/p' |
	sed -n 's/^Files://; s/^ //p')
unsaid=
while IFS= read -r file; do
	for pattern in "${patterns[@]}"; do
		# shellcheck disable=SC2053
		[[ $file != $pattern ]] || continue 2
	done
	unsaid+="$file"$'\n'
done <"$work/silent"
same 'each file names its licence, if it can' '' "$unsaid"
unneeded=
for pattern in "${patterns[@]}"; do
	found=no
	while IFS= read -r file; do
		# shellcheck disable=SC2053
		[[ $file != $pattern ]] || { found=yes; break; }
	done <"$work/silent"
	[ $found = yes ] || unneeded+="$pattern "
done
same 'and those that it is said for are there' '' "$unneeded"
same 'a licence is one, with its whole text' 'GNU GENERAL PUBLIC LICENSE Version 2, June 1991' \
	"$(head -n 2 COPYING | xargs)"

# The specification wants the text in a directory of its own at the top, where we have COPYING: it is shown a tree with both.
if command -v reuse >/dev/null; then
	mkdir -p "$work/tree/LICENSES"
	tar -c -T "$work/files" | tar -x -C "$work/tree"
	cp COPYING "$work/tree/LICENSES/GPL-2.0-or-later.txt"
	fails_with 0 'reuse has nothing against it' env LC_ALL=C.UTF-8 reuse --root "$work/tree" lint
else
	skip 'reuse has nothing against it' 'no reuse'
fi

done_testing
