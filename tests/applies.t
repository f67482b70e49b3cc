#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whether each patch of a queue applies to the base and what the queue brings before it.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)

# save SUBJECT: commit the work tree of repo on the branch at hand; prints the id.
save()
{
	git -C repo add -A && git -C repo -c user.name='Ann Ash' -c user.email=ann@example.org \
		-c commit.gpgsign=false commit -q --date 2022-01-01T00:00:00Z -m "$1" &&
		git -C repo rev-parse HEAD
}

numbered() { seq -f 'line %g;' "$1" "$2"; }

git init -q -b master repo
mkdir repo/net
numbered 1 40 >repo/net/a.c
numbered 1 40 >repo/net/b.c
echo 'int gone;' >repo/net/gone.c
echo 'int old;' >repo/net/old.c
base=$(save 'start')

# queue NAME...: a quilt directory of these patches, in this order.
queue()
{
	local name n=0

	# Twice the same is two files of one content.
	: >quilt/series
	for name; do
		if grep -qx "$name.patch" quilt/series; then
			cp "quilt/$name.patch" "quilt/$name-$((++n)).patch"
			name=$name-$n
		fi
		echo "$name.patch" >>quilt/series
	done
}

# put NAME: the change between the base and the work tree as quilt/NAME.patch; the work tree goes back.
put()
{
	save "net: $1" >/dev/null
	git -C repo format-patch -q -1 --stdout >"quilt/$1.patch"
	git -C repo reset -q --hard "${2-$base}"
}

# applies NAME EXPECTED: "kind says [proof]" of each patch that the queue holds.
applies()
{
	review --json --upstream master --onto "${onto-$base}" quilt
	same "$1" "$2" "$(json '.patches[] | [.facts[] | select(.kind | startswith("applies."))] |
		if length == 0 then "-" else .[0] | "\(.kind[8:]) \(.says)\(if .proof then " [\(.proof)]" else "" end)" end')"
}

mkdir quilt
sed -i 's/line 20;/line twenty;/' repo/net/a.c && put change
queue change
applies 'where it says' 'cleanly it applies to the target'

# Three lines more above: it moves.
sed -i '1i one\ntwo\nthree' repo/net/a.c && put above
queue above change
applies 'after a queued patch that moves it' 'cleanly it applies to the target
moved it applies to the target, up to 3 lines from where it says [net/a.c:17, hunk 1 of 1]'

# A queued patch makes what the next one changes: only the effective tree has it.
sed -i 's/line 20;/line twenty;/' repo/net/a.c && twenty=$(save twenty)
sed -i 's/line twenty;/line XX;/' repo/net/a.c && save 'net: further' >/dev/null
git -C repo format-patch -q -1 --stdout >quilt/further.patch
git -C repo reset -q --hard "$base"
queue change further
applies 'on top of the queue' 'cleanly it applies to the target
cleanly it applies to the target'
queue further change
applies 'in the wrong order' 'not it does not apply to the target: net/a.c:17, hunk 1 of 1 [net/a.c:17, hunk 1 of 1]
cleanly it applies to the target'

# Context that differs at its outermost line, then in the middle.
sed -i 's/line 17;/line 17, differently;/' repo/net/a.c && put outer
queue outer change
applies 'without the outermost line' 'cleanly it applies to the target
fuzzy it applies to the target only without 1 line of context [net/a.c:17, hunk 1 of 1]'
sed -i 's/line 19;/line 19, differently;/' repo/net/a.c && put inner
queue inner change further
applies 'a conflict, and one behind it' 'cleanly it applies to the target
not it does not apply to the target: net/a.c:17, hunk 1 of 1 [net/a.c:17, hunk 1 of 1]
not it does not apply to the target: net/a.c:17, hunk 1 of 1, after the patch at 2 did not either [net/a.c:17, hunk 1 of 1]'

queue change change
applies 'twice' 'cleanly it applies to the target
already the target has all that it makes, and nothing of what it changes'

# Files made, removed, renamed.
echo 'int made;' >repo/net/made.c && put make
rm repo/net/gone.c && put remove
git -C repo mv net/old.c net/new.c && echo 'int more;' >>repo/net/new.c && put rename
echo 'int other;' >repo/net/made.c && put other
echo 'int more;' >>repo/net/gone.c && put grow
queue make make other remove remove grow rename
applies 'files that come and go' "cleanly it applies to the target
already the target has all that it makes, and nothing of what it changes
not it makes net/made.c, which the target has, and otherwise [net/made.c]
cleanly it applies to the target
already the target has all that it makes, and nothing of what it changes
not it changes net/gone.c, which the target does not have [net/gone.c]
cleanly it applies to the target"

# Two files, of which one fails: the other's change is there for those behind.
sed -i 's/line 20;/line twenty;/' repo/net/b.c
sed -i 's/line 20;/line twenty;/; s/line 19;/19;/' repo/net/a.c && put both
sed -i 's/line 20;/line zwanzig;/' repo/net/a.c && put zwanzig
git -C repo reset -q --hard "$base"
sed -i 's/line 20;/line twenty;/' repo/net/b.c && save b >/dev/null
sed -i 's/line twenty;/line 20 again;/' repo/net/b.c && save again >/dev/null
git -C repo format-patch -q -1 --stdout >quilt/again.patch
git -C repo reset -q --hard "$base"
queue zwanzig both again
applies 'half of one' 'cleanly it applies to the target
not it does not apply to the target: net/a.c:16, hunk 1 of 1 [net/a.c:16, hunk 1 of 1]
cleanly it applies to the target'

# A hunk that says to stand where no file has lines is looked for where there are some, at once.
sed -i 's/line 20;/line twenty;/' repo/net/a.c && put far
sed -i 's/^@@ -17,7 +17,7 @@/@@ -900000000,7 +900000000,7 @@/' quilt/far.patch
queue far
start=$SECONDS
applies 'a line number that no file has' 'moved it applies to the target, up to 899999983 lines from where it says [net/a.c:900000000, hunk 1 of 1]'
same 'in no time' yes "$([ $((SECONDS - start)) -lt 5 ] && echo yes)"

# Of two copies of the same lines one is repaired already: the patch is for the other.
twin() { printf 'int %s(void)\n{\n\tint err;\n\n\terr = begin();\n%s\terr = go();\n\treturn err;\n}\n\n' "$1" "$2"; }
{ twin one '' && numbered 1 20 && twin two '	if (err)\n\t\treturn err;\n'; } >repo/net/twins.c
with_twins=$(save twins)
sed -i '5s/$/\n\tif (err)\n\t\treturn err;/' repo/net/twins.c && put repair "$with_twins"
sed -i '3s/int err;/int err = 0;/' repo/net/twins.c && own=$(save own)
queue repair
onto=$own applies 'a repaired twin is another' 'fuzzy it applies to the target only without 1 line of context [net/twins.c:3, hunk 1 of 1]'

# Two entries of a table the other way round: what a hunk makes stands where the other one stood.
entry() { printf '\t{\n\t\t.kind = KIND,\n\t\t.length = {\n\t\t\t.least = %d,\n\t\t\t.step = 0\n\t\t},\n\t},\n' "$1"; }
{ entry 12 && numbered 1 9 && entry 11; } >repo/net/table.c
turned=$(save 'the other way round')
git -C repo reset -q --hard "$base"
{ entry 11 && numbered 1 9 && entry 12; } >repo/net/table.c
with_table=$(save 'a table')
{ entry 12 && numbered 1 9 && entry 11; } >repo/net/table.c && put swap "$with_table"
queue swap
onto=$turned applies 'what it makes is there, and what it changes' 'not it does not apply to the target: net/table.c:17, hunk 2 of 2 [net/table.c:17, hunk 2 of 2]'
git -C repo reset -q --hard "$base"

# One file in two parts of a patch; a link that becomes a file.
git -C repo reset -q --hard "$base"
sed -i 's/line 5;/line five;/' repo/net/a.c && put part1
sed -i 's/line 30;/line thirty;/' repo/net/a.c && put part2
{ sed '/^-- $/,$d' quilt/part1.patch && sed -n '/^diff /,$p' quilt/part2.patch; } >quilt/parts.patch
sed -i 's/line 5;/line five;/; s/line 30;/line thirty;/' repo/net/a.c && parts=$(save 'net: parts')
sed -i 's/line five;/line V;/; s/line thirty;/line XXX;/' repo/net/a.c && put after "$base"
queue parts after
applies 'one file in two parts' 'cleanly it applies to the target
cleanly it applies to the target'
ln -s a.c repo/net/link.c && put link
queue link
git -C repo am -q ../quilt/link.patch 2>/dev/null || git -C repo -c user.name=A -c user.email=a@example.org am -q ../quilt/link.patch
linked=$(git -C repo rev-parse HEAD)
rm repo/net/link.c && echo 'int x;' >repo/net/link.c && put typechange "$linked"
queue typechange
onto=$linked applies 'a link that becomes a file' 'cleanly it applies to the target'
git -C repo reset -q --hard "$base"

# A file that cannot be taken away whole is still there for those behind.
sed -i 's/int gone;/int gone, but changed;/' repo/net/gone.c && put changed
git -C repo rm -q net/gone.c && put taken
sed -i 's/int gone, but changed;/int again;/' repo/net/gone.c
printf 'int gone, but changed;\n' >repo/net/gone.c && changedbase=$(save changedbase)
sed -i 's/int gone, but changed;/int again;/' repo/net/gone.c && put again "$base"
queue changed taken again
applies 'what is not taken away is there' 'cleanly it applies to the target
not it does not apply to the target: net/gone.c:1, hunk 1 of 1 [net/gone.c:1, hunk 1 of 1]
cleanly it applies to the target'

# A binary file is not looked into; a range has been applied.
printf '\0\1\2' >repo/net/blob && put binary
queue binary
applies 'a binary file' 'unknown whether it applies is not known: net/blob cannot be read [net/blob]'
review --json --upstream master "$base..$twenty"
same 'a range' applies.cleanly "$(json '.patches[].facts[] | select(.kind | startswith("applies.")).kind')"

# A blob that is not there, as in a partial clone, costs the patches of that file a fact.
blob=$(git -C repo rev-parse "$base:net/a.c")
mv "repo/.git/objects/${blob:0:2}/${blob:2}" kept
queue change remove
applies 'a missing blob' 'unknown whether it applies is not known: net/a.c cannot be read [net/a.c]
cleanly it applies to the target'
mv kept "repo/.git/objects/${blob:0:2}/${blob:2}"

# Mails for several trees: the base is the tree of only one of them.
for version in 5.10 6.1; do
	sed "s/^Subject: \[PATCH\]/Subject: [PATCH AUTOSEL $version 1\/1]/; s/^From [0-9a-f]* .*/From ann@example.org Sat Jan  1 00:00:00 2022/; /^Date:/i Message-ID: <$version@example.org>" \
		quilt/change.patch
done >several.mbox
git -C repo tag v6.1.5 "$base"
review --json --upstream master --onto v6.1.5 several.mbox
same 'of several trees the one that --onto names' $'5.10 applies.unknown\n6.1 applies.cleanly' "$(json '.patches[] |
	"\(.versions[0]) \([.facts[].kind | select(startswith("applies."))] | join(" "))"')"

# Nothing in the repository has changed for it, and what the shipped rules say of it.
(cd repo && find . -type f -exec sha1sum {} + | sort) >before
queue inner change
run "$WINNOW" -C repo review --format long --now 2024-03-01 --upstream master --onto "$base" quilt
(cd repo && find . -type f -exec sha1sum {} + | sort) >after
same 'the repository is as before' before after
matches 'a conflict is asked about' '^2/2 ask' "$work/out"
queue change change
run "$WINNOW" -C repo review --format long --now 2024-03-01 --upstream master --onto "$base" quilt
matches 'what is there is dropped' '^2/2 drop' "$work/out"

done_testing
