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
# What is open already is read: standard input, and what a shell makes of <(...).
run "${missing[@]}" --list <(echo "$bug")
same 'a list that a command writes' 0 "$status"
"${missing[@]}" --list - <<<"$bug" >out 2>err
same 'a list on standard input' 0 $?
run timeout $limit "${review[@]}" <(cat queue.mbox)
same 'a queue that a command writes' 0 "$status"
timeout -s KILL 120 "${review[@]}" - </dev/zero >out 2>err
same 'standard input without an end' "2 winnow: cannot read 'standard input': more than 536870912 bytes" "$? $(cat err)"

# Pipes that nobody reads, and devices that take a lock beside them.
git -C repo config user.email ann@example.org
told 'reply -o fifo' fifo "$WINNOW" -C repo reply -q --no-default-rules --rules "$corpus/rules" --only keep,ask,drop,keep-with \
	-o fifo queue.mbox
told 'reply --eml fifo' fifo "$WINNOW" -C repo reply -q --only keep --eml fifo queue.mbox
told 'take --mbox fifo' fifo "$WINNOW" -C repo take -q --onto v1 --mbox fifo queue.mbox
told 'index --index fifo' fifo "$WINNOW" -C repo index --upstream master --index fifo
run "${review[@]}" --upstream master --index fifo queue.mbox
same 'an index that is a pipe: reviewed without one' 0 "$status"
same 'nothing is made beside it' fifo "$(compgen -G 'fifo*')"

# A repository that waits for somebody to write: each file that git's library opens by itself.
for file in .git/config .git/HEAD .git/packed-refs .git/refs/heads/stable .git/refs/heads/deep/er .git/index \
	.git/info/attributes .gitattributes net/.gitattributes; do
	cp -r repo copy
	rm -f "copy/$file"
	mkdir -p "$(dirname "copy/$file")" && mkfifo "copy/$file"
	run timeout -s KILL $limit "$WINNOW" -C copy review -q --format long --no-default-rules --rules "$corpus/rules" \
		--upstream master "$start..master" "$start..stable"
	case $file in
	*.gitattributes)
		same "$file: reviewed" 0 "$status"
		matches "$file: named" '\.gitattributes is not a regular file' "$work/out"
		;;
	.git/HEAD) same "$file: no repository" 2 "$status" ;;
	*)
		same "$file: refused" 2 "$status"
		matches "$file: named" "copy/$file' is not a regular file" "$work/err"
		;;
	esac
	rm -rf copy
done
# Another that its configuration includes, one behind the other, on whichever condition.
mkfifo waits
for name in include includeIf.gitdir:/.path; do
	cp -r repo copy
	git config -f copy/.git/config "${name%.path}.path" ../more
	git config -f copy/more include.path ../waits
	run timeout -s KILL $limit "$WINNOW" -C copy review -q --upstream master "$start..master"
	same "$name: refused" 2 "$status"
	matches "$name: named" "waits' is not a regular file" err
	sed -i '/waits/d' copy/more
	ok "$name: what is not there is not in the way" "$WINNOW" -C copy review -q --upstream master "$start..master"
	rm -rf copy
done
cp -r repo copy
for n in {1..101}; do echo "path = many-$n"; done | sed '1i[include]' >>copy/.git/config
fails_with 2 'many includes' "$WINNOW" -C copy review -q --upstream master "$start..master"
matches 'many includes: told' 'includes more than 100 files' err
rm -rf copy
mkfifo home/.gitconfig
told 'a pipe for .gitconfig' .gitconfig "${review[@]}" queue.mbox
rm home/.gitconfig

# A series of many words and many names.
mkdir many
{ printf 'a.patch' && seq -f ' -x%g' 300000 | tr -d '\n' && echo; } >many/series
run timeout -s KILL $limit "${review[@]/-q/--format=list}" many
matches 'many options: told' "series:1: more than 16 words behind 'a.patch'" "$work/err"
same 'many options: few lines' yes "$([ "$(wc -l <"$work/err")" -lt 50 ] && echo yes)"
ln -sf /dev/zero many/series
told 'a series without an end' many/series "${review[@]}" many
rm many/series && mkfifo many/series
told 'a series that nobody writes' many/series "${review[@]}" many

# What a body holds is for a file or a pipe as it is, and for a terminal masked.
. "$top/tests/terminal.sh"
printf 'From: ann@example.org\nTo: ben@example.org\nSubject: x\n\nText \033[31m \302\233 \342\200\256 end.\n' >escapes.eml
run python3 "$terminal" 80x24 "$WINNOW" send --dry-run escapes.eml
same 'send --dry-run on a terminal: masked' '0 1' "$(obeyed <"$work/out") $(grep -c 'Text .* end' "$work/out")"
run "$WINNOW" send --dry-run escapes.eml
same 'send --dry-run into a file: as it is' 1 "$(obeyed < <(tr -d '\r' <"$work/out"))"
done_testing
