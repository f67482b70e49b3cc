#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The upstream commit of a patch, however it is found, and why not when it is not.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
one=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: first thing')
two=$(commit repo master 'Ben Birch' 2022-01-03 net/b.c <<<'net: second thing')
once=$(commit repo master 'Cem Cole' 2022-01-04 net/c.c <<<'net: done twice')
again=$(commit repo master 'Cem Cole' 2022-01-05 net/d.c <<<'net: done twice')
off=$(commit repo side 'Dora Day' 2022-01-06 net/e.c "$start" <<<'net: on another branch')

winnow_global=(-C repo)

# stable AUTHOR PATH: a backport with the message on standard input, reviewed; $id is its commit.
stable()
{
	git -C repo update-ref -d refs/heads/stable
	id=$(commit repo stable "$1" 2022-03-01 "$2" "$start")
	review --json --upstream master "$start..stable"
}

# found NAME HOW CERTAIN ID
found()
{
	json_is "$1" "$2 $3 $4" '.patches[0].upstream | "\(.how) \(.certain) \(.id)"'
}

kinds()
{
	json --arg kind "$1" '[.patches[0].facts[] | select(.kind == $kind)] | length'
}

stable 'Ann Ash' net/x.c <<<$'net: first thing\n\ncommit '"$one upstream."
found 'by marker' marker true "$one"
json_is 'by marker: the line is the proof' "commit $one upstream." \
	'.patches[0].facts[] | select(.kind == "upstream.match").proof'
json_is 'by marker: how long it was in mainline' '789 days in mainline' \
	'.patches[0].facts[] | select(.kind == "upstream.age").says'
stable 'Ann Ash' net/x.c <<<$'net: first thing\n\n[ Upstream commit '"${one:0:12} ]"
found 'by a short id' marker true "$one"
stable 'Ann Ash' net/x.c <<<$'net: both things\n\n[ Upstream commits '"$one and $two ]"
found 'by a marker of two' marker true "$one"
json_is 'both are the upstream' "$one $two" \
	'[.patches[0].facts[] | select(.kind == "upstream.match").id] | join(" ")'
stable 'Ann Ash' net/x.c <<<$'net: first thing\n\n(cherry picked from commit '"$id)
(cherry picked from commit $one)"
found 'by the one of several picks that upstream has' marker true "$one"

stable 'Ann Ash' net/x.c <<<'net: first thing'
found 'by subject and author' subject true "$one"
stable 'Eve Elm' net/x.c <<<'net: first thing'
found 'by subject alone: not certain' subject false "$one"
json_is 'and why not' 1 '[.patches[0].facts[] | select(.kind == "upstream.uncertain" and (.says | test("another author")))] | length'
stable 'Cem Cole' net/x.c <<<'net: done twice'
found 'by a subject that two have: the first, not certain' subject false "$once"
json_is 'and why not' "${once:0:12} has its subject, and so has 1 other upstream commit" \
	'.patches[0].facts[] | select(.kind == "upstream.uncertain").says'
stable 'Cem Cole' net/d.c <<<'net: done twice'
found 'by a subject that two have: the one that changes the same file' subject true "$again"
git -C repo format-patch -q -1 --zero-commit --stdout "$one" | sed 's/first thing/first   thing/' >blanks.patch
review --json --upstream master blanks.patch
found 'blanks in a subject do not matter' subject true "$one"

# The same change under another name: what upstream did to net/b.c.
git -C repo update-ref -d refs/heads/stable
git -C repo format-patch -q -1 --zero-commit --stdout "$two" |
	sed 's/^From: .*/From: Eve Elm <eve@example.org>/; s/^Subject: .*/Subject: [PATCH] another name/' >other.patch
review --json --upstream master other.patch
found 'by patch-id' patch-id true "$two"
review --json --upstream master "$two"
found 'the commit itself' id true "$two"

stable 'Eve Elm' net/x.c <<<'net: nobody knows'
found 'nothing fits' none false null
json_is 'nothing fits: said' 1 kinds upstream.none

stable 'Eve Elm' net/x.c <<<$'net: nobody knows\n\ncommit 1234567890123456789012345678901234567890 upstream.'
found 'a marker that points nowhere' none false null
json_is 'a marker that points nowhere: said' 1 kinds upstream.bad-marker
stable 'Ann Ash' net/x.c <<<$'net: first thing\n\ncommit 1234567890123456789012345678901234567890 upstream.'
found 'a marker that points nowhere, but the subject is known: not certain' subject false "$one"
json_is 'and still said' 1 kinds upstream.bad-marker
json_is 'and why not' "${one:0:12} has its subject, but its marker names another commit, 123456789012" \
	'.patches[0].facts[] | select(.kind == "upstream.uncertain").says'
stable 'Ann Ash' net/x.c <<<$'net: first thing\n\n[ Upstream commit net: first thing ]'
found 'a subject in place of the id' subject true "$one"
json_is 'a subject in place of the id: said' 1 kinds upstream.bad-marker

stable 'Ann Ash' net/x.c <<<$'net: first thing\n\ncommit '"$two upstream."
found 'a marker of another commit: the subject is the better witness' subject true "$one"
json_is 'a marker of another commit: said' 1 kinds upstream.other-subject
stable 'Ben Birch' net/x.c <<<$'net: second thing, for us\n\ncommit '"$two upstream."
found 'an edited subject' marker true "$two"
json_is 'an edited subject: said' 1 kinds upstream.other-subject
stable 'Eve Elm' net/x.c <<<$'net: quite another thing\n\ncommit '"$two upstream."
found 'neither subject nor author fit' marker false "$two"

stable 'Dora Day' net/x.c <<<$'net: on another branch\n\ncommit '"$off upstream."
found 'a commit off the branch' none false null
json_is 'a commit off the branch: said' 1 \
	'[.patches[0].facts[] | select(.kind == "upstream.bad-marker" and (.says | test("not on the upstream branch")))] | length'

json_is 'a commit off the branch: what names it' \
	"no upstream commit was found: ${off:0:12} (\"net: on another branch\") is a commit, but not on the upstream branch; no commit of the same subject, none of the same change" \
	'.patches[0].facts[] | select(.kind == "upstream.none").says'

stable 'Eve Elm' net/x.c <<<$'net: like it\n\nBased on '"$one"
found 'based on a commit: not the same change' none false null
json_is 'based on a commit: said' 1 kinds upstream.related

# An ambiguous id: as short as allowed, so make it two commits' own in a table.
printf 'commit\tauthor\tsubject\n%s\tAnn Ash\tnet: one\n%s\tAnn Ash\tnet: two\n' \
	1234567aa0123456789012345678901234567890 1234567bb0123456789012345678901234567890 >table
{
	printf 'From: Ann Ash <ann@example.org>\nSubject: [PATCH] net: three\n\ncommit 1234567 upstream.\n---\n'
	printf -- '--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n'
} >ambiguous.patch
review --json --upstream-table table ambiguous.patch
found 'digits of two commits' none false null
json_is 'digits of two commits: said' 1 \
	'[.patches[0].facts[] | select(.kind == "upstream.uncertain" and (.says | test("several upstream commits begin")))] | length'

review --json ambiguous.patch
found 'no upstream given' none false null
json_is 'no upstream given: said' 1 kinds upstream.not-looked-up
sed "s/1234567/$one/" ambiguous.patch >whole.patch
review --json whole.patch
found 'no upstream given: the marker is taken at its word' marker false "$one"

# An upstream that nobody fetched into: its newest commit is older than what the markers name.
far=1234567890123456789012345678901234567890
shipped()
{
	run "$WINNOW" -C repo review --no-model --now 2024-03-01 --upstream master "$@"
}
git -C repo update-ref -d refs/heads/stable
commit repo stable 'Eve Elm' 2022-03-01 net/x.c "$start" <<<$'net: from the future\n\ncommit '"$far upstream." >/dev/null
commit repo stable 'Eve Elm' 2022-03-02 net/x.c <<<$'net: further on\n\ncommit f'"${far:1} upstream." >/dev/null
warning="2 markers name commits that upstream, which ends at ${again:0:12} (2022-01-05), lacks: git fetch?"
shipped --json "$start..stable"
same 'beyond upstream: said once' "winnow: warning: $warning" "$(cat "$work/err")"
json_is 'and in the review' "2 ${again:0:12} 2022-01-05T00:00:00Z" \
	'.upstream.beyond | "\(.markers) \(.end) \(.end_date)"'
json_is 'the patches are not asked about for it' 'keep keep' '[.patches[].verdict] | join(" ")'
json_is 'a fact of its own' "upstream, which ends at ${again:0:12} (2022-01-05), lacks ${far:0:12}, which its marker names" \
	'.patches[0].facts[] | select(.kind == "upstream.beyond").says'
shipped --format long "$start..stable"
same 'at the head of the text' "$warning" "$(head -n 1 "$work/out")"
shipped --quiet --json "$start..stable"
same 'not on stderr with --quiet' '' "$(cat "$work/err")"
git -C repo tag v2.0 "$again"
shipped --json "$start..stable"
json_is 'by its version' v2.0 .upstream.beyond.end
git -C repo tag -d v2.0 >/dev/null
git -C repo update-ref -d refs/heads/stable
commit repo stable 'Eve Elm' 2021-03-01 net/x.c "$start" <<<$'net: from the past\n\ncommit '"$far upstream." >/dev/null
shipped --json "$start..stable"
json_is 'of an older patch upstream should know: asked' 'ask null' \
	'"\(.patches[0].verdict) \(.upstream.beyond)"'
git -C repo update-ref -d refs/heads/stable
for n in 1 2 3 4; do
	commit repo stable 'Ann Ash' "2022-03-0$n" net/x.c "$start" <<<$'net: first thing\n\ncommit '"$one upstream." >/dev/null
done
commit repo stable 'Eve Elm' 2022-03-05 net/x.c <<<$'net: a typing error\n\ncommit '"$far upstream." >/dev/null
shipped --json "$start..stable"
json_is 'one of many: counted' 1 .upstream.beyond.markers
json_is 'one of many: more likely its own fault, and asked about' ask '.patches[4].verdict'
git -C repo update-ref -d refs/heads/stable
commit repo stable 'Ann Ash' 2021-03-01 net/x.c "$start" <<<$'net: first thing\n\ncommit '"$one upstream." >/dev/null
for n in 2 3 4 5 6 7 8; do
	commit repo stable 'Ann Ash' "2021-03-0$n" net/x.c <<<$'net: first thing\n\ncommit '"$one upstream." >/dev/null
done
commit repo stable 'Eve Elm' 2022-03-05 net/x.c <<<$'net: from the future\n\ncommit '"$far upstream." >/dev/null
shipped --json "$start..stable"
json_is 'one of few that are so young: not asked about' 'keep 1' \
	'"\(.patches[8].verdict) \(.upstream.beyond.markers)"'

# The diff against upstream's.
git -C repo format-patch -q -1 --zero-commit --stdout "$two" >same.patch
review --json --upstream master same.patch
json_is 'the same change' 1 kinds upstream.diff-same
sed 's/^+int net__second_thing/+int adapted/' same.patch >adapted.patch
review --json --upstream master adapted.patch
same 'not the same change' 'the change differs from upstream'"'"'s in net/b.c' \
	"$(json '.patches[0].facts[] | select(.kind == "upstream.diff-differs").says')"

# Upstream in a repository of its own.
git clone -q --bare repo upstream.git
review --json --upstream-repo upstream.git --upstream master same.patch
found 'upstream in another repository' subject true "$two"

# What a subject gets, or loses, when a change is taken: still the same title.
for subject in '[7.x] net: first thing' 'net: first thing (#12)' 'BACKPORT: FROMGIT: net: first thing' \
	'Net: first thing.' '[Backport] net: first thing (#3) (#12)'; do
	stable 'Ann Ash' net/x.c <<<"$subject"
	json_is "the title of '$subject'" "subject $one" \
		'.patches[0].upstream | "\(.how) \(.id)"'
done
lists=$(commit repo master 'Ann Ash' 2022-01-07 net/l.c <<<'net: refresh the lists (#31)')
commit repo master 'Ann Ash' 2022-01-08 net/l.c <<<'net: refresh the lists (#32)' >/dev/null
stable 'Ann Ash' net/y.c <<<'net: refresh the lists (#31) (#40)'
json_is 'of two commits of one title the one whose number is there, too' "subject $lists" \
	'.patches[0].upstream | "\(.how) \(.id)"'

# Forms of other projects; the words in a sentence are a mention.
for text in "Upstream-Status: Backport [https://example.org/net/commit/$two]" "Git-commit: $two" \
	"Origin: upstream, https://example.org/net/commit/?id=$two" "(adapted from commit $two upstream)" \
	"JIRA: https://issues.example.org/X-1

commit $two
Author: Ben Birch <ben@example.org>
Date:   Mon Jan 3 00:00:00 2022 +0000

    net: second thing"; do
	stable 'Ben Birch' net/x.c <<<$'net: ours\n\n'"$text"
	found "$(head -n 1 <<<"$text" | cut -c 1-30)" marker true "$two"
done
stable 'Ben Birch' net/x.c <<<$'net: ours\n\nThe\nbackport of commit '"$two lost a lock."
found 'words of a marker in a sentence' none false null

# What a patch file's header says.
patch_with()
{
	printf '%s\nSubject: [PATCH] net: ours\n%s\nIt goes on.\n---\n' "$1" "$2"
	printf -- '--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n'
}
mkdir patches
patch_with 'From: Ben Birch <ben@example.org>' "Git-commit: $two
Patch-mainline: v6.1
" >patches/header.patch
patch_with "From $two Mon Sep 17 00:00:00 2001
From: Ben Birch <ben@example.org>" '' >patches/from.patch
patch_with "From $id Mon Sep 17 00:00:00 2001
From: Eve Elm <eve@example.org>" '' >patches/other.patch
printf 'header.patch\nfrom.patch\nother.patch\n' >patches/series
review --json --upstream master patches
json_is 'in the header, in the mbox line, in that line another commit' \
	"marker $two, marker $two, none null" \
	'[.patches[].upstream | "\(.how) \(.id)"] | join(", ")'
json_is 'another commit there: nothing wrong' 0 \
	'[.patches[2].facts[] | select(.kind == "upstream.bad-marker")] | length'
review --json --upstream master patches/from.patch
found 'a single file: the mbox line' marker true "$two"
review --json patches/header.patch
found 'a single file without upstream: the header' marker false "$two"
review --json patches/from.patch
found 'without upstream the mbox line may be of any tree' none false null

# Upstream has the files no longer: removed, or moved.
mkdir removed && cd removed || exit 1
base=$(change master 'Ann Ash' 2023-01-01 app/old.c $'int a;\nint b;\nint c;\nint d;' <<<'app: start')
change stable 'Eve Elm' 2023-02-01 app/old.c $'int a;\nint b;\nint c;\nlong d;' "$base" <<<'app: build with a new compiler' >/dev/null
change master 'Ben Birch' 2023-01-02 lib/a.c $'int a;' <<<'lib: start' >/dev/null
gone=$(change master 'Ben Birch' 2023-01-03 app/old.c - <<<'app: remove')
git -C repo tag v2.0 master
run "$WINNOW" -C repo review --no-model --now 2023-03-01 --json --upstream master "$base..stable"
json_is 'upstream removed what it changes: told, and not asked whether it is for this branch alone' \
	"upstream removed what it changes on 2023-01-03, by ${gone:0:12} (\"app: remove\") (it came in v2.0)" \
	'.patches[0] | (.facts[] | select(.kind == "upstream.removed").says), (.reasons[] | select(.rule == "process.no-upstream").says)'
git -C repo checkout -q -f "$base" -B moved && git -C repo mv app/old.c app/new.c &&
	git -C repo -c user.name=A -c user.email=a@example.org commit -q -m 'app: call it new'
run "$WINNOW" -C repo review --no-model --now 2023-03-01 --json --upstream moved "$base..stable"
json_is 'upstream moved it: asked' 'process.no-upstream' \
	'.patches[0] | (.facts[] | select(.kind == "upstream.removed").says), (.reasons[] | select(.rule == "process.no-upstream").rule)'
cd ..

done_testing
