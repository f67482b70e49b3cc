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

# Nor must a search that runs nothing.
mkdir -p searched/search empty/search
printf '#!/bin/sh\necho "stat::number_of_executed_units: 7"\n' >searched/search/fuzz-diff
sed 's/7/8/' searched/search/fuzz-diff >searched/search/fuzz-mail
chmod +x searched/search/*
search=$top/tests/fuzz/search-all
same 'the target that is named' 'fuzz-diff 7' "$("$search" searched 1 fuzz-diff | awk 'NR > 1 { print $1, $2 }')"
same 'all of them' 'fuzz-diff 7 fuzz-mail 8' "$("$search" searched 1 | awk 'NR > 1 { print $1, $2 }' | tr '\n' ' ' | sed 's/ $//')"
fails_with 1 'none at all' "$search" empty 1

done_testing
