#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The trees that an author asked for, beside those that a patch is proposed for.
. "$(dirname "$0")/lib.sh"

printf 'fern: start\n' | commit repo main Ann 2023-01-01 fern.c >first
git -C repo tag v5.4 main

# proposed TAG VERSION: one mail with a tag in its message, for a version ("" for none).
proposed()
{
	upstream=$(printf 'fern: close it %s\n\nIt stays open.\n\nCc: %s\n' "$RANDOM" "$1" |
		commit repo main Bob 2023-02-01 fern.c)
	{
		printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Sel Ector <sel@example.org>\n'
		printf 'Date: Mon, 20 Mar 2023 10:00:00 +0000\nMessage-Id: <1@example.org>\n'
		printf 'Subject: [PATCH%s] fern: close it\n\n' "${2:+ $2}"
		printf 'From: Bob <Bob@example.org>\n\n[ Upstream commit %s ]\n\n' "$upstream"
		printf 'It stays open.\n\nCc: %s\n' "$1"
		small_diff
		echo
	} >one.mbox
}

# of_trees: what is said of trees, and the verdict; with the shipped rules.
of_trees()
{
	run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --json "$@"
	json '.patches[0] | .verdict as $v | [.facts[] | select(.kind | test("^process.(other-trees|adjust)$"))
		| "\($v): \(.says) | \(.proof)"] | join("\n")'
}

proposed 'stable@kernel.example # 5.10+' 5.4
same 'for an older tree than asked for: it asks, with the line' \
	'ask: its author asked for 5.10 and later, and this is for 5.4 | Cc: stable@kernel.example # 5.10+' \
	"$(of_trees one.mbox)"
run "$WINNOW" -C repo review --format long --now 2024-03-01 --upstream main one.mbox
matches 'and the text says so' '^   => is it for this tree\? its author asked for 5\.10 and later' "$work/out"
matches 'with its proof' '^ +\| Cc: stable@kernel\.example # 5\.10\+$' "$work/out"

proposed 'stable@kernel.example # 5.10+' 5.10
same 'for one that was asked for there is nothing to say' '' "$(of_trees one.mbox)"

proposed 'stable@kernel.example # 5.10+' 6.1-5.4
same 'a mail for a range of trees is for both ends' \
	'ask: its author asked for 5.10 and later, and this is for 5.4 | Cc: stable@kernel.example # 5.10+' \
	"$(of_trees one.mbox)"

proposed 'stable@kernel.example # 5.10+' ''
same 'without a version nothing is known' '' "$(of_trees one.mbox)"
same 'else --onto says what the tree is' \
	'ask: its author asked for 5.10 and later, and this is for 5.4 | Cc: stable@kernel.example # 5.10+' \
	"$(of_trees --onto v5.4 one.mbox)"

proposed 'stable@kernel.example # <= 6.3 needs adjustment' 5.4
same 'where it needs adjusting, and differs from upstream, that is what was done' \
	'keep: by its author'"'"'s words 6.3 and older need it adjusted, and this is for 5.4 | Cc: stable@kernel.example # <= 6.3 needs adjustment' \
	"$(of_trees one.mbox)"

# What the backport leaves out, as some trees do, its author has asked for all the same.
proposed 'stable@kernel.example' 5.4
grep -v '^Cc: stable' one.mbox >less.mbox
nominated='.patches[0] | [.facts[] | select(.kind == "upstream.nominated").says] | join(" ")'
run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --json less.mbox
json_is 'upstream asked for stable trees' "upstream's ${upstream:0:12} asks for stable trees" "$nominated"
run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --json one.mbox
json_is 'of what says so itself it goes without saying' '' "$nominated"

# Asked for this tree, while what its Fixes: names is not there: two facts that contradict.
moved=$(printf 'fern: move it\n' | commit repo main Ann 2023-03-01 moss.c)
# contradicts TAG: the verdict on v5.4, and what is said.
contradicts()
{
	printf 'fern: shut it %s\n\nCc: %s\nFixes: %s ("fern: move it")\n' "$RANDOM" "$1" "${moved:0:12}" |
		commit repo main Bob 2023-03-02 moss.c >fix
	run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --json --onto v5.4 "$(cat fix)"
	json '.patches[0] | .verdict as $v | [.reasons[] | select(.rule | test("asked-for")) | .says] | "\($v) \(join(" "))"'
}
same 'it asks and names both' \
	"ask is the bug there? its author asked for 5.4, yet ${moved:0:12} (\"fern: move it\"), which its Fixes: names, is missing" \
	"$(contradicts 'stable@kernel.example # 5.4 5.10')"
same 'a range that holds it' ask "$(contradicts 'stable@kernel.example # 4.19+' | cut -d ' ' -f 1)"
same 'the way Mesa writes it' ask "$(contradicts '5.4 5.10 <some-stable@kernel.example>' | cut -d ' ' -f 1)"
same 'a tag without a version says nothing of it' 'drop ' "$(contradicts 'stable@kernel.example')"
same 'nor does one for another tree' 'drop ' "$(contradicts 'stable@kernel.example # 6.1+')"

# A range says by its names which tree it is.
printf 'fern: more\n\nIt is late.\n\nCc: stable@kernel.example # 6.1+\n' |
	commit repo linux-5.4.y Ann 2023-04-01 fern.c v5.4 >picked
same 'a range is for the tree that it names' \
	'ask: its author asked for 6.1 and later, and this is for 5.4 | Cc: stable@kernel.example # 6.1+' \
	"$(of_trees v5.4..linux-5.4.y)"

printf 'fern: sort it\n\nIt is not.\n\nCc: stable@kernel.example # needs adjusting for <= 6.3\n' >text
commit repo main Bob 2023-05-01 new.c <text >sorted
{
	cat text
	printf '(cherry picked from commit %s)\n' "$(cat sorted)"
} | commit repo linux-6.1.y Ann 2023-05-02 new.c v5.4 >picked
same 'where it is the same as upstream, it asks' \
	"ask: by its author's words 6.3 and older need it adjusted, and this is for 6.1 | Cc: stable@kernel.example # needs adjusting for <= 6.3" \
	"$(of_trees v5.4..linux-6.1.y)"

done_testing
