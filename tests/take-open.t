#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a queue is left with where nothing repairs a patch of it: that goes, and whatever stands on it.
. "$(dirname "$0")/lib.sh"
. "$top/tests/taking.sh"

git init -q -b master repo
mkdir -p repo/net quilt rules
numbered 1 60 >repo/net/a.c
numbered 1 60 >repo/net/b.c
numbered 1 60 >repo/net/c.c
save 'net: start' >/dev/null
git -C repo branch base
cat >rules/open.json <<-'END'
	{
	  "about": "What stands on another patch does not go without it.",
	  "rules": [
	    {
	      "id": "test.needs",
	      "decides": "keep-with",
	      "says": "{fact}",
	      "when": "prerequisite.declared.missing > 0",
	      "examples": { "hit": [{ "prerequisite.declared.missing": 1 }], "miss": [{ "prerequisite.declared.missing": 0 }] }
	    },
	    {
	      "id": "test.no-bug",
	      "decides": "drop",
	      "says": "{fact}",
	      "when": "presence.repaired.missing > 0",
	      "examples": { "hit": [{ "presence.repaired.missing": 1 }], "miss": [{ "presence.repaired.missing": 0 }] }
	    },
	    {
	      "id": "test.order",
	      "decides": "ask",
	      "says": "wrong order: {fact}",
	      "when": "prerequisite.declared.queued-after > 0",
	      "examples": { "hit": [{ "prerequisite.declared.queued-after": 1 }], "miss": [{ "prerequisite.declared.queued-after": 0 }] }
	    }
	  ]
	}
END

# Upstream: ten, what it needs, two fixes of it of which one applies, and the other to much else alone.
cd repo || exit 1
sed -i 's/line 30;/line thirty;/' net/a.c && helper=$(cd .. && save 'net: bring thirty' '' 'It is needed later.')
sed -i 's/line 10;/line ten;/' net/b.c && ten=$(cd .. && save 'net: count to ten' '' 'It stopped at nine.')
sed -i 's/line 40;/line forty;/' net/b.c && forty=$(cd .. && save 'net: count on' '' 'It crashed.' '' \
	"Fixes: ${ten:0:12} (\"net: count to ten\")")
sed -i 's/line 12;/line twelve;/' net/b.c && numbered 1 120 >net/twelve.c && (cd .. && save 'net: twelve') >/dev/null
sed -i 's/line ten;/line 10!/; s/line twelve;/line 12!/' net/b.c
repair=$(cd .. && save 'net: count right' '' 'It crashed.' '' "Fixes: ${ten:0:12} (\"net: count to ten\")")
cd "$work" || exit 1

# The queue: what needs a commit, what stands on it by its lines, by its words and by repairing it; and what does not.
git -C repo checkout -q base
first='net: count to ten'
sed -i 's/line 50;/line fifty;/' repo/net/c.c && put before
sed -i 's/line 10;/line ten;/' repo/net/b.c && put ten "$(marked "$ten" 'It stopped at nine.')" \
	"Depends-on: ${helper:0:12} (\"net: bring thirty\")"
sed -i "s/Subject: .*/Subject: [PATCH] $first/" quilt/ten.patch
sed -i 's/line 10;/line ten;/' repo/net/b.c && save 'net: below' >/dev/null
sed -i 's/line ten;/line TEN;/' repo/net/b.c && put ontop
git -C repo reset -q --hard HEAD^
sed -i 's/line 20;/line twenty;/' repo/net/c.c && put user "Depends-on: ${ten:0:12} (\"$first\")"
sed -i 's/line 30;/line XXX;/' repo/net/c.c && put repairs "Fixes: ${ten:0:12} (\"$first\")"
sed -i 's/line 58;/line LVIII;/' repo/net/b.c && put after

before=$(git -C repo count-objects -v; git -C repo for-each-ref)
take --rules rules -o open --json --exit-code quilt
same 'what nothing repairs is left open' "1 keep-with ten.patch" \
	"$status $(jq -r '.open[] | "\(.verdict) \(.source)"' "$work/out")"
take --rules rules -o left --json --exit-code --without open quilt
same 'or goes, with its reason, and what stands on it with theirs' "0 left-out ten.patch: ${repair:0:12} (\"net: count right\") fixes it and is missing, and does not apply on top, at net/b.c:7, hunk 1 of 1
left-out ontop.patch: without ${ten:0:12} (\"$first\"), which is left out, it does not apply: net/b.c:7, hunk 1 of 1
left-out user.patch: it says it needs ${ten:0:12} (\"$first\"), which is missing; ${ten:0:12} is left out
left-out repairs.patch: ${ten:0:12} (\"$first\") brought the bug and is missing; ${ten:0:12} is left out
not-done ${repair:0:12}: it is not added: it does not apply: net/b.c:7, hunk 1 of 1" \
	"$status $(listed)"
same 'nothing stays that was added for it' 'before.patch after.patch' "$(xargs <left/series)"
same 'its own review has nothing against the rest' '0 0 0 []' \
	"$(json -c '.verdicts.drop, .verdicts["keep-with"], .order, .open' | xargs)"
cp "$work/out" listed.json
if /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
	ok 'the list fits its schema' /usr/bin/python3 -W ignore -m jsonschema -i listed.json "$top/data/schema/take-1.json"
fi
applies 'the rest' left
same 'the repository is left alone' "$before" "$(git -C repo count-objects -v; git -C repo for-each-ref)"
run "$WINNOW" -C repo review --no-default-rules --rules "$corpus/rules" --rules rules --now 2024-03-01 -q --upstream master --onto base --json left
same 'another review agrees' 'keep keep' "$(json '.patches[].verdict' | xargs)"
mv left once && take --rules rules -o left --json --exit-code --without open quilt
cp "$work/out" again.json
ok 'the same queue, the same bytes' diff -r once left
ok 'and the same list' cmp again.json listed.json
take --rules rules -o text --without open quilt
matches 'people read it' "^  ten.patch, of ${ten:0:12} \(\"$first\"\)$" "$work/out"
matches 'and how many' '^2 of 6 patches, 4 left out, 1 could not be done$' "$work/out"
take --rules rules -o text2 quilt
matches 'and what else there is' '^their own review: 0 to drop, 1 not alone, 0 in the wrong order, as listed \(--without open leaves them out\)$' "$work/out"

# A range: by the names that the range has.
git -C repo checkout -q -b range base
git -C repo "${person[@]}" am -q ../quilt/before.patch ../quilt/ten.patch ../quilt/user.patch 2>/dev/null
git -C repo checkout -q base
rm -rf left
take --rules rules -o left --json --without open base..range
same 'of a range, by their commits' "left-out $(git -C repo rev-parse --short=12 range^) left-out $(git -C repo rev-parse --short=12 range)" \
	"$(json '.changes[] | select(.what == "left-out") | "\(.what) \(.source)"' | xargs)"

# What somebody decided to keep stays, and what it does not apply without.
printf '# winnow decisions 1\n%s  *  keep  2024-01-01  greta  we want it\n' \
	"patch-id:$(git -C repo patch-id --stable <quilt/ontop.patch | cut -d ' ' -f 1)" >quilt/.winnow-decisions
rm -rf left
take --rules rules -o left --json --exit-code --without open quilt
same 'what was decided to be kept keeps what it stands on' '1 keep-with ten.patch before.patch net-bring-thirty.patch ten.patch net-count-on.patch ontop.patch' \
	"$status $(jq -r '.open[] | "\(.verdict) \(.source)"' "$work/out") $(grep -v -e user -e repairs -e after left/series | xargs)"
status=0
matches 'and says so' '^not-done ten.patch: it stays in: .*ontop.patch \("net: ontop"\) does not apply without it$' <(listed)

# What stands in the wrong order, and cannot stand in the right one.
afresh
sed -i 's/line 5;/line five;/' repo/net/b.c && put user "Depends-on: ${helper:0:12} (\"net: bring thirty\")"
sed -i 's/line 30;/line 30!/' repo/net/a.c && put between
sed -i 's/line 30;/line thirty;/' repo/net/a.c && put helper "$(marked "$helper" 'It is needed later.')"
sed -i 's/^-line 30;/-line 30!/' quilt/helper.patch
take --rules rules -o left --json --exit-code quilt
same 'the wrong order is left open' '1 1 ask user.patch' \
	"$status $(jq -r '.order, (.open[] | "\(.verdict) \(.source)")' "$work/out" | xargs)"
rm -rf left
take --rules rules -o left --json --exit-code --without open quilt
same 'or goes' '0 0 between.patch helper.patch' "$status $(json .order) $(xargs <left/series)"
matches 'with its reason' '^left-out user.patch: wrong order: ' <(listed)

# All of it.
rm -rf left && sed -i '/user/d; /between/d; /helper/d' quilt/series
sed -i 's/line 10;/line ten;/' repo/net/b.c && put ten "$(marked "$ten" 'It stopped at nine.')"
sed -i "s/Subject: .*/Subject: [PATCH] $first/" quilt/ten.patch
take --rules rules -o left --without open quilt
same 'nothing is left' '2 winnow: nothing is left of the queue; nothing is written' "$status $(cat "$work/err")"

done_testing
