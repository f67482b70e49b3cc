#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whose words a message holds and which commit it means, in all the forms that people write.
. "$(dirname "$0")/lib.sh"

# mail SUBJECT [BODY [HEADERS]]: a patch by mail; SUBJECT with its tag, HEADERS each with its line end.
mail()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <Ann@example.org>\n%b' "${3-}"
	printf 'Subject: %s\n\n' "$1"
	[ -n "${2-}" ] && printf '%s\n' "$2"
	change
}
change()
{
	printf -- '---\n--- a/net/z.c\n+++ b/net/z.c\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n\n'
}

# facts KIND [POSITION]: how many of the kind there are
facts()
{
	json --arg kind "$1" --argjson at "${2-0}" '[.patches[$at].facts[] | select(.kind == $kind)] | length'
}
# applies RULE [POSITION]
applies()
{
	json --arg rule "$1" --argjson at "${2-0}" '[.patches[$at].reasons[].rule] | any(. == $rule)'
}

# --- titles of other commits are not this author's words

# quoted NAME EXPECTED BODY
quoted()
{
	mail '[PATCH] net: do it' "$3" >quoted.mbox
	review --json quoted.mbox
	json_is "$1" "$2" applies test.leak
}
quoted 'own words count' true 'There is a leak.'
quoted 'own words behind an id count' true 'Since 1a2b3c4d there is a leak.'
quoted 'a title behind a short id' false 'See 1a2b3c4d "net: fix leak" for it.'
quoted 'a title before an id' false 'See "net: fix leak" (1a2b3c4d5e6f) for it.'
quoted 'a title without quotes, over two lines' false $'See 1a2b3c4d5e6f (net: fix\nleak in x) for it.'
quoted 'a title with parentheses' false 'See 1a2b3c4d5e6f ("net: fix foo() leak") for it.'
quoted 'a title with parentheses, without quotes' false 'See 1a2b3c4d5e6f (net: fix foo() leak) for it.'

# --- which commit it is

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
one=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: first thing')
two=$(commit repo master 'Ann Ash' 2022-01-03 net/b.c <<<'net: second thing')
scsi=$(commit repo master 'Ann Ash' 2022-01-04 net/c.c <<<'[SCSI] foo: add bar')
winnow_global=(-C repo)

# found NAME HOW CERTAIN ID
found()
{
	json_is "$1" "$2 $3 $4" '.patches[0].upstream | "\(.how) \(.certain) \(.id)"'
}

mkdir bare && echo bare.patch >bare/series
{
	printf 'net: fix use-after-free in foo\n\nIt was freed.\n'
	change
} >bare/bare.patch
review --json bare
json_is 'a bare patch: the first line is its subject, not a header' 'net: fix use-after-free in foo' \
	'.patches[0].subject'

{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Gil Gage <gil@example.org>\n'
	printf 'Subject: [PATCH 6.12 001/157] net: first thing\n\n'
	printf '6.12-stable review patch.  If anyone has any objections, please let me know.\n\n'
	printf -- '------------------\n\nFrom: Ann Ash <Ann@example.org>\n\ncommit %s upstream.\n\nIt is done.\n' "$one"
	change
} >review.mbox
review --json --upstream master review.mbox
json_is 'a review mail: the author' 'Ann Ash <Ann@example.org>' '.patches[0].author'
found 'a review mail: the marker' marker true "$one"

for subject in 'foo: add bar' 'SCSI: foo: add bar'; do
	mail "[PATCH] $subject" "commit $scsi upstream." >scsi.mbox
	review --json --upstream master scsi.mbox
	found "\"$subject\" is [SCSI] foo: add bar" marker true "$scsi"
	json_is "\"$subject\": no other subject" 0 facts upstream.other-subject
done

mail '[PATCH] net: second thing' "[ Upstream commits $one and $two ]" >both.mbox
review --json --upstream master both.mbox
json_is 'two commits, with the subject of the second: both' "$one $two" \
	'[.patches[0].facts[] | select(.kind == "upstream.match").id] | join(" ")'
json_is 'two commits, with the subject of the second: no other subject' 0 facts upstream.other-subject

mail '[PATCH] Revert "net: first thing"' "This reverts commit $start which is
commit $one upstream." >revert.mbox
review --json --upstream master revert.mbox
found 'a revert: what it reverts is not its upstream' none false null

mail '[PATCH] net: for us only' "This was rewritten by
commit $one upstream, which stable lacks." >prose.mbox
review --json --upstream master prose.mbox
found 'a sentence is no marker' none false null

# --- Fixes: tags that name no commit

# repaired NAME EXPECTED TAG: the kinds and states of what the tag says
repaired()
{
	mail '[PATCH] net: for us only' "Fixes: $3" >tag.mbox
	review --json --upstream master --onto master tag.mbox
	json_is "$1" "$2" '[.patches[0].facts[] | select(.kind | startswith("presence.repaired")) |
		"\(.kind) \(.state) \(.id)"] | join(", ")'
}
repaired 'a bug of a tracker is no commit' '' 'https://bugzilla.example.org/show_bug.cgi?id=217531'
repaired 'a number of Coverity is no commit' '' 'CID 1466007 ("x")'
repaired "a commit's URL is one" "presence.repaired base $one" "https://git.example.org/c/$one"

# --- broken patches, cover letters

{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <Ann@example.org>\n'
	printf 'Subject: [PATCH 6.12 100/157] net: no diff\n\nIt is lost.\n\n'
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Ash <Ann@example.org>\n'
	printf 'Subject: [PATCH 6.1 000/157] 6.1.9-rc1 review\n\nThese are 157.\n\n'
} >numbers.mbox
review --json numbers.mbox
same '100/157 without a diff is a broken patch' 'net: no diff, ask, true' \
	"$(json '.patches[0] | "\(.subject), \(.verdict)"'), $(applies test.problem)"
json_is '000/157 is a cover letter' 'cover letter' '[.skipped[].what] | join(" ")'

# --- trees by their versions

# meet NAME EXPECTED TAG-OF-FIX [HEADER]: whether a fix so tagged is one for a patch for 6.12
meet()
{
	{
		mail '[PATCH 6.12] net: first thing' "commit $one upstream."
		mail "[PATCH${3:+ $3}] net: fix it" "Fixes: ${one:0:12} (\"net: first thing\")" "${4-}"
	} >versions.mbox
	review --json versions.mbox
	json_is "$1" "$2" '[.patches[0].facts[] | select(.kind == "followup.fix").state] | join(" ")'
}
meet 'the same version' queued-after 6.12
meet '6.12.43 is a state of 6.12' queued-after 6.12.43
meet 'and so is a base' queued-after '' 'X-stable-base: Linux 6.12.43\n'
meet '6.1 is another tree' '' 6.1
meet 'and so is a base of 6.1' '' '' 'X-stable-base: Linux 6.1.120\n'

# --- a range and the mails of it

# odd MESSAGE: a commit on top of the branch "odd"
odd()
{
	commit repo odd 'Ben Birch' 2022-03-01 net/a.c "$start" >/dev/null
}
odd <<<"net: a subject so long
that it stands on two lines

Body.

Fixes: ${one:0:12} (\"net: first thing\")"
odd <<<"net: dashes

It says:

  ---

and goes on.

Fixes: ${one:0:12} (\"net: first thing\")"
odd <<<"net: index

Index: foo
is what svn writes.

Fixes: ${one:0:12} (\"net: first thing\")"
told()
{
	json '.patches[] | "\(.subject), \(.author), \([.facts[] | select(.kind == "problem")] | length), \(
		[.facts[] | select(.kind == "presence.repaired") | .proof] | join(" "))"'
}
review --json --upstream master "$start..odd"
tag="Fixes: ${one:0:12} (\"net: first thing\")"
json_is 'odd messages in a range' "net: a subject so long that it stands on two lines, Ben Birch <Ben@example.org>, 0, $tag
net: dashes, Ben Birch <Ben@example.org>, 0, $tag
net: index, Ben Birch <Ben@example.org>, 0, $tag" told
range=$(told)
git -C repo format-patch -q -k --stdout "$start..odd" >odd.mbox
review --json --upstream master --onto "$start" odd.mbox
json_is 'and in the mails of it' "$range" told

git -C repo update-ref -d refs/heads/odd
odd <<<"net: from

From: x

Body.

Fixes: ${one:0:12} (\"net: first thing\")"
review --json --upstream master "$start..odd"
json_is 'a commit whose text begins with From: is still of its author' \
	"net: from, Ben Birch <Ben@example.org>, 0, $tag" told

# --- what git's configuration and names must not change

mkdir rules
cat >rules/diff.json <<'END'
{ "rules": [
  { "id": "test.path", "weight": 1, "says": "p", "when": { "field": "path", "matches": "^net/a\\.c$" },
    "examples": { "hit": [{ "path": "net/a.c" }], "miss": [{ "path": "a.c" }] } },
  { "id": "test.two", "weight": 1, "says": "p", "when": "files_changed = 2",
    "examples": { "hit": [{ "files_changed": 2 }], "miss": [{ "files_changed": 1 }] } }
] }
END
unset GIT_CONFIG_GLOBAL
printf '[diff]\n\tnoprefix = true\n\tmnemonicPrefix = true\n' >"$HOME/.gitconfig"
same "git takes the home's configuration" true "$(git config diff.noprefix)"
review --json --rules rules "$one"
json_is 'diff.noprefix does not change paths' true applies test.path
rm "$HOME/.gitconfig"
export GIT_CONFIG_GLOBAL=/dev/null

name=$(printf 'net/caf\351.c')
{
	printf 'commit refs/heads/latin\nauthor Ann Ash <Ann@example.org> 1650000000 +0000\n'
	printf 'committer Ann Ash <Ann@example.org> 1650000000 +0000\ndata 11\nnet: latin\n\nfrom %s\n' "$start"
	printf 'M 100644 inline "net/caf\\351.c"\ndata 2\nx\n\nM 100644 inline net/a.c\ndata 2\ny\n\n'
} | git -C repo fast-import --quiet
same 'git has the name' "$name" "$(git -C repo show -z --format= --name-only latin -- 'net/caf*' | tr -d '\0')"
review --json --rules rules "$start..latin"
same 'a name that is not UTF-8 stays in the diff' 'true true 0' \
	"$(applies test.path) $(applies test.two) $(facts problem)"

git -C repo branch "${one:0:8}" "$two"
review --json "${one:0:8}"
json_is 'a branch named like a short id wins' 'net: second thing' '.patches[0].subject'
git -C repo branch -q -D "${one:0:8}"
review --json "${one:0:8}"
json_is 'without it the id is one' 'net: first thing' '.patches[0].subject'

# --- when mails were sent

# dated DAY ID SUBJECT [BODY [HEADERS [TAG]]]: a mail of March 2022
dated()
{
	mail "[PATCH${6:+ $6}] $3" "${4-}" \
		"Date: $(date -Rud "2022-03-01 +$1 days")\nMessage-ID: <$2@example.org>\n${5-}"
}
reply='In-Reply-To: <first@example.org>\n'
{
	dated 3 third 'net: third' '' "$reply"
	dated 1 first 'net: first'
	dated 2 second 'net: second' '' "$reply"
} >dates.mbox
review --json dates.mbox
json_is 'mails come in the order of their dates' 'first second third' \
	'[.patches[].source | sub("@.*"; "")] | join(" ")'
{
	dated 9 b2 'net: b2' '' 'In-Reply-To: <b1@example.org>\n' '2/2'
	dated 9 b1 'net: b1' '' '' '1/2'
	dated 2 a2 'net: a2' '' 'In-Reply-To: <a1@example.org>\n' '2/2'
	dated 3 a1 'net: a1' '' '' '1/2'
} >mailings.mbox
review --json mailings.mbox
json_is 'mailings in the order of their dates, their mails in that of their numbers' 'a1 a2 b1 b2' \
	'[.patches[].source | sub("@.*"; "")] | join(" ")'

for days in 3 20; do
	{
		dated 1 original 'net: first thing' "commit $one upstream." '' 6.12
		dated $((1 + days)) revert 'Revert "net: first thing"' "This reverts commit $one." '' 6.12
	} >weeks.mbox
	review --json weeks.mbox
	expected=true
	[ $days -eq 20 ] && expected=false
	json_is "a revert $days days later" "$expected" \
		'[.patches[0].facts[].kind] | any(. == "followup.revert")'
done

# --- what holds no patch

: >empty.mbox
printf 'Some words.\n\nAnd more.\n' >words.txt
for file in empty.mbox words.txt /bin/ls; do
	fails_with 2 "no patch: $file" "$WINNOW" review --no-default-rules --rules "$corpus/rules" "$file"
	matches "no patch: $file: said" 'no patch' "$work/err"
done

# --- what the first round of tests left open

one=1111111111111111111111111111111111111111
two=2222222222222222222222222222222222222222
mail '[PATCH] Revert "foo"' "This reverts commit $one which is
commit $two upstream." >revert.mbox
review --json revert.mbox
json_is 'a revert is not made from what it takes back, looked up or not' null '.patches[0].upstream.id'

mail '[PATCH] net: do it' 'Text.

Fixes: https://bugs.example.org/bug?extid=3b6e67ac2b646da57862' >tracker.mbox
winnow_global=(-C repo)
review --json --upstream master --onto master tracker.mbox
json_is 'the number of a bug tracker is no commit' 0 facts presence.repaired-unknown
winnow_global=()

mail '[PATCH] net: do it' 'From: x

Text.' >from.mbox
review --json from.mbox
json_is 'an in-body From: has an address' 'Ann Ash <Ann@example.org>' '.patches[0].author'

{
	mail '[PATCH 6.12] net: do it' "commit $one upstream." \
		'Date: Tue, 1 Mar 2022 00:00:00 +0000\nMessage-ID: <a@example.org>\n'
	mail '[PATCH 6.12] Revert "net: do it"' "This reverts commit $one." \
		'Date: Tue, 4 Mar 2022 00:00:00 +0000\nMessage-ID: <b@example.org>\n'
} >pair.mbox
review --json pair.mbox
json_is 'one revert is told once' 1 facts followup.revert

done_testing
