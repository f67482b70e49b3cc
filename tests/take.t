#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is left of a queue, handed on: it applies, and each change to it is told with its proof.
. "$(dirname "$0")/lib.sh"
. "$top/tests/taking.sh"

git init -q -b master repo
mkdir -p repo/net quilt
numbered 1 60 >repo/net/a.c
numbered 1 60 >repo/net/b.c
numbered 1 40 | sed 's/$/\r/' >repo/net/dos.c
printf 'a\0b' >repo/net/logo.bin
printf 'last' >repo/net/end.c
printf 'caf\351;\n' >repo/net/latin.c
ln -s a.c repo/net/link.c
start=$(save 'net: start')
git -C repo branch base

# Upstream: a helper, and a fix of what a queued patch brings.
cd repo || exit 1
sed -i 's/line 30;/line thirty;/' net/a.c
helper=$(cd .. && save 'net: bring thirty' '' 'It is needed later.' '' 'Signed-off-by: Ben <ben@example.org>')
sed -i 's/line thirty;/line XXX;/' net/a.c
user=$(cd .. && save 'net: use thirty' '' 'It overflows.')
sed -i 's/line 10;/line ten;/' net/b.c
ten=$(cd .. && save 'net: count to ten' '' 'It stopped at nine.')
sed -i 's/line ten;/line ten!/' net/b.c
fix=$(cd .. && save 'net: count on' '' 'It crashed.' '' "Fixes: ${ten:0:12} (\"net: count to ten\")" \
	'Signed-off-by: Ben <ben@example.org>')
sed -i 's/line 50;/line fifty;/' net/b.c
wrong=$(cd .. && save 'net: be wrong' '' 'It is not.')
sed -i 's/line fifty;/line 50;/' net/b.c
(cd .. && save 'Revert "net: be wrong"' '' "This reverts commit $wrong.") >/dev/null
cd "$work" || exit 1
git -C repo checkout -q base

# The queue: one that needs the helper, one with a missing fix, one that upstream took back.
git -C repo show "$user" --format= >user.diff
{
	printf 'From %s Mon Sep 17 00:00:00 2001\nFrom: Ann Ash <ann@example.org>\n' "$user"
	printf 'Date: Sat, 1 Jan 2022 00:00:00 +0000\nSubject: [PATCH] net: use thirty\n\n'
	marked "$user" 'It overflows.'
	printf 'Signed-off-by: Ann Ash <ann@example.org>\n---\n'
	cat user.diff
} >quilt/use-thirty.patch
echo use-thirty.patch >quilt/series
sed -i 's/line 10;/line ten;/' repo/net/b.c && put count "$(marked "$ten" 'It stopped at nine.')"
sed -i 's/Subject: .*/Subject: [PATCH] net: count to ten/' quilt/count.patch
sed -i 's/line 50;/line fifty;/' repo/net/b.c && put wrong "$(marked "$wrong" 'It is not.')"
sed -i 's/Subject: .*/Subject: [PATCH] net: be wrong/' quilt/wrong.patch

before=$(git -C repo count-objects -v; git -C repo for-each-ref)
take -o left --json quilt
same 'it is done' '0' "$status$(cat "$work/err")"
cp "$work/out" listed.json
same 'what needs a commit gets it in front, a fix goes behind, a drop is out' \
	"left-out wrong.patch
added ${helper:0:12}
added ${fix:0:12}" "$(jq -r '.changes[] | "\(.what) \(if .what == "added" then .upstream[0:12] else .source end)"' listed.json)"
same 'in the order to apply them' 'net-bring-thirty.patch
use-thirty.patch
count.patch
net-count-on.patch' "$(cat left/series)"
same 'what is added is proved' 'true' \
	"$(jq -r '[.changes[] | select(.what == "added") | .proof | length > 0] | all' listed.json)"
same 'its own review has nothing against it' '0 0' "$(jq -r '.verdicts | "\(.drop) \(.["keep-with"])"' listed.json)"
cmp -s quilt/count.patch left/count.patch
same 'what applies stays as it is, byte for byte' 0 $?
same 'the marker is the one that the queue has' "[ Upstream commit $helper ]" \
	"$(sed '1,/^$/d' left/net-bring-thirty.patch | head -n 1)"
same 'the author is upstream'\''s' 'From: Ann Ash <ann@example.org>' \
	"$(grep '^From: ' left/net-bring-thirty.patch)"
applies 'all of it' left
same 'the repository is left alone' "$before" "$(git -C repo count-objects -v; git -C repo for-each-ref)"
ok 'and is whole' git -C repo fsck --strict --no-dangling
if /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
	ok 'the list fits its schema' /usr/bin/python3 -W ignore -m jsonschema -i listed.json \
		"$top/data/schema/take-1.json"
fi
same 'nothing else is left beside it' '' "$(find . -maxdepth 1 -name '.winnow-take*')"

# Where it goes.
take -o left quilt
same 'never over a directory with something in it' "2 winnow: 'left' is not empty: nothing is written into it" \
	"$status $(cat "$work/err")"
ln -s left through
take -o through quilt
same 'nor through a link' '2' "$status"
mkdir empty
take -o empty --exit-code quilt
same 'an empty one is filled' '0 4' "$status $(wc -l <empty/series)"
matches 'the list for people' '^4 of 3 patches, 1 left out, 2 added$' "$work/out"
take quilt
same 'it wants to know where to' '64' "$status"
take -o x --mbox y quilt
same 'to one place' '64' "$status"

# An mbox, and a branch.
take --mbox out.mbox quilt
same 'an mbox' 0 "$status"
git clone -q repo am2 && git -C am2 checkout -q --detach origin/base
ok 'git am reads it' git -C am2 "${person[@]}" am -q ../out.mbox
git -C repo config user.name 'Ann Ash'
git -C repo config user.email ann@example.org
take --branch taken quilt
same 'a branch' "0 4" "$status $(git -C repo rev-list --count base..taken)"
same 'of the same tree' "$(git -C am2 rev-parse 'HEAD^{tree}')" "$(git -C repo rev-parse 'taken^{tree}')"
same 'with the messages and authors that git am makes' \
	"$(git -C am2 log --format='%an %ae %ad%n%B' origin/base..)" "$(git -C repo log --format='%an %ae %ad%n%B' base..taken)"
ok 'the repository is whole' git -C repo fsck --strict --no-dangling
take --branch taken quilt
same 'never over one that is there' "2 winnow: branch 'taken' is there already" "$status $(cat "$work/err")"
take --branch 'a..b' quilt
same 'no name for a branch' 64 "$status"
git -C repo branch -q -D taken

# What applies only nearly is refreshed, and says so.
rm -rf quilt left && mkdir quilt
sed -i '1i one\ntwo' repo/net/a.c && put above
sed -i 's/line 20;/line twenty;/' repo/net/a.c && put moved
sed -i 's/line 40;/line forty;/' repo/net/a.c && put fuzzy
sed -i 's/^ line 37;/ line thirtyseven;/' quilt/fuzzy.patch
sed -i 's/line 5;/line five;/' repo/net/b.c && put strip
sed -i 's| [ab]/net/| net/|g' quilt/strip.patch
sed -i 's/^strip.patch/strip.patch -p0/' quilt/series
sed -i 's/line 20;/line twenty;/' repo/net/dos.c && put dos
sed -i 's/line 30;/line thirty;/' repo/net/dos.c && put lost
sed -i 's/\r$//' quilt/lost.patch
take -o left --json quilt
same 'each with how it was made to fit' 'refreshed moved.patch: it stands up to 2 lines from where it said
refreshed fuzzy.patch: some lines around it are others
refreshed strip.patch: its names were for patch -p0
refreshed lost.patch: its lines end otherwise than those of the file' "$(listed)"
applies 'refreshed' left
same 'returns that a mail lost are there again' 40 "$(grep -c $'\r' am/net/dos.c)"
same 'a context is noted with the trailers' '[ winnow: refreshed context ]' \
	"$(sed -n '/^Signed-off-by/{n;p}' left/fuzzy.patch)"
same 'a line number is not' '---' "$(sed -n '/^Signed-off-by/{n;p}' left/moved.patch)"

# Whatever git's trees hold: binary, modes, renames, links, new and removed files, no last line end.
rm -rf quilt left
git -C repo checkout -q -b kinds base
git -C repo mv net/b.c net/c.c && sed -i 's/line 9;/line nine;/' repo/net/c.c && save 'net: b is c' >/dev/null
chmod +x repo/net/a.c && save 'net: run it' >/dev/null
rm repo/net/link.c && ln -s c.c repo/net/link.c && save 'net: lead elsewhere' >/dev/null
printf 'last\nnew' >repo/net/end.c && save 'net: no end' >/dev/null
printf 'caf\351!\n' >repo/net/latin.c && save 'net: latin' >/dev/null
echo 'int n;' >'repo/net/new one.c' && save 'net: a new file' >/dev/null
: >repo/net/empty.c && save 'net: an empty file' >/dev/null
git -C repo rm -q net/empty.c && save 'net: remove it' >/dev/null
sed -i 's/line 3;/line three;/' repo/net/dos.c && save 'net: returns' >/dev/null
printf 'a\nb\r' >repo/net/return.c && save 'net: a return at the end' >/dev/null
printf 'A\nb\r' >repo/net/return.c && save 'net: behind other lines' >/dev/null
printf 'A\nb\r\nc\r' >repo/net/return.c && save 'net: within and at the end' >/dev/null
git -C repo "${person[@]}" commit -q --allow-empty -m 'net: nothing at all'
git -C repo checkout -q base
take --without ask -o left --json base..kinds
same 'a range of all kinds' "0 1" "$status $(json '[.changes[] | select(.what == "left-out")] | length')"
same 'a commit that changes nothing is left out' 'it changes no file' "$(json '.changes[0].reason')"
applies 'all kinds' left
same 'to what the range has' "$(git -C repo rev-parse 'kinds^{tree}')" "$(git -C am rev-parse 'HEAD^{tree}')"
ok 'names sort as the series does' sort -c left/series

# Binary files and submodules: for git am.
git -C repo checkout -q kinds
printf 'a\0c' >repo/net/logo.bin && save 'net: logo' >/dev/null
git -C repo update-index --add --cacheinfo 160000,"$start",net/sub && git -C repo "${person[@]}" commit -q -m 'net: sub'
git -C repo checkout -q -f base
take --mbox kinds.mbox base..kinds
matches 'a binary file is told' 'a binary file: git am applies that' "$work/out"
rm -rf am2 && git clone -q repo am2 && git -C am2 checkout -q --detach origin/base
ok 'git am has them' git -C am2 "${person[@]}" am -q --keep-cr ../kinds.mbox
same 'with their tree' "$(git -C repo rev-parse 'kinds^{tree}')" "$(git -C am2 rev-parse 'HEAD^{tree}')"
rm -rf repo/net/sub

# Mails: the text as it was sent.
cat >one.mbox <<-'END'
	From ann@example.org Sat Jan  1 00:00:00 2022
	Received: by somewhere
	Message-ID: <one@example.org>
	From: =?UTF-8?Q?J=C3=B6rg_Ash?= <joerg@example.org>
	Date: Sat, 1 Jan 2022 10:00:00 +0200
	Subject: [PATCH 5.10 1/1] net: count to sixty
	MIME-Version: 1.0
	Content-Type: text/plain; charset=UTF-8
	Content-Transfer-Encoding: quoted-printable

	From: Ann Ash <ann@example.org>

	It stopped at fifty-nine, =C3=A0 la mode.

	Signed-off-by: Ann Ash <ann@example.org>
	---
	 net/b.c | 2 +-

	diff --git a/net/b.c b/net/b.c
	--- a/net/b.c
	+++ b/net/b.c
	@@ -57,4 +57,4 @@
	 line 57;
	 line 58;
	 line 59;
	-line 60;
	+line sixty =3D;
END
take --mbox two.mbox one.mbox
same 'a mail' 0 "$status"
matches 'who sent it' '^From: =.UTF-8.*Ash <joerg@example.org>$' two.mbox
same 'its headers' 'Date: Sat, 01 Jan 2022 10:00:00 +0200
Subject: [PATCH 5.10 1/1] net: count to sixty
Message-Id: <one@example.org>' "$(sed -n '3,5p' two.mbox)"
rm -rf am2 && git clone -q repo am2 && git -C am2 checkout -q --detach origin/base
ok 'git am reads it' git -C am2 "${person[@]}" am -q ../two.mbox
same 'as the mail had it' 'Ann Ash|It stopped at fifty-nine, à la mode.' \
	"$(git -C am2 log -1 --format='%an|%b' | sed -n 1p)"
same 'decoded' 'line sixty =;' "$(tail -n 1 am2/net/b.c)"

# What looks like another mail within it is none.
other='=46rom 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: Eve <eve@example.org>\nSubject: [PATCH] net: eve'
sed -e "s/^It stopped/$other\n\n&/" -e "\$a$other\n\n---\n" one.mbox >eve.mbox
take --mbox two.mbox eve.mbox
rm -rf am2 && git clone -q repo am2 && git -C am2 checkout -q --detach origin/base
ok 'git am reads a mail in a mail' git -C am2 "${person[@]}" am -q ../two.mbox
same 'as one' '1 Ann Ash net: count to sixty' \
	"$(git -C am2 rev-list --count origin/base..) $(git -C am2 log -1 --format='%an %s')"

# The same for two trees: one of them is this one.
sed 's/5\.10 1/6.1 1/; s/one@example/other@example/; s/10:00:00/10:00:01/' one.mbox >one.mbox.2
{ cat one.mbox; echo; cat one.mbox.2; } >both.mbox
git -C repo branch v5.10 base
onto=v5.10 take --mbox two.mbox --json both.mbox
same 'what is for another tree' 'left-out other@example.org: it is for 6.1, not for 5.10' "$(listed)"

# What was decided counts more than the review.
rm -rf quilt left && mkdir quilt && echo wrong.patch >quilt/series
sed -i 's/line 50;/line fifty;/' repo/net/b.c && put wrong "$(marked "$wrong" 'It is not.')"
echo wrong.patch >quilt/series
printf '# winnow decisions 1\n%s  *  keep  2024-01-01  greta  we want it\n' "$wrong" >quilt/.winnow-decisions
take -o left quilt
same 'decided to keep' '0 1' "$status $(grep -c . left/series)"
printf '# winnow decisions 1\n%s  *  drop  2024-01-01  greta  we do not want it\n' "$ten" >quilt/.winnow-decisions
sed -i 's/line 10;/line ten;/' repo/net/b.c && put count "$(marked "$ten" 'It stopped at nine.')"
rm -rf left
sed -i '/wrong/d' quilt/series
sed -i 's/line 20;/line twenty;/' repo/net/a.c && put good
take -o left --json quilt
matches 'decided to drop' 'greta decided on 2024-01-01 to drop it: we do not want it' "$work/out"
same 'without the fix of it' 'good.patch' "$(cat left/series)"

# What does not apply ends it, by its name.
rm -rf quilt left && mkdir quilt
sed -i 's/line 20;/line twenty;/' repo/net/a.c && put good
sed -i 's/line 40;/line forty;/' repo/net/a.c && put bad
sed -i 's/line 3[789];/other;/; s/-line 40;/-line vierzig;/' quilt/bad.patch
take -o left quilt
same 'an error names it' '2 winnow: patch 2, bad.patch ("net: bad"): it does not apply: net/a.c:37, hunk 1 of 1; nothing is written (--without failed leaves it out)' \
	"$status $(cat "$work/err")"
ok 'nothing is written' [ ! -e left ]
same 'nor left over' '' "$(find . -maxdepth 1 -name '.winnow-take*')"
take --without failed -o left --json quilt
same 'unless it is to be left out' 'left-out bad.patch: it does not apply: net/a.c:37, hunk 1 of 1' "$(listed)"
take -o left3 --onto '' quilt
[ "$status" -ne 0 ]
same 'without a base nothing is done' 0 $?

# What should be dropped, but another stands on it; and what shares a file with that one is not blamed.
rm -rf quilt left && mkdir quilt
sed -i 's/line 10;/line ten;/' repo/net/b.c && put count "$(marked "$ten" 'It stopped at nine.')"
sed -i 's/Subject: .*/Subject: [PATCH] net: count to ten/' quilt/count.patch
sed -i 's/line 50;/line fifty;/' repo/net/b.c && put wrong "$(marked "$wrong" 'It is not.')"
sed -i 's/Subject: .*/Subject: [PATCH] net: be wrong/' quilt/wrong.patch
sed -i 's/line 50;/line fifty;/' repo/net/b.c && save 'net: below' >/dev/null
sed -i 's/line fifty;/line FIFTY;/' repo/net/b.c && put ontop
git -C repo reset -q --hard HEAD^
take -o left --json quilt
same 'what stands on a drop keeps it, and nothing else is undone for it' \
	"added ${fix:0:12}: ${fix:0:12} (\"net: count on\") fixes it and is missing, and applies on top
not-done wrong.patch: it stays in: 3, ontop.patch (\"net: ontop\") does not apply without it" "$(listed)"
same 'and is left open, with the reason' 'drop wrong.patch: reverts it and is missing' \
	"$(json '.open[] | "\(.verdict) \(.source): \(.reason)"' | sed 's/: .*) /: /')"
cp "$work/out" listed.json
if /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
	ok 'which fits the schema' /usr/bin/python3 -W ignore -m jsonschema -i listed.json "$top/data/schema/take-1.json"
fi
applies 'with it' left
rm -rf left
take -o left --exit-code quilt
same 'a status for that' 1 "$status"
matches 'people read it' '^      drop: ' "$work/out"

mkdir needs
cat >needs/needs.json <<-'END'
	{
	  "about": "What a patch says it needs comes along.",
	  "rules": [
	    {
	      "id": "test.needs",
	      "decides": "keep-with",
	      "says": "{fact}",
	      "when": "prerequisite.declared.missing > 0",
	      "examples": { "hit": [{ "prerequisite.declared.missing": 1 }], "miss": [{ "prerequisite.declared.missing": 0 }] }
	    }
	  ]
	}
END

# What a patch needs, whole, or nothing of it.
git -C repo checkout -q master
sed -i 's/line 55;/line fiftyfive;/' repo/net/a.c && first=$(save 'net: the first half')
sed -i 's/line 20;/line twenty;/' repo/net/b.c && save 'net: between' >/dev/null
sed -i 's/line twenty;/line XX;/' repo/net/b.c && second=$(save 'net: the second half')
afresh
sed -i 's/line 5;/line five;/' repo/net/b.c && put both "Depends-on: ${first:0:12} (\"net: the first half\")" \
	"Depends-on: ${second:0:12} (\"net: the second half\")"
take --rules needs -o left --json quilt

same 'one part does not apply: nothing of it is added' \
	"not-done ${first:0:12}: it is not added: ${second:0:12} (\"net: the second half\"), which is needed with it, is not
not-done ${second:0:12}: it is not added: it does not apply: net/b.c:17, hunk 1 of 1" "$(listed)"
same 'and the patch stays alone' 'both.patch' "$(cat left/series)"
applies 'it alone' left
git -C repo checkout -q master && sed -i 's/line 45;/line 45?/' repo/net/b.c && third=$(save 'net: a third part')
afresh
sed -i 's/line 5;/line five;/' repo/net/b.c && put both "Depends-on: ${first:0:12} (\"net: the first half\")" \
	"Depends-on: ${third:0:12} (\"net: a third part\")"
take --rules needs -o left --json quilt
same 'all of it applies: all of it is added, in front' "net-the-first-half.patch
net-a-third-part.patch
both.patch" "$(cat left/series)"


# What is added keeps a later patch from applying: it is not added. Another one in the same file is.
afresh
sed -i 's/line 5;/line five;/' repo/net/b.c && put user "Depends-on: ${first:0:12} (\"net: the first half\")"
sed -i 's/line 15;/line fifteen;/' repo/net/b.c && put user2 "Depends-on: ${helper:0:12} (\"net: bring thirty\")"
sed -i 's/line 55;/line LV;/' repo/net/a.c && put later
take --rules needs -o left --json quilt
same 'what a later one does not apply behind is not added, and nothing else is undone' \
	"added ${helper:0:12}: it says it needs ${helper:0:12} (\"net: bring thirty\"), which is missing
not-done ${first:0:12}: it is not added: 3, later.patch (\"net: later\") does not apply behind it" "$(listed)"
applies 'without it' left
rm -rf left && sed -i '$d' quilt/series
sed -i 's/line 55;/line LV;/; s/line 30;/line XXX;/' repo/net/a.c && put later
take --rules needs -o left --json quilt
same 'nor two, each of which is in its way' \
	"not-done ${first:0:12}: it is not added: 3, later.patch (\"net: later\") does not apply behind it
not-done ${helper:0:12}: it is not added: 3, later.patch (\"net: later\") does not apply behind it" "$(listed)"

afresh
sed -i 's/line 5;/line five;/' repo/net/b.c && put user "Depends-on: ${first:0:12} (\"net: the first half\")" \
	"Depends-on: ${helper:0:12} (\"net: bring thirty\")"
sed -i 's/line 55;/line LV;/' repo/net/a.c && put later
take --rules needs -o left --json quilt
same 'nor what is of no use without it' \
	"not-done ${helper:0:12}: it is not added: ${first:0:12} (\"net: the first half\"), which is needed with it, is not
not-done ${first:0:12}: it is not added: 2, later.patch (\"net: later\") does not apply behind it" "$(listed)"

# The wrong order.
afresh
sed -i 's/line 5;/line five;/' repo/net/b.c && put user "Depends-on: ${helper:0:12} (\"net: bring thirty\")"
sed -i 's/line 20;/line twenty;/' repo/net/a.c && put between
sed -i 's/line 30;/line thirty;/' repo/net/a.c && put helper "$(marked "$helper" 'It is needed later.')"
take --rules needs -o left --json quilt
same 'what another one needs goes in front of that' 'moved helper.patch: the patch at 1 ("net: user") needs it' "$(listed)"
same 'and of nothing else' 'helper.patch user.patch between.patch' "$(xargs <left/series)"
take -o list.d --rules needs quilt
matches 'people read it' "^  helper.patch, of ${helper:0:12} \(\"net: helper\"\)$" "$work/out"
rm -rf left && sed -i '/between/d; /helper/d' quilt/series
sed -i 's/line 30;/line 30!/' repo/net/a.c && put between
sed -i 's/line 30;/line thirty;/' repo/net/a.c && put helper "$(marked "$helper" 'It is needed later.')"
sed -i 's/^-line 30;/-line 30!/' quilt/helper.patch
take --rules needs -o left --json quilt
same 'unless it does not apply there' \
	'not-done helper.patch: it stays where it is: in front of the other, it does not apply: net/a.c:27, hunk 1 of 1' "$(listed)"
rm -rf left && sed -i '/between/d; /helper/d' quilt/series
sed -i 's/line 31;/line 31!/' repo/net/a.c && put between
sed -i 's/line 30;/line thirty;/' repo/net/a.c && context=-U0 put helper "$(marked "$helper" 'It is needed later.')"
take --rules needs -o left --json quilt
same 'or another one does not apply behind it' \
	'not-done helper.patch: it stays where it is: 2, between.patch ("net: between") does not apply with it there' "$(listed)"

# A fix that does not apply behind what it fixes is tried at the end.
git -C repo checkout -q master && sed -i 's/line 12;/line twelve;/' repo/net/b.c && numbered 1 120 >repo/net/twelve.c && save 'net: twelve' >/dev/null
sed -i 's/line ten!/line 10!/; s/line twelve;/line 12!/' repo/net/b.c
late=$(save 'net: count right' '' 'It crashed.' '' "Fixes: ${ten:0:12} (\"net: count to ten\")")
afresh
sed -i 's/line 10;/line ten;/' repo/net/b.c && put count "$(marked "$ten" 'It stopped at nine.')"
sed -i 's/Subject: .*/Subject: [PATCH] net: count to ten/' quilt/count.patch
sed -i 's/line 60;/line sixty;/' repo/net/b.c && put other
take -o left --json quilt

same 'one that applies nowhere but on top of much is not added' \
	"added ${fix:0:12}
not-done ${late:0:12}: it is not added: it applies only on top of 1 commit with 122 lines that are no fix, which is more than is taken unasked" "$(listed | sed 's/^\(added [0-9a-f]*\):.*/\1/')"
sed -i 's/line 12;/line twelve;/' repo/net/b.c && put twelve
rm -rf left
take -o left --json quilt
matches 'a fix that does not apply behind what it fixes is tried at the end' \
	"added ${late:0:12}: .*, and does not apply on top, at [^;]*; it goes at the end of the queue, where it applies$" <(listed)
same 'and stands there' 'net-count-right.patch' "$(tail -n 1 left/series)"
applies 'with it at the end' left

# What that one needs first comes with it, where that was proved and is little.
git -C repo checkout -q master && sed -i 's/line 33;/line thirtythree;/; s/line 34;/line thirtyfour;/' repo/net/b.c && ground=$(save 'net: thirties')
sed -i 's/line 58;/line ninety;/' repo/net/b.c && save 'net: ninety' >/dev/null
sed -i 's/line thirtythree;/line 33!/' repo/net/b.c && sed -i 's/line 46;/line 46!/' repo/net/a.c
high=$(save 'net: count high' '' 'It crashed.' '' "Fixes: ${helper:0:12} (\"net: bring thirty\")")
queue_thirty()
{
	afresh
	sed -i 's/line 30;/line thirty;/' repo/net/a.c && put thirty "$(marked "$helper" 'It is needed later.')"
	sed -i 's/Subject: .*/Subject: [PATCH] net: bring thirty/' quilt/thirty.patch
	sed -i 's/line 60;/line sixty;/' repo/net/b.c && put other
}
queue_thirty
take -o left --json quilt
same 'a fix that applies nowhere gets what it needs first, at the end' \
	"added ${ground:0:12}: ${high:0:12} (\"net: count high\") applies only on top of ${ground:0:12} (\"net: thirties\"), which is missing (no fix by its tags, 4 lines)
added ${high:0:12}: ${high:0:12} (\"net: count high\") fixes it and is missing; it goes at the end of the queue, where it applies on top of ${ground:0:12}" "$(listed | sed 's/, and does not apply on top, at [^;]*//')"
same 'in that order' 'thirty.patch other.patch net-thirties.patch net-count-high.patch' "$(xargs <left/series)"
same 'with its proof' 'net/b.c:30, hunk 1 of 1' "$(json '.changes[] | select(.subject == "net: thirties").proof')"
same 'and both say so' "[ winnow: on top of ${ground:0:12} ] [ winnow: needed by ${high:0:12} (\"net: count high\") ]" \
	"$(grep -h '^\[ winnow' left/net-count-high.patch left/net-thirties.patch | xargs -d '\n')"
same 'its own review has nothing against that' '0 0' "$(json '.verdicts | "\(.drop) \(.["keep-with"])"')"
applies 'all of it' left

# The marker is that of the queue, or of the base.
afresh
sed -i 's/line 45;/line 45?/' repo/net/b.c && put third "Depends-on: ${helper:0:12} (\"net: bring thirty\")" \
	"(cherry picked from commit $third)"
sed -i 's/line 15;/line fifteen;/' repo/net/b.c && put other 'It was picked.' '' 'Stable-dep-of: 123456789012 ("net: x")' \
	"(cherry picked from commit $wrong)"
take --rules needs -o left --json quilt
same 'at the end, behind whose need it is' "Signed-off-by: Ben <ben@example.org>
Stable-dep-of: ${third:0:12} (\"net: third\")
(cherry picked from commit $helper)
---" "$(sed -n '/^Signed-off-by: Ben/,/^---/p' left/net-bring-thirty.patch)"
sed -i "s/^(cherry picked from.*/\nmaster commit: $wrong\nmaster date: 2022-01-01 00:00:00 +0000/" quilt/other.patch
sed -i '/^(cherry/d' quilt/third.patch
rm -rf left
take --rules needs -o left --json quilt
same 'with upstream'\''s date' "master commit: $helper
master date: $(git -C repo log -1 --format=%ci "$helper")" "$(grep ^master left/net-bring-thirty.patch)"
sed -i '/^master /d' quilt/other.patch
git -C repo checkout -q -b forms base && echo >repo/net/x.c && save 'net: x' '' "commit $wrong upstream." >/dev/null
git -C repo checkout -q base
rm -rf left
onto=forms take --rules needs -o left --json quilt
same 'of the base, where the queue has none' "commit $helper upstream." \
	"$(sed '1,/^$/d' left/net-bring-thirty.patch | head -n 1)"

# A document that it does not fit is left out of a patch; of a fix also what only removes what is gone, and a file
# that is not there. Code that is another is not.
git -C repo checkout -q master && seq 1 20 >repo/net/a.rst && seq -f 'gone %g;' 1 20 >repo/net/old.c && echo 'int only;' >repo/net/only.c
seq -f 'head %g;' 1 9 >repo/net/only.h
save 'net: documents' >/dev/null
sed -i 's/line 40;/line forty;/' repo/net/b.c && spared=$(save 'net: forty' '' 'It stopped.')
sed -i 's/line forty;/line 40!/' repo/net/b.c && sed -i '10d' repo/net/a.rst && sed -i '10d' repo/net/old.c && echo 'int more;' >>repo/net/only.c
sparing=$(save 'net: forty at last' '' 'It crashed.' '' "Fixes: ${spared:0:12} (\"net: forty\")")
git -C repo checkout -q -b spares base && seq 101 120 >repo/net/a.rst && seq -f 'kept %g;' 1 20 >repo/net/old.c && save 'net: others' >/dev/null
afresh
git -C repo checkout -q spares
sed -i 's/line 40;/line forty;/' repo/net/b.c && sed -i '5s/.*/five/' repo/net/a.rst && put forty "$(marked "$spared" 'It stopped.')"
sed -i 's/Subject: .*/Subject: [PATCH] net: forty/; s/^-105/-5/' quilt/forty.patch
onto=spares take -o left --json quilt
same 'what can be done without is told' \
	"added ${sparing:0:12}: ${sparing:0:12} (\"net: forty at last\") fixes it and is missing
refreshed forty.patch: without net/a.rst, which it does not fit
refreshed ${sparing:0:12}: without net/a.rst, which it does not fit; net/old.c, where nothing that it removes is; net/only.c, which is not there" \
	"$(listed)"
same 'and noted' '[ winnow: without net/a.rst, net/old.c, net/only.c ]' "$(grep '^\[ winnow' left/net-forty-at-last.patch)"
onto=origin/spares applies 'without it' left
# kept NAME: no fix is added, and nothing is refreshed but the patch.
kept()
{
	sparing=$(save 'net: forty again' '' 'It crashed.' '' "Fixes: ${spared:0:12} (\"net: forty\")")
	git -C repo checkout -q -f spares && rm -rf left
	onto=spares take -o left --json quilt
	matches "$1" "^not-done ${sparing:0:12}: it is not added: it (does not apply: |applies only on top of )" <(listed)
	git -C repo checkout -q master && git -C repo reset -q --hard HEAD^
}
git -C repo checkout -q master
sed -i 's/line 40!/line 40?/' repo/net/b.c && sed -i 's/gone 3;/gone three;/' repo/net/old.c && kept 'code that is another is not left out'
sed -i 's/line 40!/line 40?/' repo/net/b.c && sed -i 's/head 5;/head five;/' repo/net/only.h && kept 'nor a header'
sed -i 's/line 40!/line 40?/' repo/net/b.c && { sed 's/line 9;/line nine;/' repo/net/b.c && numbered 100 180; } >repo/net/half.c && save 'net: half' >/dev/null
sed -i 's/line 19;/line nineteen;/' repo/net/half.c && sed -i 's/line 40?/line 40!/' repo/net/b.c && kept 'nor what moved out of another one'
git -C repo reset -q --hard HEAD^
git -C repo checkout -q -f base

# A file that upstream calls otherwise by now.
git -C repo checkout -q master && git -C repo mv net/latin.c net/greek.c && seq -f 'old %g;' 1 30 >>repo/net/end.c
save 'net: latin is greek' >/dev/null && git -C repo mv net/a.c net/alpha.c && save 'net: a is alpha' >/dev/null
sed -i 's/line 5;/line five;/' repo/net/alpha.c && renamed=$(save 'net: alpha five' '' 'It was four.')
afresh
git -C repo format-patch -q -1 --stdout "$renamed" | sed "/^It was/i [ Upstream commit $renamed ]\n" >quilt/renamed.patch
echo renamed.patch >quilt/series
take -o left --json quilt
same 'a file by its older name' 'refreshed renamed.patch: the file has its older name here' "$(listed)"
same 'is noted' '[ winnow: net/a.c for net/alpha.c ]' "$(grep '^\[ winnow' left/renamed.patch)"
applies 'to the older name' left

# A name of several lines makes no lines of its own in what is written.
git -C repo checkout -q master && git -C repo mv net/alpha.c $'net/al\n---\npha.c' && save 'net: alpha is long' >/dev/null
sed -i 's/line 6;/line six;/' $'repo/net/al\n---\npha.c' && long=$(save 'net: alpha six' '' 'It was five.')
git -C repo format-patch -q -1 --stdout "$long" | sed "/^It was/i [ Upstream commit $long ]\n" >quilt/renamed.patch
rm -rf left
take -o left --json quilt
matches 'of a name of several lines the note is one' '^\[ winnow: net/a\.c for net/al.---.pha\.c \]$' left/renamed.patch
same 'and no end of the message' 1 "$(grep -c '^---$' left/renamed.patch)"

# A file that no mail's headers begin: a mail of its author and text; lines that would end it do not.
afresh
sed -i 's/line 5;/line five;/' repo/net/b.c
{
	printf 'From: J\303\266rg Ash <joerg@example.org>\n\nnet: a bare file\n\nIt was so:\n\n'
	git -C repo diff
} >quilt/bare.patch
echo bare.patch >quilt/series && git -C repo checkout -q -f base

take --mbox bare.mbox quilt
same 'a bare file' 0 "$status$(cat "$work/err")"
rm -rf am2 && git clone -q repo am2 && git -C am2 checkout -q --detach origin/base
ok 'git am reads it' git -C am2 "${person[@]}" am -q ../bare.mbox
same 'as the file had it' 'Jörg Ash <joerg@example.org> net: a bare file It was so:' \
	"$(git -C am2 log -1 --format='%an <%ae> %s %b')"
take --branch bare quilt
same 'a branch of it' "0 $(git -C am2 log -1 --format='%T %an %s %b')" "$status $(git -C repo log -1 --format='%T %an %s %b' bare)"
git -C repo checkout -q -b words base && sed -i 's/line 5;/line five;/' repo/net/b.c
words=('As in' '' 'From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001' \
	'From: Eve <eve@example.org>' '' 'From the manual.' \
	'---' 'diff --git a/x b/x' '--- a/x' '+++ b/x' '' 'Index: x' '' '@@ -1 +1 @@' '*** x' '--' \
	'	--- a/x' '	+++ b/x' '  @@ -1 +1 @@' '  -a' '  +b' 'all of it.')
save 'net: words' '' "${words[@]}" >/dev/null
git -C repo checkout -q base
take -o left base..words
applies 'words that look like a diff' left
same 'are quoted, and all there' "$(printf '%s\n' "${words[@]}" | sed -E 's/^(From [0-9].*|---.*|diff .*|\+\+\+ .*|Index.*| *@@.*|\*+ .*)$/> \1/')" \
	"$(git -C am log -1 --format=%b)"

# Names: of the same subject, of none that could be one; a range without --onto is on its own start.
git -C repo checkout -q -b names base
sed -i 's/line 5;/line five;/' repo/net/b.c && save 'net: same' >/dev/null
sed -i 's/line 15;/line fifteen;/' repo/net/b.c && save 'net: same' >/dev/null
sed -i 's/line 25;/line XXV;/' repo/net/b.c && save '...' >/dev/null
git -C repo checkout -q base
rm -rf left
onto='' && run "$WINNOW" -C repo take --no-default-rules --rules "$corpus/rules" -q --upstream master -o left --json base..names
unset onto
same 'a name each' '0001-net-same.patch 0002-net-same-2.patch 0003-patch.patch' "$(xargs <left/series)"
same 'on its own start' base "$(json .base)"
rm -rf left
run "$WINNOW" -C repo take --no-default-rules --rules "$corpus/rules" -q --upstream master -o left quilt
same 'of files nothing says it' '64 winnow: take: nothing says what the queue goes on top of (use --onto)' "$status $(cat "$work/err")"

# A diff that ends in a return, and in nothing else.
rm -rf quilt left && mkdir quilt
printf 'From: A <a@example.org>\nSubject: [PATCH] net: x\n\nx\n---\n--- /dev/null\n+++ b/net/x.c\n@@ -0,0 +1 @@\n+x\r' >quilt/x.patch
echo x.patch >quilt/series
take -o left quilt
same 'a return ends the diff' '0 x.patch' "$status $(cat left/series)"

# Everything of a range as a branch: the bytes that git has.
take --branch kinds2 base..kinds
same 'a branch of all kinds' "0 $(git -C repo rev-parse 'kinds^{tree}')" "$status $(git -C repo rev-parse 'kinds2^{tree}')"
ok 'is whole' git -C repo fsck --strict --no-dangling
git -C repo config --unset user.email && git -C repo config user.useConfigOnly true
take --branch nobody base..kinds
same 'nobody'\''s commits are none' "2 winnow: cannot write a commit into 'repo': config value 'user.email' was not found" \
	"$status $(cat "$work/err")"
same 'and no branch' '' "$(git -C repo branch --list nobody)"
git -C repo config user.email ann@example.org

# All missing fixes, whatever the verdict.
mkdir lenient && jq '.rules |= map(select(.decides | not))' "$corpus/rules/small.json" >lenient/small.json
afresh
sed -i 's/line 10;/line ten;/' repo/net/b.c && put count "$(marked "$ten" 'It stopped at nine.')"
sed -i 's/line 12;/line twelve;/' repo/net/b.c && put twelve
lenient() { run "$WINNOW" -C repo take --no-default-rules --rules lenient --now 2024-03-01 -q --upstream master --onto base --json "$@" quilt; }
lenient -o left
same 'a verdict that names no fix adds none' 'count.patch twelve.patch' "$(xargs <left/series)"
rm -rf left
lenient --with-fixes -o left
same 'unless all are wanted' 'count.patch net-count-on.patch twelve.patch net-count-right.patch' "$(xargs <left/series)"

# What cannot be done says why, and leaves nothing.
# refused NAME MESSAGE OPTION...
refused()
{
	local name=$1 message=$2
	shift 2
	take "$@"
	same "$name" "2 winnow: $message" "$status $(cat "$work/err")"
	same 'nothing is left of it' '' "$(find . -maxdepth 1 -name '.winnow-take*' -o -maxdepth 1 -name refused)"
}
only='nothing is written (--without failed leaves it out)'
refused 'no directory to put it in' "cannot make a directory in '$work/nowhere': No such file or directory" \
	-o nowhere/refused base..words
: >file
refused 'a file is in the way' "'file' is there already, and is no directory" -o file base..words
afresh
sed -i 's/line 50;/line fifty;/' repo/net/b.c && put wrong "$(marked "$wrong" 'It is not.')"
refused 'all of it is dropped' 'nothing is left of the queue; nothing is written' -o refused quilt
afresh
sed -i 's/line 5;/line five;/' repo/net/b.c && put five
echo 'five.patch -R' >quilt/series
refused 'in reverse, what is not there' 'nothing is left of the queue; nothing is written' -o refused quilt
git -C repo checkout -q kinds && printf 'a\0d' >repo/net/logo.bin && save 'net: other logo' >/dev/null
git -C repo format-patch -q -1 --stdout --binary kinds >quilt/logo.patch
git -C repo rm -q net/logo.bin && save 'net: no logo' >/dev/null
git -C repo checkout -q -f base
echo logo.patch >quilt/series
refused 'a binary file that is another' \
	"patch 1, logo.patch (\"net: other logo\"): it does not apply: binary patch did not apply cleanly; $only" -o refused quilt
printf '\0' >>quilt/logo.patch
refused 'bytes that no patch has' "patch 1, logo.patch (\"net: other logo\"): it holds NUL bytes; $only" -o refused quilt
printf '%s\n' 'From: A <a@example.org>' 'Subject: [PATCH] net: cut' '' x --- '--- a/net/b.c' '+++ b/net/b.c' \
	'@@ -1,9 +1,9 @@' '-line 1;' '+line I;' >quilt/logo.patch
refused 'a diff that was cut off' \
	"patch 1, logo.patch (\"net: cut\"): it does not apply: line 3 of the diff: the hunk ends 8 lines early: cut off?; $only" \
	-o refused quilt
take --mbox kinds.mbox base..kinds
rm -rf am2 && git clone -q repo am2 && git -C am2 checkout -q --detach origin/base
git -C am2 "${person[@]}" am -q --keep-cr ../kinds.mbox 2>/dev/null
same 'a binary file goes' "$(git -C repo rev-parse 'kinds^{tree}')" "$(git -C am2 rev-parse 'HEAD^{tree}')"

# Somebody's names and subjects: files are made inside the directory, and of sane names.
rm -rf quilt left && mkdir quilt
sed -i 's/line 20;/line twenty;/' repo/net/a.c && put good
sed -i 's|^Subject: .*|Subject: [PATCH] ../../etc/passwd: .git/hooks =?UTF-8?Q?=0A=1B?= '"$(printf '%0300d' 0)|" quilt/good.patch
cp quilt/good.patch one.mbox
take --mbox - one.mbox
same 'a hostile subject' 0 "$status"
sed -n '/^From /,$p' "$work/out" >hostile.mbox
sed -i '1s/.*/From x@example.org Sat Jan  1 00:00:00 2022/; 2i Message-ID: <two@example.org>' one.mbox
take -o left one.mbox
same 'its file' '1' "$(wc -l <left/series)"
matches 'is named so' '^0001-etc-passwd-.git-hooks[A-Za-z0-9.-]{0,60}\.patch$' left/series
# made PATH MODE: a queue of one patch that makes this file.
made()
{
	rm -rf quilt left && mkdir quilt
	printf 'From: A <a@example.org>\nSubject: [PATCH] x\n\nx\n---\ndiff --git a/%s b/%s\nnew file mode %s\n--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+x\n' \
		"$1" "$1" "$2" "$1" >quilt/x.patch
	echo x.patch >quilt/series
}
for path in ../outside .git/config /etc/absolute net/../../up; do
	made "$path" 100644
	take -o left quilt
	same "no file at $path" "2" "$status"
	ok "and none is made" [ ! -e left ]
done
for mode in 040000 000001 0777777; do
	made net/x.c "$mode"
	refused "no mode $mode" "patch 1, x.patch (\"x\"): it does not apply: no tree can hold 'net/x.c' with mode $(printf %o "$((mode))"); $only" \
		-o left quilt
done
for mode in '100664 100644' '100711 100755'; do
	made net/x.c "${mode% *}"
	take --mbox x.mbox quilt
	rm -rf am2 && git clone -q repo am2 && git -C am2 checkout -q --detach origin/base
	git -C am2 "${person[@]}" am -q ../x.mbox
	take --branch "mode-${mode% *}" quilt
	same "mode ${mode% *} is git's ${mode#* }" "${mode#* } ${mode#* }" \
		"$(git -C am2 ls-tree HEAD net/x.c | cut -d ' ' -f 1) $(git -C repo ls-tree "mode-${mode% *}" net/x.c | cut -d ' ' -f 1)"
done
for path in net net/a.c/x; do
	made "$path" 100644
	refused "a file and a directory at $path" \
		"patch 1, x.patch (\"x\"): it does not apply: no tree can hold '$path' both as a file and as a directory; $only" -o left quilt
done
git -C repo checkout -q -b turned base
git -C repo rm -q net/b.c && mkdir repo/net/b.c && echo b >repo/net/b.c/b && save 'net: b.c is a directory' >/dev/null
git -C repo rm -q -r net/b.c && echo b >repo/net/b.c && save 'net: and a file again' >/dev/null
git -C repo checkout -q base
take --branch turned2 base..turned
same 'but one after the other' "0 $(git -C repo rev-parse 'turned^{tree}')" "$status $(git -C repo rev-parse 'turned2^{tree}')"

# A submodule and a binary file in one patch.
git -C repo checkout -q -b both base
printf 'a\0e' >repo/net/logo.bin && git -C repo add net/logo.bin
git -C repo update-index --add --cacheinfo 160000,"$start",net/sub && git -C repo "${person[@]}" commit -q -m 'net: both'
printf 'a\0f' >repo/net/logo.bin && git -C repo add net/logo.bin
git -C repo update-index --cacheinfo 160000,"$wrong",net/sub && git -C repo "${person[@]}" commit -q -m 'net: both on'
rm -rf quilt && git -C repo format-patch -q --binary -o ../quilt base..both && (cd quilt && ls >../series && mv ../series .)
git -C repo checkout -q -f base
rm -rf repo/net/sub
take --mbox both.mbox quilt
same 'a submodule beside a binary file' 0 "$status$(cat "$work/err")"
rm -rf am2 && git clone -q repo am2 && git -C am2 checkout -q --detach origin/base
git -C am2 "${person[@]}" am -q ../both.mbox 2>/dev/null
same 'with their tree' "$(git -C repo rev-parse 'both^{tree}')" "$(git -C am2 rev-parse 'HEAD^{tree}')"

# A binary file that only gets another name or mode, or is copied, beside lines that change: it stays as it is.
git -C repo checkout -q -b named base
git -C repo mv net/logo.bin net/mark.bin && save 'net: call it a mark' >/dev/null
chmod +x repo/net/mark.bin && save 'net: run the mark' >/dev/null
git -C repo mv net/mark.bin net/sign.bin && chmod -x repo/net/sign.bin && sed -i 's/line 7;/line seven;/' repo/net/a.c &&
	save 'net: call it a sign' >/dev/null
cp repo/net/sign.bin repo/net/copy.bin && save 'net: copy it' >/dev/null
rm -rf quilt && git -C repo format-patch -q -C --find-copies-harder -o ../quilt base..named
(cd quilt && ls >../series && mv ../series .)
git -C repo checkout -q -f base
same 'the patches have no bytes of it' '' "$(grep -l 'GIT binary' quilt/000*)"
named=$(git -C repo rev-parse 'named^{tree}')
for queue in quilt base..named; do
	rm -rf left
	take -o left "$queue"
	same "a binary file of another name, $queue" 0 "$status$(cat "$work/err")"
	[ "$queue" != quilt ] || applies 'a binary file of another name' left
	rm -rf am && git clone -q repo am && git -C am checkout -q --detach origin/base
	(cd am && sed 's|^|../left/|' ../left/series | xargs git "${person[@]}" am -q)
	same 'by git am' "$named" "$(git -C am rev-parse 'HEAD^{tree}')"
	take --mbox named.mbox "$queue"
	git -C am reset -q --hard origin/base && git -C am "${person[@]}" am -q ../named.mbox
	same 'in a mailbox' "$named" "$(git -C am rev-parse 'HEAD^{tree}')"
	take --branch "named-${#queue}" "$queue"
	same 'on a branch' "$named" "$(git -C repo rev-parse "named-${#queue}^{tree}")"
done
# part OLD NEW LINE...: of a diff.
part()
{
	printf 'diff --git a/%s b/%s\n' "$1" "$2"
	printf '%s\n' "${@:3}"
}
# renamed NEW COMMAND...: a queue of one patch that renames the logo, and does more.
renamed()
{
	afresh
	printf '%s\n' 'From: A <a@example.org>' 'Subject: [PATCH] x' '' x --- >quilt/x.patch
	part net/logo.bin "$1" 'similarity index 100%' 'rename from net/logo.bin' "rename to $1" >>quilt/x.patch
	"${@:2}" >>quilt/x.patch
	echo x.patch >quilt/series
}
renamed net/mark.bin part net/mark.bin net/mark.bin '--- a/net/mark.bin' '+++ b/net/mark.bin' '@@ -0,0 +1 @@' '+x'
refused 'lines of what is no text' "patch 1, x.patch (\"x\"): it does not apply: net/mark.bin; $only" -o refused quilt
renamed net/b.c true
refused 'a name that is taken' "patch 1, x.patch (\"x\"): it does not apply: net/b.c; $only" -o refused quilt
renamed net/mark.bin part net/mark.bin net/mark.bin 'old mode 100644' 'new mode 100755'
take --branch parts quilt
same 'in two parts' '100755' "$(git -C repo ls-tree parts net/mark.bin | cut -d ' ' -f 1)"
afresh

# A disk that is full.
if mkdir small && mount -t tmpfs -o size=16k tmpfs small 2>/dev/null; then
	rm -rf quilt && mkdir quilt
	for i in $(seq 1 20); do
		echo "int x${i}[] = { $(seq -s , 1 300) };" >repo/net/n.c && put "n$i"
		sed -i "s|net/n.c|net/n$i.c|g" "quilt/n$i.patch"
	done
	take -o small/left quilt
	same 'a full disk is an error' 2 "$status"
	same 'that leaves nothing' '' "$(ls -A small)"
	umount small
fi

done_testing
