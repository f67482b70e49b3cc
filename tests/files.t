#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Files that have no end, or that nobody writes or reads, wherever a file can be named or is found: told at once, by name.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
bug=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: fix a leak')
commit repo stable 'Sam Stable' 2022-02-01 net/a.c "$start" >/dev/null <<<"net: fix a leak

commit $bug upstream."
git -C repo tag v1 "$start"
git -C repo format-patch -q --stdout "$start..stable" >queue.mbox
printf '%s\tkeep\t-\n' "$bug" >labels
mkfifo fifo
ln -s /dev/zero to-zero
ln -s fifo to-fifo
: >long && truncate -s 3G long
mkdir directory

limit=10
grep -q __asan_init "$WINNOW" && limit=60
# told NAME FILE COMMAND...: within the time, without a crash, and FILE is named on standard error.
told()
{
	local name=$1 file=$2 passed=no
	shift 2
	run timeout -s KILL $limit "$@"
	[ "$status" -ne 0 ] && ! crashed "$status" && grep -qaF -- "$file" "$work/err" && passed=yes
	printf '%s\nexit status %s\n' "$*" "$status" | cat - "$work/err" >"$work/why"
	report $passed "$name"
}
endless='/dev/zero /dev/full fifo to-zero to-fifo'

review=("$WINNOW" -C repo review -q --no-default-rules --rules "$corpus/rules")
missing=("$WINNOW" -C repo missing -q --upstream master)
for file in $endless directory long; do
	file=$work/${file#/}
	case $file in */dev/*) file=${file#"$work"} ;; esac
	told "review --corrections ${file##*/}" "$file" "${review[@]}" --upstream master --corrections "$file" queue.mbox
	told "review --upstream-table ${file##*/}" "$file" "${review[@]}" --upstream-table "$file" queue.mbox
	told "review --ignore ${file##*/}" "$file" "${review[@]}" --ignore "$file" queue.mbox
	told "review --model ${file##*/}" "$file" "$WINNOW" -C repo review -q --model "$file" queue.mbox
	told "missing --list ${file##*/}" "$file" "${missing[@]}" --list "$file"
	told "missing --ignore ${file##*/}" "$file" "${missing[@]}" --ignore "$file" v1..stable
	told "measure --labels ${file##*/}" "$file" "$WINNOW" -C repo measure -q --labels "$file" queue.mbox
	told "summary --maintainers ${file##*/}" "$file" "$WINNOW" -C repo summary -q --split-by=subsystem \
		--maintainers "$file" -o - queue.mbox
	case $file in
	*/directory) ;;
	*)
		told "review --rules ${file##*/}" "$file" "$WINNOW" -C repo review -q --no-default-rules --rules "$file" queue.mbox
		told "decide --decisions ${file##*/}" "$file" "$WINNOW" -C repo decide --decisions "$file" "$bug" keep
		told "rules format ${file##*/}" "$file" "$WINNOW" rules format "$file"
		git -C repo config winnow.fixWords "$file"
		told "winnow.fixWords ${file##*/}" "$file" "${review[@]}" --upstream master queue.mbox
		git -C repo config --unset winnow.fixWords
		;;
	esac
	case $file in
	*/directory | */long) continue ;;
	esac
	told "review ${file##*/}" "$file" "${review[@]}" "$file"
	told "send ${file##*/}" "$file" "$WINNOW" send --dry-run "$file"
	told "review --thread ${file##*/}" "$file" "${review[@]}" --thread "$file" queue.mbox
done
done_testing
