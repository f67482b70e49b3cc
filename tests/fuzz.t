#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the fuzzers began with and what they found goes through the targets once more.
. "$(dirname "$0")/lib.sh"

for source in "$top"/tests/fuzz/fuzz-*.c; do
	target=$(basename "$source" .c)
	same "$target has inputs" yes \
		"$([ "$(find "$corpus/$target" -type f | wc -l)" -ge 10 ] && echo yes)"
	ok "$target" timeout 120 "$O/fuzz/$target" "$corpus/$target"
done
# The driver must not pass by reading nothing.
fails_with 1 'no such input' "$O/fuzz/fuzz-diff" "$work/nowhere"

done_testing
