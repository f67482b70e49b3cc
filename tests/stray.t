#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Backports that do what their upstream commit does not, or nothing.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)
base=$(change master 'Ann Ash' 2023-01-01 pool/size.c $'int least;\nint pages;\nint most;' <<<'pool: start')
change master 'Ann Ash' 2023-01-02 pool/late.c $'int late_one;\nint late_two;\nint late_three;' <<<'pool: late' >/dev/null
up=$(change master 'Ben Birch' 2023-01-03 pool/late.c $'int late_one;\nint late_2;\nint late_three;' <<<'pool: mend it')
made=$(change master 'Ben Birch' 2023-01-04 pool/test/new.c $'int new_test;' <<<'pool: test it')
bug=$(change master 'Cem Cole' 2023-01-05 pool/size.c $'int least;\nint pages = get(2);\nint most;' <<<'pool: count two')
fix=$(change master 'Cem Cole' 2023-01-06 pool/size.c $'int least;\nint pages = get(3);\nint checked_and_well;\nint most;' <<<$'pool: count three\n\nFixes: '"${bug:0:12} (\"pool: count two\")")

# says KIND: of the last review's first patch.
says()
{
	json --arg kind "$1" '[.patches[0].facts[] | select(.kind == $kind).says] | join("; ")'
}
# on BRANCH AUTHOR DATE PATH CONTENT ID: one backport of ID on a branch of its own, reviewed.
on()
{
	change "$1" "$2" "$3" "$4" "$5" "$base" <<<"$(git -C repo log -1 --format=%s "$6")

commit $6 upstream.

$(git -C repo log -1 --format=%b "$6")" >/dev/null
	run "$WINNOW" -C repo review --no-model --now 2024-03-01 --json --upstream master "$base..$1"
}

on made 'Ben Birch' 2023-02-01 pool/late.c $'int late_one;\nint late_2;\nint late_three;' "$up"
same 'a file that upstream only changes' \
	"it makes pool/late.c, which ${up:0:12} (\"pool: mend it\") only changes" "$(says upstream.diff-stray)"
same 'asked about' 'ask true' \
	"$(json '"\(.patches[0].verdict) \(.patches[0].reasons | any(.rule == "process.stray-file"))"')"
on other 'Ben Birch' 2023-02-01 pool/late.c.rej $'int late_2;' "$up"
same 'a file that upstream does not touch' \
	"it makes pool/late.c.rej, which ${up:0:12} (\"pool: mend it\") does not touch" "$(says upstream.diff-stray)"
on lost 'Ben Birch' 2023-02-01 pool/size.c - "$up"
same 'a file that it deletes' \
	"it deletes pool/size.c, which ${up:0:12} (\"pool: mend it\") does not touch" "$(says upstream.diff-stray)"
on moved 'Ben Birch' 2023-02-01 tests/new.c $'int new_test;' "$made"
same 'a new file in another directory is none' '' "$(says upstream.diff-stray)"

on empty 'Ben Birch' 2023-02-01 pool/size.c = "$up"
same 'nothing' 'it changes no file at all' "$(says upstream.diff-empty)"
same 'nothing: asked about' ask "$(json '.patches[0].verdict')"

# Where a partial clone lacks the files, nothing is claimed.
on partial 'Ben Birch' 2023-02-01 pool/size.c $'int gone_missing;' "$up"
blob=$(git -C repo rev-parse partial:pool/size.c)
git clone -q --bare repo partial.git
for pack in partial.git/objects/pack/*.pack; do
	[ -e "$pack" ] || continue # cloned as it stood: nothing was packed
	mv "$pack" whole.pack && rm -f "${pack%.pack}".* && git -C partial.git unpack-objects -q <whole.pack
done
rm -f "partial.git/objects/${blob:0:2}/${blob:2}"
run "$WINNOW" -C partial.git review --no-model --now 2024-03-01 --json --upstream master "$base..partial"
same 'a file that is not at hand is not an empty change' ' 1' \
	"$(says upstream.diff-empty) $(json '.patches[0].facts | map(select(.kind == "problem")) | length')"

on wrong 'Cem Cole' 2023-02-01 pool/size.c $'int least;\nint pages = get(3);\nint checked_and_well;\nint most;' "$fix"
same 'another line in place of the bug' \
	"it replaces \"int pages;\" where ${fix:0:12} replaces \"int pages = get(2);\"" \
	"$(says upstream.diff-other-lines)"
same 'told, as what brought the bug is missing' true \
	"$(json '.patches[0].reasons | any(.rule == "process.other-lines")')"

done_testing
