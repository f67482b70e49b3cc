#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sentences on a terminal: wrapped at its width, below where they began. In a pipe: one line each.
. "$(dirname "$0")/lib.sh"
. "$top/tests/terminal.sh"

culprit=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: add a ring of buffers that the device fills by itself, 漢字漢字漢字漢字漢字漢字 and all')
change=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<END
net: do not lose the last buffer of the ring when the device is reset while it is in use

Somebody asked at https://lists.example.org/archive/2022/01/a-thread-of-a-very-long-name/message-17-of-many.html

Fixes: ${culprit:0:12} ("net: add a ring of buffers that the device fills by itself, 漢字漢字漢字漢字漢字漢字 and all")
END
)
fix=$(commit repo master 'Ann Ash' 2022-01-03 net/a.c <<END
net: free what the reset of the ring leaves behind in all cases, which are seven, not six as was said

Fixes: ${change:0:12} ("net: do not lose the last buffer of the ring when the device is reset while it is in use")
END
)
commit repo stable 'Sta Ble' 2022-01-04 net/a.c "$culprit" >/dev/null <<END
net: do not lose the last buffer of the ring when the device is reset while it is in use

[ Upstream commit $change ]
END

# columns FILE: the widest line of it that has more than one word behind its margin and marks.
cat >columns.py <<'END'
import sys, unicodedata
def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
print(max(width(line) for line in open(sys.argv[1], encoding="utf-8").read().split("\n")
          if len(line.strip().lstrip("|+=>- ").split()) > 1))
END
# on_terminal COLUMNS WORDS...: without colours.
on_terminal()
{
	local columns=$1
	shift
	run env TERM=xterm LC_ALL=C.UTF-8 NO_COLOR=1 GIT_PAGER= python3 "$terminal" "${columns}x24" "$WINNOW" -C "$work/repo" "$@"
}
rules=(--no-default-rules --rules "$top/rules" --no-model --now 2024-03-01)
commands=("review --format long ${rules[*]} --upstream master $culprit..stable"
	"explain ${rules[*]} --upstream master --onto $culprit stable~0" "missing --now 2024-03-01 --upstream master $culprit..stable"
	"trees --now 2024-03-01 --upstream master --tree s=stable $fix")
for line in "${commands[@]}"; do
	read -ra words <<<"$line"
	run "$WINNOW" -C repo "${words[@]}"
	cp out piped
	[ "${words[0]}" = trees ] || matches "${words[0]}: in a pipe a sentence is a line" '.{130}' piped
	for columns in 60 80 120; do
		on_terminal $columns "${words[@]}"
		cp out shown
		ok "${words[0]}: no line is wider than $columns columns but for a single word" \
			test "$(python3 columns.py shown)" -le $columns
		same "${words[0]}: nothing of it is cut" "$(tr -s ' \n' '\n\n' <piped)" "$(tr -s ' \n' '\n\n' <shown)"
	done
done

read -ra words <<<"${commands[0]}"
on_terminal 60 "${words[@]}"
same 'what goes on stands below its beginning' "    with ${fix:0:12} (\"net: free what the reset of the ring
        leaves behind in all cases, which are seven, not six
        as was said\"): regression" "$(sed -n '/^    with/,/as was said/p' out)"
matches 'a proof, too' '^          Fixes|^          [a-z]' out
read -ra words <<<"${commands[1]}"
on_terminal 60 "${words[@]}"
fails_with 1 'an address is not broken' grep -q 'https://lists.*[^l]$' out

done_testing
