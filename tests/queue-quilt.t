#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Quilt's series as they lie about: in source trees, with guards, in reverse, beside files that they do not list.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
leak=$(commit repo master 'Ann Ash' 2022-01-05 net/a.c <<<$'net: fix a leak\n\nIt leaks at every start.')
commit repo master 'Cem Cole' 2022-02-02 net/c.c <<<'net: rename a variable' >/dev/null
commit repo master 'Ann Ash' 2022-02-03 net/a.c <<<$'net: handle a full table\n\nIt was dropped.' >/dev/null
commit repo stable 'Ann Ash' 2022-03-01 net/a.c "$start" <<<"net: fix a leak

commit $leak upstream.

It leaks at every start." >/dev/null
winnow_global=(-C repo)
against=(--json --upstream master --onto "$start")

mkdir quilt
git -C repo format-patch -q -o "$work/quilt" "$start..master"
mv quilt/0001* quilt/leak.patch
mv quilt/0002* quilt/name.patch
mv quilt/0003* quilt/table.patch

# queue DIR FILE... <SERIES: a quilt directory with these patches.
queue()
{
	local directory=$1
	shift
	mkdir -p "$directory"
	for name; do cp "quilt/$name" "$directory"; done
	cat >"$directory/series"
}
subjects() { json '.patches[].subject'; }
warnings() { sed 's/^winnow: warning: //' err; }

# --- in a source tree

queue tree/patches leak.patch table.patch <<<$'leak.patch\ntable.patch'
for name in tree tree/patches tree/patches/series; do
	review "${against[@]}" $name
	same "$name" $'net: fix a leak\nnet: handle a full table' "$(subjects)"
done
mkdir -p deb/debian && cp -r tree/patches deb/debian
review "${against[@]}" deb
same "Debian's place" $'net: fix a leak\nnet: handle a full table' "$(subjects)"
review --format '%(path)' --upstream master --onto "$start" deb
same 'and its files are there' $'deb/debian/patches/leak.patch\ndeb/debian/patches/table.patch' "$(cat out)"

# --- guards

queue guarded leak.patch name.patch table.patch <<'END'
+later leak.patch
+later +!never name.patch
-later +more table.patch
END
review "${against[@]}" guarded
same 'guards: the last that holds counts' $'net: rename a variable\nnet: handle a full table' "$(subjects)"
same 'what is left out is told' "guarded/series:1: 'leak.patch' is left out: its guard is '+later'" "$(warnings)"
queue negated leak.patch name.patch table.patch <<'END'
+!never -!later leak.patch
-	name.patch
table.patch
END
review "${against[@]}" negated
same 'guards: negated ones, and the one that always holds' 'net: handle a full table' "$(subjects)"
same 'which needs no word' "negated/series:1: 'leak.patch' is left out: its guard is '-!later'" "$(warnings)"
queue behind leak.patch name.patch table.patch <<'END'
leak.patch #+later
name.patch #-later -p1
table.patch #-- a comment
+alone
END
review "${against[@]}" behind
same "guards behind the name" $'net: rename a variable\nnet: handle a full table' "$(subjects)"
same 'are told, and a guard without a patch' "behind/series:1: 'leak.patch' is left out: its guard is '#+later'
behind/series:4: a guard without a patch: '+alone'" "$(warnings)"

# --- options

queue deep <<<$'leak.patch -p2\nname.patch -p\nleak2.patch -x --strip=1'
sed 's,^\(---\|+++\) [ab]/,\1 x/y/,; /^diff --git/d; /^index/d' quilt/leak.patch >deep/leak.patch
cp quilt/name.patch deep
cp quilt/table.patch deep/leak2.patch
run "$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --format '%(position) %(subject)' \
	--upstream master --onto "$start" deep
same 'unknown options are told one by one' "deep/series:2: ignoring unknown option '-p' of 'name.patch'
deep/series:3: ignoring unknown option '-x' of 'leak2.patch'
deep/series:3: ignoring unknown option '--strip=1' of 'leak2.patch'" "$(warnings)"
same 'and the patches reviewed' 3 "$(wc -l <out)"
run "$WINNOW" -C repo explain --upstream master --onto "$start" --queue deep 1
matches '-p2' '^  *(net/a.c|.*net/a\.c)' out

# --- in reverse

queue reversed leak.patch <<<'leak.patch -R'
review "${against[@]}" reversed
same 'in reverse: its subject' 'Revert "net: fix a leak"' "$(subjects)"
json_is 'it is not the commit that it takes back' false '.patches[0].upstream.id == "'"$leak"'"'
# On a tree that has the commit its reversal applies, on one that has not it does not.
applies() { json '[.patches[0].facts[] | select(.kind | startswith("applies") or startswith("application")) | .kind] | join(" ")'; }
review "${against[@]}" reversed
without=$(applies)
review --json --upstream master --onto "$leak" reversed
with=$(applies)
ok 'it is put on the base in reverse' test "$without" != "$with"
ok 'take hands on the reversal' "$WINNOW" -C repo take -q --upstream master --onto "$leak" --mbox out.mbox reversed
matches 'as a revert' '^Subject: \[PATCH\] Revert "net: fix a leak"' out.mbox
matches 'with the lines the other way' '^-int net__fix_a_leak;' out.mbox
git clone -q repo clone
git -C clone checkout -q --detach "$leak"
ok 'which git am applies' git -C clone -c user.name=A -c user.email=a@example.org am -q ../out.mbox
same 'to what was before' "$(git -C repo rev-parse "$start:net/a.c")" "$(git -C clone rev-parse HEAD:net/a.c)"

# New, deleted, renamed, without a last line end: applied backwards as git does.
git -C clone checkout -q --detach "$start"
mkdir -p clone/lib
(cd clone && printf 'one\ntwo' >lib/end && printf '%s\n' {1..20} >lib/old && echo gone >lib/gone && printf 'odd\n' >$'lib/o"d\td' &&
	git add -A && git -c user.name=A -c user.email=a@example.org commit -qm files &&
	printf 'one\nthree\n' >lib/end && git mv lib/old lib/new && echo more >>lib/new && git rm -q lib/gone && echo new >lib/fresh &&
	printf 'odder\n' >$'lib/o"d\td' && chmod +x lib/end &&
	git add -A && git -c user.name=A -c user.email=a@example.org commit -qm 'lib: all kinds')
git -C clone format-patch -q -M --stdout HEAD~1..HEAD >quilt/kinds.patch
queue kinds kinds.patch <<<'kinds.patch -R'
ok 'all kinds of changes' "$WINNOW" -C clone take -q --onto HEAD --mbox out.mbox kinds
matches 'of the commit that they are' "^This reverts commit $(git -C clone rev-parse HEAD)\.\$" out.mbox
ok 'apply in reverse' git -C clone -c user.name=A -c user.email=a@example.org am -q ../out.mbox
same 'byte for byte' "$(git -C clone rev-parse 'HEAD~2^{tree}')" "$(git -C clone rev-parse 'HEAD^{tree}')"

# Some lines end in a return: they keep it.
git -C clone checkout -q --detach "$start"
(cd clone && printf 'one\r\ntwo\r\nthree\nfour\n' >net/mixed && git add -A && git -c user.name=A -c user.email=a@example.org commit -qm before &&
	printf 'one\r\nzwei\nthree\nvier\nfour\n' >net/mixed && git -c user.name=A -c user.email=a@example.org commit -qam 'net: mixed')
git -C clone format-patch -q --stdout HEAD~1..HEAD >quilt/mixed.patch
for strip in 1 0; do
	[ $strip = 1 ] || sed -i 's,^\(---\|+++\) [ab]/,\1 ,; s,^diff --git .*,diff --git net/mixed net/mixed,' quilt/mixed.patch
	queue mixed mixed.patch <<<"mixed.patch -R -p$strip"
	ok "lines with and without a return, -p$strip" "$WINNOW" -C clone take -q --onto HEAD --mbox out.mbox mixed
	git -C clone branch -f there
	ok 'apply in reverse with them' git -C clone -c user.name=A -c user.email=a@example.org am -q --keep-cr ../out.mbox
	same 'and are what they were' "$(git -C clone rev-parse 'HEAD~2^{tree}')" "$(git -C clone rev-parse 'HEAD^{tree}')"
	git -C clone checkout -q --detach there
done

# --- what lies elsewhere

mkdir outside && cp quilt/name.patch outside && echo 'quite private' >outside/words
queue linked leak.patch <<<$'leak.patch\nlnk/name.patch\nlnk/words\n../outside/words -R\nwords.patch'
ln -s ../outside linked/lnk && ln -s ../outside/words linked/words.patch
review "${against[@]}" linked
same 'a patch behind a link is read, as quilt does' $'net: fix a leak\nnet: rename a variable' "$(subjects | head -2)"
same 'of what is none each line is told' "$(for line in 3 4 5; do echo "linked/series:$line: it leads out of the directory, to what is no patch"; done)" "$(warnings)"
same 'and nothing is shown' 0 "$(grep -c 'private' out)"
echo 'no diff here' >linked/own.patch && echo own.patch >linked/series
review "${against[@]}" linked
same 'in the directory its words are shown' 'no diff here' "$(subjects)"

# --- what lies beside it

queue beside leak.patch name.patch table.patch <<<'leak.patch'
cp quilt/table.patch beside/without-an-ending
touch beside/README beside/table.patch~ beside/.hidden.patch
mkdir beside/sub.patch && mkfifo beside/fifo
review "${against[@]}" beside
same 'unlisted files are named' \
	"beside: 3 files that its series does not list: name.patch, table.patch, without-an-ending" "$(warnings)"
for n in 1 2 3 4 5 6 7; do echo >"beside/$n"$'\n.patch'; done
review "${against[@]}" beside
same 'but not all of many' \
	"beside: 10 files that its series does not list: 1 .patch, 2 .patch, 3 .patch, 4 .patch, 5 .patch and 5 more" "$(warnings)"

mkdir -p suse/patches.{one,two,three} && cp quilt/leak.patch quilt/name.patch suse/patches.one && cp quilt/table.patch suse/patches.two
cp quilt/table.patch suse/patches.three
printf '\tpatches.one/leak.patch\n-\tpatches.two/gone.patch\n+x\t../patches.three/none.patch\n' >suse/series.conf
review "${against[@]}" suse
same 'so are those beside what is listed further down' "suse/series.conf:3: '../patches.three/none.patch' is left out: its guard is '+x'
suse/patches.one: 1 file that its series does not list: name.patch
suse/patches.two: 1 file that its series does not list: table.patch" "$(warnings)"

# --- without a series

mkdir -p folder/{series,patches/series} && cp quilt/leak.patch folder
review "${against[@]}" folder
same 'a directory called series is none' 'net: fix a leak' "$(subjects)"
mkdir plain && cp quilt/leak.patch plain/1 && cp quilt/name.patch plain/10-name && cp quilt/table.patch plain/2.eml
printf 'From: Ann <ann@example.org>\nSubject: [PATCH 0/3] three\n\nWords.\n' >plain/0000-cover-letter
echo 'What this is about.' >plain/notes && mkfifo plain/pipe
review "${against[@]}" plain
same 'numbers as people count, whatever the endings' $'net: fix a leak\nnet: handle a full table\nnet: rename a variable' "$(subjects)"
json_is 'a cover letter is one' 'cover letter' '[.skipped[].what] | join(" ")'
same 'other files are named' 'plain: 2 files that no patch or mail is in: notes, pipe' "$(warnings)"

done_testing
