#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The program as it was built: addresses that nobody knows beforehand, tables that nobody can overwrite, stacks that
# notice. What a compiler does not know is not asked of it, see HARDEN in the Makefile.
. "$(dirname "$0")/lib.sh"

flags=$(cat "$O/flags")
if ! command -v readelf >/dev/null; then
	ok 'how it was built # SKIP no readelf' true
elif [[ $flags != *-fstack-protector-strong* || $flags != *-pie* ]]; then
	ok 'how it was built # SKIP built without' true
else
	for program in winnow libexec/winnow-whole; do
		readelf --wide --file-header --program-headers --dynamic --symbols "$O/$program" >"$work/elf"
		matches "$program: it can be loaded anywhere" 'Type: +DYN' "$work/elf"
		matches "$program: tables of addresses are for reading only" 'GNU_RELRO' "$work/elf"
		matches "$program: all of them, for nothing is looked up late" 'BIND_NOW|FLAGS_1.* NOW' "$work/elf"
		matches "$program: stacks are watched" '__stack_chk_fail' "$work/elf"
		ok "$program: and hold no code" grep -Eq 'GNU_STACK .* RW +0x' "$work/elf"
		if [[ $flags == *_FORTIFY_SOURCE* && $flags == *-O[123s]* ]]; then
			matches "$program: copies know how much room there is" '_chk@' "$work/elf"
		fi
	done
fi

done_testing
