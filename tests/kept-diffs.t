#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Diffs are kept for the next run, which says the same; the file is in tests/unit/kept-diffs-test.c.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
for number in 1 2 3; do
	id=$(commit repo master 'Ann Ash' "2022-01-02T00:0$number:00" "net/$number.c" <<<"net: change $number

Fixes: ${start:0:12} (\"net: start\")")
	commit repo stable 'Ann Ash' "2022-03-01T00:0$number:00" "net/$number.c" "$start" <<<"net: change $number

commit $id upstream." >/dev/null
done

common=(--no-default-rules --rules "$corpus/rules" --no-model --now 2024-03-01 --upstream master --json)
# reviewed FILE [OPTION...]: the JSON of the queue, and what was said of it, in FILE.
reviewed()
{
	local file=$1
	shift
	run "$WINNOW" -C "${repository:-repo}" review "${common[@]}" "$@" "$start..stable"
	cat "$work/out" "$work/err" - >"$file" <<<"$status"
}
# anew FILE: the same with an empty cache.
anew()
{
	XDG_CACHE_HOME=$work/empty-cache reviewed "$1"
	rm -rf "$work/empty-cache"
}

# lacks NAME PATTERN FILE: no line of the file matches.
lacks()
{
	same "$1" 0 "$(grep -c "$2" "$3")"
}

reviewed first
same 'nothing is wrong' 0 "$(tail -n 1 first)"
kept=$(echo "$XDG_CACHE_HOME"/winnow/*.diffs)
ok 'there is a file' test -f "$kept"
ok 'named as the index is' test -f "${kept%.diffs}.index"
sum=$(sha256sum "$kept")
reviewed second
same 'the second run says the same' first second
same 'and writes nothing' "$sum" "$(sha256sum "$kept")"
reviewed alone --threads 1
same 'so does one thread' first alone

# Another process writes just now, or was stopped: nobody waits for it.
rm -f "$kept"
exec 9>"$kept.lock"
flock 9
run timeout 20 "$WINNOW" -C repo review "${common[@]}" "$start..stable"
exec 9>&-
same 'a lock that is held: exit status' 0 "$status"
cat "$work/out" "$work/err" - <<<"$status" >locked
same 'a lock that is held: the same' first locked
fails_with 1 'a lock that is held: nothing is kept' test -e "$kept"
reviewed third
same 'then it is' first third
ok 'there it is' test -f "$kept"

# What a file held is not there any more: nobody asks for it.
cp -r repo hurt
rm -f "$kept"
repository=hurt reviewed whole
lost=$(git -C repo rev-parse stable:net/2.c)
rm -f "hurt/.git/objects/${lost:0:2}/${lost:2}"
repository=hurt reviewed kept-of-it
repository=hurt anew without
same 'a diff that was made is not made again' whole kept-of-it
matches 'one that was not cannot be' 'cannot diff' without

# Attributes of the work tree count as if nothing were kept.
git -C repo checkout -q stable
reviewed plain
for attribute in '*.c -diff' '*.c diff=x' '[attr]data -diff
net/1.c data'; do
	echo "$attribute" >repo/.gitattributes
	reviewed kept-then
	reviewed kept-twice
	anew made-anew
	case $attribute in *-diff*) ok "${attribute%%$'\n'*}: another diff" bash -c '! cmp -s plain made-anew' ;; esac
	same "${attribute%%$'\n'*}: as without" made-anew kept-then
	same "${attribute%%$'\n'*}: and again" made-anew kept-twice
	rm repo/.gitattributes
	reviewed kept-after
	same "${attribute%%$'\n'*}: as before" plain kept-after
done
echo '*.c diff=x' >repo/.gitattributes
reviewed named
git -C repo config diff.x.binary true
reviewed kept-then
anew made-anew
same 'a driver that is set' made-anew kept-then
git -C repo config --unset diff.x.binary
for digits in 12 auto no; do
	git -C repo config core.abbrev "$digits"
	reviewed kept-then
	anew made-anew
	same "core.abbrev $digits" made-anew kept-then
	lacks "core.abbrev $digits: a diff" 'cannot diff' made-anew
done
git -C repo config --unset core.abbrev
rm repo/.gitattributes

# It is a cache: whatever becomes of it, the same is said.
reviewed plain
head -c 3000 "$kept" >"$work/start" && mv "$work/start" "$kept"
reviewed damaged
same 'cut off' plain damaged
echo 'a text' >"$kept"
reviewed foreign
same "somebody else's" plain foreign
same 'which is left alone' 'a text' "$(cat "$kept")"
rm "$kept" && mkdir "$kept"
reviewed directory
same 'a directory' plain directory
rmdir "$kept"
reviewed without --no-index
ok 'none without an index' test ! -e "$kept"

# Two at once, each with a place of its own for what it says.
for name in one two; do
	"$WINNOW" -C repo review "${common[@]}" "$start..stable" >"$name" 2>&1 &
done
wait
head -n -1 plain >expected
same 'the one' expected one
same 'the other' expected two
reviewed three
same 'and one behind them' plain three

# Another repository that upstream is in has a file of its own.
git clone -q --bare repo other.git
rm -rf "$XDG_CACHE_HOME"
reviewed elsewhere --upstream-repo "$work/other.git"
same 'two repositories' 2 "$(find "$XDG_CACHE_HOME/winnow" -name '*.diffs' | wc -l)"

# A tree without entries is known without an object, as git has it.
git init -q -b main bare-start
nothing=$(git -C bare-start mktree </dev/null)
only=$(git -C bare-start -c user.name='Ann Ash' -c user.email=ann@example.org commit-tree -m 'nothing yet' "$nothing" </dev/null)
git -C bare-start update-ref refs/heads/main "$only"
git -C bare-start reset -q --hard
echo one >bare-start/a.c
git -C bare-start add a.c
git -C bare-start -c user.name='Ann Ash' -c user.email=ann@example.org commit -qm 'net: make it'
rm -rf "bare-start/.git/objects/${nothing:0:2}"
fails_with 1 'the object of no entries is gone' test -e "bare-start/.git/objects/${nothing:0:2}/${nothing:2}"
run "$WINNOW" -C bare-start review --json --no-index --now 2024-03-01 --upstream main main~1..main
same 'a first commit of nothing: exit status' 0 "$status"
same 'its child has a path' 'a.c' "$(json '.patches[0].paths[]?')"
fails_with 1 'nothing is said of it' grep cannot "$work/err"

done_testing
