#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a patch needs that the target lacks: found by the history of its lines, proved by applying it.
. "$(dirname "$0")/lib.sh"

# Rules of the trees as shipped, and no others.
mkdir rules
cp "$top"/rules/{define,prerequisite,applies,settings}.json rules
review()
{
	run "$WINNOW" -C repo review --no-default-rules --no-model --rules rules --now 2024-03-01 "$@"
}

day=1

# save SUBJECT [BODY]: commit the work tree, a day after the commit before; prints the id.
save()
{
	day=$((day + 1))
	git -C repo add -A && GIT_COMMITTER_DATE="$((1600000000 + day * 86400)) +0000" \
		git -C repo -c user.name='Ann Ash' -c user.email=ann@example.org -c commit.gpgsign=false \
		commit -q --date "$((1600000000 + day * 86400)) +0000" -m "$1${2:+

$2}" && git -C repo rev-parse HEAD
}

numbered() { seq -f 'line %g;' "$1" "$2"; }

# change FROM TO: on master, in net/a.c, as a commit of its own.
change() { sed -i "s/$1/$2/" repo/net/a.c && save "net: $1 to $2" "${3-}"; }

# facts KIND: "state says [proof]" of the facts of this kind, of each patch.
facts()
{
	json ".patches[].facts[] | select(.kind == \"$1\") |
		\"\(.state // \"-\") \(.says)\(if .proof then \" [\(.proof)]\" else \"\" end)\""
}

verdicts() { json '.patches[] | [.verdict, (.with[][:12])] | join(" ")'; }
short() { printf '%.12s' "$1"; }

git init -q -b master repo
mkdir -p repo/net repo/Documentation
numbered 1 60 >repo/net/a.c
numbered 1 20 >repo/net/b.c
numbered 1 20 >repo/Documentation/a.rst
base=$(save 'start')
git -C repo branch -q stable

# One small commit is needed; another one of the same file is not.
elsewhere=$(change 'line 50;' 'line fifty;')
first=$(change 'line 20;' 'line twenty;')
fix=$(change 'line twenty;' 'line XX;' "Fixes: $(short "$base") (\"start\")")
review --json --upstream master --onto stable "$fix"
same 'one commit is needed' "missing it applies only on top of $(short "$first") (\"net: line 20; to line twenty;\"), which is missing (no fix by its tags, 2 lines) [net/a.c:17, hunk 1 of 1]" \
	"$(facts prerequisite.textual)"
same 'it is proved' "- on top of $(short "$first") it applies: tried in memory" "$(facts prerequisite.proved)"
same 'keep-with names it' "keep-with $(short "$first")" "$(verdicts)"

# A chain: each needs the one before; what fixes a member is told.
second=$(change 'line XX;' 'line 0x14;')
third=$(change 'line 0x14;' 'line 024;')
review --json --upstream master --onto stable "$third"
same 'a chain of three, in upstream'\''s order' "keep-with $(short "$first") $(short "$fix") $(short "$second")" "$(verdicts)"
same 'each says whose it is' "missing it applies only on top of $(short "$second") (\"net: line XX; to line 0x14;\"), which is missing (no fix by its tags, 2 lines) [net/a.c:17, hunk 1 of 1]
missing $(short "$fix") (\"net: line twenty; to line XX;\") applies only on top of $(short "$first") (\"net: line 20; to line twenty;\"), which is missing (no fix by its tags, 2 lines) [net/a.c:17, hunk 1 of 1]
missing $(short "$second") (\"net: line XX; to line 0x14;\") applies only on top of $(short "$fix") (\"net: line twenty; to line XX;\"), which is missing (a fix itself, 2 lines) [net/a.c:17, hunk 1 of 1]" \
	"$(facts prerequisite.textual)"

# What the target has already is no need: by marker.
git -C repo checkout -q stable
sed -i 's/line 20;/line twenty;/' repo/net/a.c
picked=$(save 'net: line 20; to line twenty;' "[ Upstream commit $first ]")
git -C repo checkout -q master
review --json --upstream master --onto stable "$third"
same 'less what the target took' "keep-with $(short "$fix") $(short "$second")" "$(verdicts)"
review --json --upstream master --onto stable "$fix"
same 'and then it applies' "keep" "$(verdicts)"

# A prerequisite that upstream had to fix: no plain keep-with.
git -C repo branch -q -f stable "$base"
broken=$(change 'line 30;' 'line thirty;')
repair=$(change 'line 31;' 'line 31, repaired;' "Fixes: $(short "$broken") (\"net: line 30; to line thirty;\")")
user=$(change 'line thirty;' 'line 30 again;')
review --json --upstream master --onto stable "$user"
same 'a need of the two commits' "keep-with $(short "$broken") $(short "$repair")" "$(verdicts)"
sed -i 's/line 10;/line ten;/' repo/net/a.c && ten=$(save 'net: ten')
fixed=$(sed -i 's/line 45;/line 45, for ten;/' repo/net/a.c && save 'net: repair ten' "Fixes: $(short "$ten") (\"net: ten\")")
eleven=$(change 'line ten;' 'line 10 again;')
review --json --upstream master --onto stable "$eleven"
same 'what it needs was fixed later' "ask" "$(verdicts)"
same 'and that is told' "missing it needs $(short "$ten"), whose later fix, $(short "$fixed") (\"net: repair ten\"), is missing [Fixes: $(short "$ten") (\"net: ten\")]" \
	"$(facts prerequisite.followup)"

# The target's own change stands in the way: nothing of upstream's helps.
git -C repo checkout -q stable
sed -i 's/line 55;/line 55 of our own;/' repo/net/a.c && save 'net: our own' >/dev/null
git -C repo checkout -q master
own=$(change 'line 55;' 'line fifty-five;')
review --json --upstream master --onto stable "$own"
same 'the target'\''s own change' '- it does not apply, and nothing that upstream did to those lines since is missing [net/a.c:52, hunk 1 of 1]' "$(facts prerequisite.unproved)"
same 'which is a question' ask "$(verdicts)"

# More than anybody would take.
git -C repo branch -q -f stable "$base"
for i in 1 2 3 4 5 6 7 8 9 10; do
	sed -i "s/^\(line 4[0-4];.*\)/\1 $i/" repo/net/a.c && save "net: turn $i" >/dev/null
done
last=$(sed -i 's/^\(line 42;.*\)/\1 eleven/' repo/net/a.c && save 'net: turn eleven')
review --json --upstream master --onto stable "$last"
same 'a long row' '- it does not apply, and more than 8 commits would have to come first' "$(facts prerequisite.many)"
same 'is not worth it' drop "$(verdicts)"
bugfix=$(sed -i 's/^\(line 42;.*\)/\1 twelve/' repo/net/a.c && save 'net: turn twelve' "Fixes: $(short "$base") (\"start\")")
review --json --upstream master --onto stable "$bugfix"
same 'unless it repairs something' ask "$(verdicts)"

# Lines that upstream took out from between: whoever did so is needed.
git -C repo branch -q -f stable "$base"
gone=$(sed -i '/^line 35;$/d' repo/net/a.c && save 'net: line 35 is not needed')
beside=$(change 'line 36;' 'line thirty-six;')
review --json --upstream master --onto stable "$beside"
same 'who removed a line from between' "keep-with $(short "$gone")" "$(verdicts)"

# Two branches of upstream's, merged: each line is still whose it was.
git -C repo checkout -q -b side
side=$(change 'line 5;' 'line five;')
git -C repo checkout -q master
fiftyeight=$(change 'line 58;' 'line fifty-eight;')
git -C repo -c user.name=Ann -c user.email=ann@example.org merge -q -m 'Merge side' side
beyond=$(change 'line five;' 'line V;')
review --json --upstream master --onto stable "$beyond"
same 'through a merge' "keep-with $(short "$side")" "$(verdicts)"

# Both lines of history changed the file by the time they were merged.
git -C repo checkout -q -b other
eight=$(change 'line 8;' 'line eight;')
other=$(change 'line 7;' 'line seven;')
git -C repo checkout -q master
fiftyseven=$(change 'line 57;' 'line fifty-seven;')
change 'line 59;' 'line fifty-nine;' >/dev/null
git -C repo -c user.name=Ann -c user.email=ann@example.org merge -q -m 'Merge other' other
beyond=$(change 'line seven;' 'line VII;')
review --json --upstream master --onto stable "$beyond"
same 'what either side made' "keep-with $(short "$eight") $(short "$other")" "$(verdicts)"
beyond=$(change 'line fifty-seven;' 'line LVII;')
review --json --upstream master --onto stable "$beyond"
same 'or the other' "keep-with $(short "$fiftyeight") $(short "$fiftyseven")" "$(verdicts)"

# An object that a partial clone lacks: what cannot be looked up is not claimed, and the rest goes on.
cp -r repo partial
object=$(git -C partial rev-parse "$gone^:net/a.c")
rm -f "partial/.git/objects/${object:0:2}/${object:2}"
run "$WINNOW" -C partial review --no-default-rules --no-model --rules rules --now 2024-03-01 --json \
	--upstream master --onto stable "$beside" "$side"
same 'a missing object' 'ask
keep' "$(verdicts)"

# A commit too long to be anybody's prerequisite may itself need one.
git -C repo checkout -q -B big "$base"
seq -f 'line %g; with a good deal of text behind it, so that it is long' 1 9000 >repo/net/big.c && bigbase=$(save 'net: big')
git -C repo branch -q -f bigstable
sed -i 's/line 8990;/the end;/' repo/net/big.c && end=$(save 'net: the end')
big=$(sed -i '3~9s/$/ changed/; 8991s/$/ changed/' repo/net/big.c && save 'net: change most of it')
git -C repo checkout -q master
review --json --upstream big --onto bigstable "$big"
same 'a commit of hundreds of hunks' "keep-with $(short "$end")" "$(verdicts)"

# Documentation does not count: nobody takes a commit for its sake.
sed -i 's/line 10;/line ten;/' repo/Documentation/a.rst && save 'Documentation: ten' >/dev/null
sed -i 's/line ten;/line X;/' repo/Documentation/a.rst
sed -i 's/line 3;/line three;/' repo/net/b.c && documented=$(save 'net: three')
review --json --upstream master --onto stable "$documented"
same 'documentation fails, code does not' '' "$(facts prerequisite.textual)"

# A file that upstream renamed, twice, is found under the name that the target has.
mkdir repo/drivers && git -C repo mv net/b.c drivers/b.c && save 'drivers: from net' >/dev/null
git -C repo mv drivers/b.c drivers/bee.c && save 'drivers: bee' >/dev/null
renamed=$(sed -i 's/line 15;/line fifteen;/' repo/drivers/bee.c && save 'drivers: fifteen')
review --json --upstream master --onto stable "$renamed"
same 'by an older name' '- it applies to the target, by an older name: net/b.c for drivers/bee.c' "$(facts applies.cleanly)"
line=$(sed -i 's/line three;/line 3 again;/' repo/drivers/bee.c && save 'drivers: three again')
review --json --upstream master --onto stable "$line"
same 'needs are found through renames' "missing it applies only on top of $(short "$documented") (\"net: three\"), which is missing (no fix by its tags, 4 lines) [drivers/bee.c:1, hunk 1 of 1]" \
	"$(facts prerequisite.textual)"

# Without a tag that says what it repairs, the lines do: code that came later is not there to repair.
git -C repo tag v1.1-rc1 "$(git -C repo rev-parse HEAD)"
numbered 100 130 | sed 's/^/new /' >repo/net/new.c && brought=$(save 'net: a new driver')
git -C repo tag v1.2-rc1
later=$(sed -i 's/new line 110;/new line one hundred and ten;/' repo/net/new.c && save 'net: correct the new driver')
review --json --upstream master --onto stable "$later"
same 'code that is not there' "missing none of the 7 lines that it changes or stands between is in the target: $(short "$brought") (\"net: a new driver\") made them and is missing (it came in v1.2-rc1) [net/new.c:8, hunk 1 of 1]" \
	"$(facts presence.code-foreign)"
same 'which one commit would bring, and the bug with it' ask "$(verdicts)"
for i in 1 2 3 4 5 6 7 8 9; do
	sed -i "s/^new line 11[0-4];/& $i/" repo/net/new.c && save "net: new turn $i" >/dev/null
done
later=$(sed -i 's/^\(new line 112;.*\)/\1 ten/' repo/net/new.c && save 'net: new turn ten')
review --json --upstream master --onto stable "$later"
same 'or more than anybody would take' drop "$(verdicts)"
tagged=$(sed -i 's/^\(new line 125;.*\)/\1 more/' repo/net/new.c && save 'net: more' "Fixes: $(short "$brought") (\"net: a new driver\")")
review --json --upstream master --onto stable "$tagged"
same 'with a tag it says the version, too' "missing $(short "$brought") (\"net: a new driver\") brought the bug and is missing (it came in v1.2-rc1) [Fixes: $(short "$brought") (\"net: a new driver\")]" \
	"$(facts presence.repaired)"
same 'and drops it' drop "$(verdicts)"

# By an older name the code is there all the same, whether the patch applies or not.
git -C repo checkout -q -B away "$base"
mkdir -p repo/drv && git -C repo mv net/b.c drv/b.c && moved=$(save 'drv: move')
cleanly=$(sed -i 's/line 10;/line ten;/' repo/drv/b.c && save 'drv: ten' "Fixes: $(short "$moved") (\"drv: move\")")
sed -i 's/line 4;/line four;/' repo/drv/b.c && save 'drv: four' >/dev/null
theirs=$(sed -i 's/line four;/line IV;/' repo/drv/b.c && save 'drv: IV')
git -C repo checkout -q -B astable "$base"
review --json --upstream away --onto astable "$cleanly"
same 'moved, the code is there' "base $(short "$moved") (\"drv: move\"), which its Fixes: names, is not in the target, yet of this patch the line that it removes is there [drv/b.c]" "$(facts presence.code)"
same 'and not dropped' ask "$(verdicts)"
sed -i 's/line 4;/line 4 of our own;/' repo/net/b.c && save 'net: our own' >/dev/null
review --json --upstream away --onto astable "$theirs"
same 'moved, and in conflict' '' "$(facts presence.code-foreign)"
# Another file had the name before: the commit that moved this one there did not make its lines.
git -C repo checkout -q -B shift "$base"
numbered 200 230 | sed 's/^/other /' >repo/drv.c && save 'drv: another file' >/dev/null
git -C repo branch -f shifted
git -C repo rm -q drv.c && save 'drv: away with it' >/dev/null
git -C repo mv net/b.c drv.c && save 'drv: what was in net' >/dev/null
shifted=$(sed -i 's/line 14;/line no. 14;/' repo/drv.c && save 'drv: no. 14')
review --json --upstream shift --onto shifted "$shifted"
same 'a file of that name is another one' '' "$(facts presence.code-foreign)"
same 'and it is not dropped' ask "$(verdicts)"
git -C repo checkout -q master

# What upstream's own diff fails on is asked of a tree without the halves of the patch.
git -C repo checkout -q -B half "$base"
sed -i 's/line 20;/line twenty;/; s/line 40;/line forty;/' repo/net/a.c && save 'net: twenty and forty' >/dev/null
other=$(sed -i 's/line 55;/line fifty-five;/' repo/net/a.c && save 'net: fifty-five')
both=$(sed -i 's/line twenty;/line XX;/; s/line fifty-five;/line LV;/' repo/net/a.c && save 'net: XX and LV')
git -C repo checkout -q -B hstable "$base"
sed -i 's/line 20;/line twenty;/; s/line 40;/line XL of our own;/' repo/net/a.c && save 'net: our own way' >/dev/null
git -C repo checkout -q master
review --json --upstream half --onto hstable "$both"
same 'half of it fits by our own doing' "keep-with $(short "$other")" "$(verdicts)"

# Of two commits that may stand in the way, one does not.
git -C repo checkout -q -B twice "$base"
sed -i '33s/.*/line 1;/' repo/net/a.c && save 'net: the first line again' >/dev/null
needed=$(sed -i '35d' repo/net/a.c && save 'net: less')
last=$(sed -i 's/line 36;/line thirty-six;/' repo/net/a.c && save 'net: thirty-six')
git -C repo checkout -q master
review --json --upstream twice --onto "$base" "$last"
same 'what can be left out is' "keep-with $(short "$needed")" "$(verdicts)"

# A queue: the order is wrong, or right.
mkdir quilt
put() { git -C repo format-patch -q -1 --stdout "$1" | sed "s/^Subject: \[PATCH\] \(.*\)/Subject: \1\n\n[ Upstream commit $1 ]/" >"quilt/$2.patch"; }
put "$first" first
put "$fix" fix
printf '%s.patch\n' fix first >quilt/series
review --json --upstream master --onto stable quilt
same 'it stands too late' "queued-after it applies only on top of $(short "$first") (\"net: line 20; to line twenty;\"), which is queued after it, at 2 and should stand at 1 (no fix by its tags, 2 lines) [net/a.c:17, hunk 1 of 1]" \
	"$(facts prerequisite.textual)"
same 'both are asked about' 'ask
ask' "$(verdicts)"
same 'the other knows of it' 'queued-before the patch at 1 ("net: line twenty; to line XX;") does not apply without it and stands before it' \
	"$(facts role.needed)"
printf '%s.patch\n' first fix >quilt/series
review --json --upstream master --onto stable quilt
same 'in order a clean-up that a fix needs stays' 'keep
keep' "$(verdicts)"
same 'for whom' 'queued-after the patch at 2 ("net: line twenty; to line XX;") does not apply without it' "$(facts role.needed)"

# The same in a range and in a mailbox, whose base is given.
git -C repo checkout -q -b picks "$base"
git -C repo -c user.name=Ann -c user.email=ann@example.org cherry-pick "$first" "$fix" >/dev/null 2>&1
git -C repo checkout -q master
review --json --upstream master "$base..picks"
same 'in a range' 'queued-after the patch at 2 ("net: line twenty; to line XX;") does not apply without it' "$(facts role.needed)"
cat quilt/first.patch quilt/fix.patch >queue.mbox
review --json --upstream master --onto stable queue.mbox
same 'in a mailbox' 'queued-after the patch at 2 ("net: line twenty; to line XX;") does not apply without it' "$(facts role.needed)"

done_testing
