#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which commits came as one series, and which of them the target gets.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)
start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')

# upstream AUTHOR DATE PATH SUBJECT [TRAILER]: the next commit of mainline; prints its id.
upstream()
{
	commit repo master "$1" "$2" "$3" <<<"$4${5:+

$5}"
}

# backport ID...: a stable branch that has these alone, one upon the other.
backport()
{
	local id
	git -C repo update-ref -d refs/heads/stable
	for id; do
		commit repo stable "$(git -C repo log -1 --format=%an "$id")" 2023-01-01 \
			"$(git -C repo diff-tree --no-commit-id --name-only -r "$id")" "$start" <<<"$(git -C repo log -1 --format=%s "$id")

commit $id upstream." >/dev/null
	done
	review --json --upstream master "$start..stable"
}

# series NAME EXPECTED [POSITION]: "kind.state subject" of the companions, then the summary's clause.
series()
{
	same "$1" "$2" "$(json --argjson at "${3-0}" '.patches[$at].facts[] |
		select(.kind | startswith("series.")) |
		if .kind == "series.companion" then "\(.state) \(.subject)" else "\(.kind) \(.says)" end')"
}

# By message ids, though others' work stands between and the authors differ.
link=https://lore.example.org/r/20220201101010.4711
one=$(upstream 'Ann Ash' 2022-02-01 net/a.c 'net: add a helper' "Link: $link-2-ann@example.org")
upstream 'Cem Cole' 2022-02-02 fs/c.c 'fs: something else' >/dev/null
two=$(upstream 'Ben Birch' 2022-02-03 net/b.c 'net: use the helper' "Link: $link-3-ann@example.org")
three=$(upstream 'Ann Ash' 2022-02-09 doc/d.txt 'doc: the helper' "Message-ID: <20220201101010.4711-4-ann@example.org>")
other=$(upstream 'Ann Ash' 2022-02-09 net/e.c 'net: another day' "Link: $link-9-ann@elsewhere.example.org")

backport "$two"
series 'one of three' "missing net: add a helper
missing doc: the helper
series.alone it is number 2 of a series of 3; none of the others is taken"
same 'the ids are the proof' 'the message ids of its mails: 20220201101010.4711-*-ann@example.org' \
	"$(json '.patches[0].facts[] | select(.kind == "series.alone").proof')"
backport "$one" "$two"
series 'two of three: the first' "queued-after net: use the helper
missing doc: the helper
series.partial it is number 1 of a series of 3; the target has or gets 2 of them"
series 'two of three: the second' "queued-before net: add a helper
missing doc: the helper
series.partial it is number 2 of a series of 3; the target has or gets 2 of them" 1
backport "$one" "$two" "$three"
series 'all of it' "queued-before net: add a helper
queued-before net: use the helper
series.whole it is number 3 of a series of 3; the target has or gets all of it" 2
backport "$other"
series 'the same numbers from another host are another series' ''

# A target that has one of them already.
backport "$one"
base=$(git -C repo rev-parse stable)
commit repo stable 'Ben Birch' 2023-01-02 net/b.c <<<"net: use the helper

commit $two upstream." >/dev/null
review --json --upstream master "$base..stable"
series 'one is in the base' "base net: add a helper
missing doc: the helper
series.partial it is number 2 of a series of 3; the target has or gets 2 of them"

# By looks: one author, one place, applied in one go.
first=$(upstream 'Dan Dale' '2022-03-01 10:00' sound/s.c 'sound: split it')
second=$(upstream 'Dan Dale' '2022-03-01 10:01' sound/s.c 'sound: move it')
upstream 'Dan Dale' '2022-03-01 18:00' sound/s.c 'sound: hours later' >/dev/null
backport "$second"
series 'it looks like a series' "missing sound: split it
series.alone it looks like number 2 of a series of 2; none of the others is taken"
apart=$(upstream 'Dan Dale' '2022-03-01 18:01' usb/u.c 'usb: elsewhere')
backport "$apart"
series 'another place is no series' ''
backport "$first" "$second"
# What follows right behind is told as a follow-up.
series 'both' "series.whole it looks like number 1 of a series of 2; the target has or gets all of it"

# What the shipped rules make of it.
backport "$one" "$two"
run "$WINNOW" -C repo review --format long --now 2024-03-01 --upstream master "$start..stable"
matches 'it is said' 'all or none\? it is number 1 of a series of 3; the target has or gets 2' "$work/out"

# A rule may want the rest of a series along: what upstream had before it goes before it.
mkdir rules
cat >rules/whole.json <<'END'
{ "rules": [
  { "id": "test.whole", "decides": "keep-with", "says": "the rest of its series: {fact}",
    "when": "series.companion.missing > 0",
    "examples": { "hit": [{ "series.companion.missing": 1 }],
                  "miss": [{ "series.companion.queued-after": 1 }] } }
] }
END
wanted=(--no-default-rules --rules rules --upstream master --onto "$start" "$start..stable")
backport "$two"
review --json "${wanted[@]}"
same 'the rest of its series must come along' \
	"$(printf '%s\n' keep-with test.whole "$one" "$three")" \
	"$(json '.patches[0] | .verdict, .reasons[0].rule, .with[]')"
run "$WINNOW" -C repo summary --now 2024-03-01 "${wanted[@]}"
same 'the summary says on which side' \
	"before it: ${one:0:12}
after it: ${three:0:12}" \
	"$(grep -oE '(before|after) it: [0-9a-f]{12}' "$work/out")"
git -C repo config user.name 'Mia Main'
git -C repo config user.email mia@example.org
run "$WINNOW" -C repo reply -o - --now 2024-03-01 "${wanted[@]}"
matches 'so does the mail: before' "Please take ${one:0:12} before it" "$work/out"
matches 'so does the mail: after' "Please take ${three:0:12} along with it" "$work/out"

backport "$one" "$two" "$three"
review --json "${wanted[@]}"
same 'a whole series wants nothing' 'keep keep keep' \
	"$(json '[.patches[].verdict] | join(" ")')"

done_testing
