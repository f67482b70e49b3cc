#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What those who format pages say against ours: mandoc, which Alpine and the BSDs have, and groff.
#
# Of mandoc's matters of style none is held: pages of others are not on every machine, lines are as long as those of
# sources, a word such as "msgid:" ends with its colon, and .Os has the version on purpose.
. "$(dirname "$0")/lib.sh"

cd "$O/man" || exit 1
for page in *.[15]; do
	same "$page names its version" "winnow $(cat "$O/version")" "$(sed -n 's/^\.Os //p' "$page")"
	if command -v mandoc >/dev/null; then
		same "mandoc has nothing against $page" '' "$(mandoc -T lint -W warning "$page")"
		same "$page: no line is lost on the way through it" '' "$(mandoc -T utf8 -W error "$page" 2>&1 >/dev/null)"
	else
		skip "mandoc has nothing against $page" 'no mandoc'
	fi
	if command -v groff >/dev/null; then
		same "groff has nothing against $page" '' "$(groff -ww -m mandoc -T utf8 "$page" 2>&1 >/dev/null)"
	else
		skip "groff has nothing against $page" 'no groff'
	fi
done
same 'a page that speaks of itself in shared words says so' 'this page.' \
	"$(sed -n '/REPLIES in$/{n;p;q}' winnow-review.1)"
same 'and another one by its name' '.Xr winnow-review 1 .' "$(sed -n '/REPLIES in$/{n;p;q}' winnow-explain.1)"

done_testing
