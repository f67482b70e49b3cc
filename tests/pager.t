#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a terminal gets: the pager and the colours, as git's settings say. What a pipe gets: neither.
. "$(dirname "$0")/lib.sh"
. "$top/tests/terminal.sh"

commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start' >/dev/null
commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: fix a leak' >/dev/null
one=(explain --no-default-rules --rules "$corpus/rules" --now 2024-03-01 HEAD)
has_escapes()
{
	grep -q "$(printf '\033')" "$work/out" && echo yes || echo no
}
paged()
{
	sed -n 's/^PAGED \([^ ]*\).*/\1/p' "$work/out" | tail -n 1
}
# A pager that says what it is called, and how much it got.
pager()
{
	printf '#!/bin/sh\nexec awk '"'"'END { print "PAGED %s", NR }'"'"'\n' "$1" >"$work/pager-$1"
	chmod +x "$work/pager-$1"
}
for name in git core user winnow command; do pager $name; done

on_terminal PAGER="$work/pager-user" "${one[@]}"
same 'a terminal is paged: PAGER' user "$(paged)"
on_terminal PAGER="$work/pager-user" --no-pager "${one[@]}"
same '--no-pager' '' "$(paged)"
run env PAGER="$work/pager-user" "$WINNOW" -C repo -p "${one[@]}"
same 'a pipe is not, whatever is asked' '' "$(paged)"
git -C repo config core.pager "$work/pager-core"
on_terminal PAGER="$work/pager-user" "${one[@]}"
same 'core.pager goes before PAGER' core "$(paged)"
on_terminal GIT_PAGER="$work/pager-git" "${one[@]}"
same 'GIT_PAGER before that' git "$(paged)"
git -C repo config pager.winnow "$work/pager-winnow"
on_terminal GIT_PAGER="$work/pager-git" "${one[@]}"
same 'pager.winnow before that' winnow "$(paged)"
git -C repo config pager.explain "$work/pager-command"
on_terminal "${one[@]}"
same 'pager.COMMAND before that' command "$(paged)"
git -C repo config pager.explain false
on_terminal "${one[@]}"
same 'which can be false' '' "$(paged)"
on_terminal -p "${one[@]}"
same 'but for -p' core "$(paged)"
git -C repo config --unset pager.explain
git -C repo config --unset pager.winnow
for none in '' cat; do
	on_terminal GIT_PAGER="$none" "${one[@]}"
	same "'$none' is no pager" '0 0' "$status $(paged | wc -l)"
done
git -C repo config core.pager 'printf "%s\n" "PAGED $LESS,$LV"; cat >/dev/null'
on_terminal "${one[@]}"
same 'LESS and LV are set for it' FRX,-c "$(paged)"
on_terminal LESS=S LV=x "${one[@]}"
same 'unless they are set' S,x "$(paged)"

# Who quits has seen enough.
for line in explain "missing --upstream master $(git -C repo rev-parse HEAD)" 'rules list'; do
	read -ra words <<<"$line"
	[ "${words[0]}" != explain ] || words=("${one[@]}")
	on_terminal GIT_PAGER='head -n 1 >/dev/null' "${words[@]}"
	same "quitting the pager of ${words[0]} is no failure" '0 ' "$status $(cat "$work/err")"
done
on_terminal GIT_PAGER='exit 3' "${one[@]}"
same 'nor is a pager that fails' 0 "$status"
on_terminal GIT_PAGER=/nonexistent/pager "${one[@]}"
matches 'one that is not there says so' 'not found|No such file' "$work/out"
on_terminal GIT_PAGER="$work/pager-git" explain nonsense
matches 'an error is no page' '^winnow: ' "$work/out"
same 'and keeps its status' '2 ' "$status $(paged)"
set -o pipefail
"$WINNOW" rules fields | head -n 1 >/dev/null
case $? in 0 | 141) status=quiet ;; esac
same 'a pipe that is closed early is quiet' quiet "$status"
set +o pipefail
(trap '' PIPE && "$WINNOW" rules list "$top/rules" 2>"$work/err" | head -n 1) >/dev/null
same 'even where the signal is ignored' '' "$(cat "$work/err")"

# Colours.
git -C repo config --unset core.pager
on_terminal GIT_PAGER= "${one[@]}"
same 'a terminal has colours' yes "$(has_escapes)"
for setting in NO_COLOR=1 TERM=dumb TERM=; do
	on_terminal GIT_PAGER= $setting "${one[@]}"
	same "not with $setting" no "$(has_escapes)"
done
on_terminal GIT_PAGER= NO_COLOR= "${one[@]}"
same 'an empty NO_COLOR says nothing' yes "$(has_escapes)"
for option in --no-color --color=never --color=false; do
	on_terminal GIT_PAGER= $option "${one[@]}"
	same "not with $option" no "$(has_escapes)"
done
run "$WINNOW" -C repo "${one[@]}"
same 'a pipe has none' no "$(has_escapes)"
run "$WINNOW" -C repo --color=always "${one[@]}"
same 'but for --color=always' yes "$(has_escapes)"
git -C repo config color.ui always
run "$WINNOW" -C repo "${one[@]}"
same 'or color.ui' yes "$(has_escapes)"
git -C repo config color.winnow auto
run "$WINNOW" -C repo "${one[@]}"
same 'color.winnow goes before that' no "$(has_escapes)"
git -C repo config color.winnow always
git -C repo config color.winnow.subject '#102030 ul'
git -C repo config color.winnow.keep 'bold 208'
run "$WINNOW" -C repo "${one[@]}"
same 'a colour of its own' 1 "$(head -n 1 "$work/out" | grep -c "$(printf '\033\\[4;38;2;16;32;48mnet: fix a leak\033\\[m')")"
same 'and one for a verdict' 1 "$(head -n 1 "$work/out" | grep -c "$(printf '\033\\[1;38;5;208mkeep\033')")"
git -C repo config color.winnow.keep plaid
fails_with 2 'what is no colour' "$WINNOW" -C repo "${one[@]}"
matches 'is told' "color.winnow.keep: 'plaid' is no colour" "$work/err"
git -C repo config color.winnow sometimes
fails_with 2 'what is no time for colours' "$WINNOW" -C repo "${one[@]}"
fails_with 64 'and on the command line' "$WINNOW" --color=sometimes "${one[@]}"

done_testing
