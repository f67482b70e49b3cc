#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The unit tests: one line each here, their own lines only when they fail.
. "$(dirname "$0")/lib.sh"

for source in "$top"/tests/unit/*-test.c; do
	name=$(basename "$source" .c)
	run "$O/unit/$name"
	passed=no
	# A program that stops half way prints no plan.
	[ "$status" -eq 0 ] && tail -n 1 "$work/out" | grep -q '^1\.\.[1-9]' && passed=yes
	{
		echo "exit status $status"
		awk '/^not ok/ { print; show = 1; next } /^#/ && show { print; next } { show = 0 }' "$work/out"
		cat "$work/err"
	} >"$work/why"
	report $passed "$name"
done

done_testing
