#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Same input, same bytes out; only --now is a clock.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
for number in 1 2 3 4 5 6 7 8; do
	id=$(commit repo master 'Ann Ash' "2022-01-1$number" "net/$((number % 3)).c" <<<"net: change $number

Fixes: ${start:0:12} (\"net: start\")")
	commit repo stable 'Ann Ash' "2022-03-1$number" "net/$((number % 3)).c" "$start" <<<"net: change $number

commit $id upstream.

It would leak." >/dev/null
done
git -C repo format-patch -q --stdout "$start..stable" >queue.mbox
winnow_global=(-C repo)

for format in text json; do
	review --format $format --upstream master "$start..stable"
	cp "$work/out" first
	for again in 1 2 3; do
		review --format $format --upstream master "$start..stable"
		same "$format: once more ($again)" first "$work/out"
	done
	# Hash tables iterate by address and GLib may seed them; the environment moves addresses.
	PADDING=$(head -c 5000 /dev/zero | tr '\0' x) review --format $format --upstream master "$start..stable"
	same "$format: with memory laid out otherwise" first "$work/out"
	LC_ALL=C.UTF-8 TZ=Asia/Tokyo review --format $format --upstream master "$start..stable"
	same "$format: in another place" first "$work/out"
	(cd repo && unset 'winnow_global[@]' && winnow_global=() && review --format $format --upstream master "$start..stable")
	same "$format: from within the repository" first "$work/out"
done

review --json --upstream master "$start..stable"
same '--now is the date of the report' 2024-03-01T00:00:00Z "$(json .generated_at)"
ages=$(json '[.patches[].facts[] | select(.kind == "upstream.age").says] | join(", ")')
run "$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --upstream master \
	--now 2024-03-02 --json "$start..stable"
same '--now is what ages count from' no \
	"$([ "$ages" = "$(json '[.patches[].facts[] | select(.kind == "upstream.age").says] | join(", ")')" ] && echo yes || echo no)"

done_testing
