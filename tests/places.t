#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where a user's own files go: what is asked for is made, nothing else is, and who has no place is told once.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
bug=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: fix a leak')
commit repo stable 'Sam Stable' 2022-02-01 net/a.c "$start" >/dev/null <<<"net: fix a leak

commit $bug upstream."
git -C repo tag v1 "$start"
review=("$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --upstream master --onto v1
	"$start..stable")
run env -u XDG_CACHE_HOME HOME="$work/home" "${review[@]}"
cp "$work/out" want
ok 'the usual place: below the home directory' test -d home/.cache/winnow

# told NAME MADE WARNING COMMAND...: the answer is the same, MADE is all that is new in sandbox, one line says WARNING.
told()
{
	local name=$1 made=$2 warning=$3
	shift 3
	run "$@"
	same "$name: the answer" want "$work/out"
	same "$name: one warning" 1 "$(grep -c '^winnow: warning' "$work/err")"
	matches "$name: what it says" "$warning" "$work/err"
	same "$name: what is made" "$made" "$(find sandbox -mindepth 1 | sort)"
	rm -rf sandbox && mkdir sandbox
}
mkdir sandbox
box=$work/sandbox
none='there is no home directory to keep an index in'
told 'a home that is not there' '' "$none" env -u XDG_CACHE_HOME HOME="$box/none" "${review[@]}"
told 'a home within one that is not there' '' "$none" env -u XDG_CACHE_HOME HOME="$box/none/none" "${review[@]}"
told 'a home that is a file' '' "$none" env -u XDG_CACHE_HOME HOME="$work/want" "${review[@]}"
told 'a home with a line end' '' "$none" env -u XDG_CACHE_HOME HOME="$box/a"$'\n'b "${review[@]}"
told 'a relative home' '' "$none" env -u XDG_CACHE_HOME HOME=sandbox "${review[@]}"
told 'a relative cache, no home' '' "$none" env XDG_CACHE_HOME=sandbox/cache HOME="$box/none" "${review[@]}"
long=$(printf 'directory/%.0s' {1..500})
told 'a cache of 5,000 bytes' '' 'cannot make directory .*too long' env XDG_CACHE_HOME="$box/$long" "${review[@]}"
name=$(printf 'x%.0s' {1..300})
told 'a cache with a name of 300' '' 'cannot make directory .*too long' env XDG_CACHE_HOME="$box/a/b/$name/c" "${review[@]}"
told 'a cache that is a file' '' 'cannot make directory .*Not a directory' env XDG_CACHE_HOME="$work/want" "${review[@]}"
told 'a cache below a file' '' 'cannot make directory .*Not a directory' env XDG_CACHE_HOME="$work/want/a/b" "${review[@]}"
told 'a cache in /proc' '' 'cannot make directory ./proc/' env XDG_CACHE_HOME=/proc "${review[@]}"
told 'a home in /proc' '' 'cannot make directory ./proc/' env -u XDG_CACHE_HOME HOME=/proc "${review[@]}"
run env XDG_CACHE_HOME="$box/a"$'\n'b "${review[@]}"
same 'a cache with a line end is what was asked for' "0 1" "$status $(find sandbox -mindepth 1 -maxdepth 1 | tr -d '\n' | grep -c .)"
same 'and nothing else is made' '' "$(find sandbox -mindepth 1 -maxdepth 1 -print0 | tr -d '\n' | tr '\0' '\n' | grep -v 'sandbox/ab$')"
rm -rf sandbox && mkdir sandbox

homeless=(env -u XDG_CACHE_HOME -u XDG_STATE_HOME HOME="$box/none")
fails_with 2 'index without a place' "${homeless[@]}" "$WINNOW" -C repo index --upstream master
matches 'what it says' 'no home directory to keep the index in .use --index' "$work/err"
printf 'From: ann@example.org\nTo: ben@example.org\nSubject: x\n\nText.\n' >draft
fails_with 2 'send without a place' "${homeless[@]}" "$WINNOW" send --dry-run draft
matches 'what it says' 'no home directory for the ledger .use --ledger' "$work/err"
fails_with 2 'fetch without a place' "${homeless[@]}" "$WINNOW" fetch https://example.org/1/
matches 'what it says' 'no home directory to keep it in .use --cache' "$work/err"
same 'nothing is made' '' "$(find sandbox -mindepth 1)"

# An empty name is none: what is below it would be in the current directory.
mkdir here
git -C repo config user.email ann@example.org
for how in --maildir= --eml=; do
	run sh -c 'cd here && "$@"' sh "$WINNOW" -C ../repo reply --only keep --upstream master $how "$start..stable"
	same "reply $how: refused" 64 "$status"
	matches "reply $how: said" 'the name of a mailbox is empty' "$work/err"
done
same 'nothing is made in the current directory' '' "$(ls -A here)"
done_testing
