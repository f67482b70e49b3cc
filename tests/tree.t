#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the trees hold: reverts of reverts, merges and forks, bugs that are there or not.
. "$(dirname "$0")/lib.sh"

# states KIND [POSITION]: of the facts of this kind, joined by blanks; "none" without any.
states()
{
	json --arg kind "$1" --argjson at "${2-0}" \
		'[.patches[$at].facts[] | select(.kind == $kind).state] | join(" ") | if . == "" then "none" else . end'
}

# is NAME EXPECTED KIND [POSITION]
is()
{
	json_is "$1" "$2" states "$3" "${4-0}"
}

# fresh NAME: a repository of this name, its first commit is $start.
fresh()
{
	r=$1
	winnow_global=(-C "$r")
	start=$(commit "$r" master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
}

# put BRANCH SUBJECT [BODY [START]]: a commit a day after the one before, in a file of its own, by an
# author of its own; prints its id.
put()
{
	local branch=$1 subject=$2 body=${3-} from=${4-} name
	name=$(printf '%s' "$subject$branch" | tr -c 'A-Za-z0-9' _)
	commit "$r" "$branch" "Author $name" "2022-02-01 +$(git -C "$r" rev-list --all --count) days" \
		"net/$name.c" "$from" <<<"$subject${body:+

$body}"
}

# merge BRANCH FIRST SECOND [MESSAGE]: make BRANCH the merge of two commits; prints its id.
merge()
{
	local id
	id=$(GIT_AUTHOR_DATE='2022-12-01 00:00:00 +0000' GIT_COMMITTER_DATE='2022-12-01 00:00:00 +0000' \
		git -C "$r" -c user.name=Max -c user.email=max@example.org \
		commit-tree "$2^{tree}" -p "$2" -p "$3" -m "${4-Merge it}") &&
		git -C "$r" update-ref "refs/heads/$1" "$id" && echo "$id"
}

# mail SUBJECT [BODY]: a mail that changes a file which no tree has.
mail()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Zoe Zinnia <zoe@example.org>\n'
	printf 'Subject: [PATCH] %s\n\n' "$1"
	[ -n "${2-}" ] && printf '%s\n' "$2"
	printf -- '---\n--- a/net/z.c\n+++ b/net/z.c\n@@ -1,2 +1,2 @@\n a\n-b\n'
	printf '+%s\n\n' "${1//[^A-Za-z0-9]/_}"
}

# --- reverts that a tree made itself

fresh inherited
u=$(put master 'net: u')
put stable 'Revert "net: u"' "This reverts commit $u." "$u" >/dev/null
fix=$(put master 'net: fix u' "Fixes: ${u:0:12} (\"net: u\")")
base=$(git -C "$r" rev-parse stable)
{
	mail 'net: u' "commit $u upstream."
} >again.mbox
mail 'net: fix u' "commit $fix upstream.

Fixes: ${u:0:12} (\"net: u\")" >fix.mbox
review --json --upstream master --onto "$base" again.mbox
is 'inherited, then reverted by id: not there already' none presence.already
review --json --upstream master --onto "$base" fix.mbox
is 'inherited, then reverted by id: its bug is not there' missing presence.repaired
review --json --upstream master --onto "$u" fix.mbox
is 'inherited: its bug is there' base presence.repaired

# brought_back NAME SUBJECT REPOSITORY BY: foo, Revert "foo" and then this in the tree; a fix of it is
# queued.
brought_back()
{
	local own reverted
	fresh "$3"
	foo=$(put master 'net: foo')
	fix=$(put master 'net: fix foo' "Fixes: ${foo:0:12} (\"net: foo\")")
	own=$(put stable 'net: foo' "commit $foo upstream." "$start")
	if [ "$4" = id ]; then
		reverted=$(put stable 'Revert "net: foo"' "This reverts commit $own.")
		put stable "$2" "This reverts commit $reverted." >/dev/null
	else
		put stable 'Revert "net: foo"' 'It broke.' >/dev/null
		put stable "$2" 'It was something else.' >/dev/null
	fi
	mail 'net: fix foo' "commit $fix upstream.

Fixes: ${foo:0:12} (\"net: foo\")" >fix.mbox
	review --json --upstream master --onto stable fix.mbox
	is "$1: its bug is there" base presence.repaired
	review --json --upstream master --onto stable~1 fix.mbox
	is "$1: while it was reverted it is not" missing presence.repaired
}
brought_back 'a revert of a revert in the tree, by id' 'Revert "Revert "net: foo""' rr-id id
brought_back 'a revert of a revert in the tree, by title' 'Revert "Revert "net: foo""' rr-title title
brought_back 're-applied in the tree, by id' 'Reapply "net: foo"' re-id id
brought_back 're-applied in the tree, by title' 'Reapply "net: foo"' re-title title

# --- and that the queue makes

# in_queue NAME BY: foo, its revert, the revert of that, and a fix of foo, all queued.
in_queue()
{
	local own reverted
	fresh "queue-$2"
	foo=$(put master 'net: foo')
	fix=$(put master 'net: fix foo' "Fixes: ${foo:0:12} (\"net: foo\")")
	own=$(put stable 'net: foo' "commit $foo upstream." "$start")
	if [ "$2" = id ]; then
		reverted=$(put stable 'Revert "net: foo"' "This reverts commit $own.")
		put stable 'Revert "Revert "net: foo""' "This reverts commit $reverted." >/dev/null
	else
		put stable 'Revert "net: foo"' 'It broke.' >/dev/null
		put stable 'Revert "Revert "net: foo""' 'It was something else.' >/dev/null
	fi
	put stable 'net: fix foo' "commit $fix upstream.

Fixes: ${foo:0:12} (\"net: foo\")" >/dev/null
	review --json --upstream master "$start..stable"
	is "$1: what is brought back is not reverted" none followup.revert 0
	is "$1: the revert is reverted" queued-after followup.revert 1
	is "$1: by the next" queued-before presence.taken-back 2
	is "$1: a fix of it has its bug" queued-before presence.repaired 3
	git -C "$r" update-ref refs/heads/stable stable~2
	review --json --upstream master "$start..stable"
	is "$1: without that it is reverted" queued-after followup.revert 0
}
in_queue 'a revert of a revert in the queue, by id' id
in_queue 'a revert of a revert in the queue, by title' title

# --- forks and merges

fresh fork
u=$(put master 'net: u')
x=$(put master 'net: x' "Fixes: ${u:0:12} (\"net: u\")")
id=$(put stable 'net: x' "commit $x upstream.

Fixes: ${u:0:12} (\"net: u\")" "$u")
review --json --upstream master --onto stable "$id"
is 'a commit already on the fork: what it inherited is there' base presence.repaired
echo "$id" >ids
review --json --upstream master --onto stable ids
is 'the same in a list of ids' base presence.repaired

fresh merged
u=$(put master 'net: u')
put master 'net: fix u' "Fixes: ${u:0:12} (\"net: u\")" >/dev/null
base=$(put stable 'net: our own' '' "$start")
merge merged "$base" "$(git -C "$r" rev-parse master)" >/dev/null
mail 'net: u' "commit $u upstream." >u.mbox
review --json --upstream master --onto "$base" --target merged u.mbox
is 'the branch merged the fix' branch followup.fix
review --json --upstream master --onto "$base" u.mbox
is 'without the branch it is missing' missing followup.fix

# A base on a side branch that upstream merged later has what the side has, and nothing of the line.
fresh side-base
u=$(put master 'net: u')
here=$(put side 'net: fix u' "Fixes: ${u:0:12} (\"net: u\")" "$u")
there=$(put master 'net: fix u elsewhere' "Fixes: ${u:0:12} (\"net: u\")")
merge master "$there" "$here" >/dev/null
mail 'net: u' "commit $u upstream." >u.mbox
# fixes BASE: which fixes are there, which are missing.
fixes()
{
	review --json --upstream master --onto "$1" u.mbox
	json '[.patches[0].facts[] | select(.kind == "followup.fix") | "\(.subject): \(.state)"] | sort | join(", ")'
}
json_is 'a base on a side branch' 'net: fix u elsewhere: missing, net: fix u: base' fixes "$here"
json_is 'a base on the line beside it' 'net: fix u elsewhere: base, net: fix u: missing' fixes "$there"
json_is 'a base behind the merge' 'net: fix u elsewhere: base, net: fix u: base' fixes master

fresh reapplied
u=$(put master 'net: u')
revert=$(put master 'Revert "net: u"' "This reverts commit $u.")
again=$(put master 'Reapply "net: u"' "This reverts commit $revert.")
mail 'net: u' "commit $u upstream." >u.mbox
for base in "$again" "$revert" "$start"; do
	review --json --upstream master --onto "$base" u.mbox
	is "reverted and re-applied, base at \"$(git -C "$r" log -1 --format=%s "$base")\"" \
		reverted followup.revert
done

# Two branches that know nothing of each other, merged either way round.
for order in 'bug first' 'fix first'; do
	fresh "sides-${order%% *}"
	u=$(put one 'net: u' '' "$start")
	fix=$(put two 'net: fix u' "Fixes: ${u:0:12} (\"net: u\")" "$start")
	case $order in
	bug*) first=$u second=$fix ;;
	*) first=$fix second=$u ;;
	esac
	merge master "$(merge master "$start" "$first")" "$second" >/dev/null
	mail 'net: u' "commit $u upstream." >u.mbox
	review --json --upstream master --onto "$start" u.mbox
	is "a fix on another branch, $order" missing followup.fix
	merge master "$first" "$second" >/dev/null
	review --json --upstream master --onto "$start" u.mbox
	is "a fix on another branch, one merge, $order" missing followup.fix
done

# --- what is kept with it comes in upstream's order

fresh with
a=$(put master 'net: a')
f1=$(put master 'net: first fix' "Fixes: ${a:0:12} (\"net: a\")")
f2=$(put master 'net: second fix' "Fixes: ${a:0:12} (\"net: a\")")
f1a=$(put master 'net: fix of the first' "Fixes: ${f1:0:12} (\"net: first fix\")")
mail 'net: a' "commit $a upstream." >a.mbox
review --json --upstream master --onto "$start" a.mbox
json_is 'kept with its fixes, in the order of upstream' "keep-with $f1 $f2 $f1a" \
	'.patches[0] | "\(.verdict) \(.with | join(" "))"'

# --- what is a revert and what is not

# says NAME EXPECTED BODY [SUBJECT]: the kinds of follow-up that a later commit with BODY is; ID is U's.
says()
{
	fresh "says-$((tests + 1))"
	u=$(put master 'net: u')
	put master "${4-net: revert what was wrong}" "${3//ID/$u}" >/dev/null
	mail 'net: u' "commit $u upstream." >u.mbox
	review --json --upstream master --onto "$start" u.mbox
	json_is "$1" "$2" '[.patches[0].facts[].kind | select(startswith("followup."))] | join(" ")'
}
says 'a revert' followup.revert 'This reverts commit ID.'
says 'what reverts under a subject of its own puts something else there' followup.fix \
	'This reverts commit ID.' 'net: do it properly'
says 'partially revert "..."' '' 'It was too much.' 'net: partially revert "net: u"'
says 'an example that is indented' followup.mention '    This reverts commit ID.' 'doc: how we take back'
says 'a revert in part repairs it' followup.fix-words 'This partially reverts commit ID.'
says 'a revert whose title says "partial" is one' followup.revert \
	'This reverts commit ID ("foo: support partial writes").'
says 'a revert that another patch makes is none' followup.mention \
	'A later patch reverts commit ID, do not do it here.'

# --- dependencies

mkdir rules
cat >rules/needs.json <<'END'
{ "rules": [
  { "id": "test.bad", "decides": "drop", "says": "bad",
    "when": { "field": "subject", "matches": "\\bbad\\b" },
    "examples": { "hit": ["net: bad"], "miss": ["net: good"] } },
  { "id": "test.needed", "decides": "keep", "says": "{fact}",
    "when": { "any": ["role.needed.queued-after > 0", "role.needed.queued-before > 0"] },
    "examples": { "hit": [{ "role.needed.queued-after": 1 }], "miss": [{ "role.needed.to-drop": 1 }] } }
] }
END

# needed NAME SUBJECT ORDER STATE RULED: the dependency of a queued patch with SUBJECT, which stands
# before or after it in the queue
needed()
{
	fresh "needed-$((tests + 1))"
	dependency=$(put master 'net: prepare')
	x=$(put master "$2")
	mail 'net: prepare' "commit $dependency upstream.

Stable-dep-of: ${x:0:12} (\"$2\")" >prepare.mbox
	mail "$2" "commit $x upstream." >x.mbox
	case $3 in
	after) queue=(prepare.mbox x.mbox) at=0 ;;
	before) queue=(x.mbox prepare.mbox) at=1 ;;
	esac
	review --json --rules rules --upstream master --onto "$start" "${queue[@]}"
	is "$1" "$4" role.needed $at
	same "$1: kept for its sake" "$5" \
		"$(json --argjson at $at '[.patches[$at].reasons[].rule] | any(. == "test.needed")')"
}
needed 'needed by what is queued after it' 'net: good' after queued-after true
needed 'needed by what is queued before it' 'net: good' before queued-before true
needed 'needed by what is dropped' 'net: bad' after to-drop false

# --- the commit that brought the bug

fresh culprit
bug=$(put master 'net: bug')
put master 'Revert "net: bug"' "This reverts commit $bug." >/dev/null
fix=$(put master 'net: fix bug' "Fixes: ${bug:0:12} (\"net: bug\")")
mail 'net: fix bug' "commit $fix upstream.

Fixes: ${bug:0:12} (\"net: bug\")" >fix.mbox
review --json --upstream master --onto "$start" fix.mbox
is 'missing, and reverted upstream' reverted presence.repaired

fresh queued
bug=$(put master 'net: bug')
fix=$(put master 'net: fix bug' "Fixes: ${bug:0:12} (\"net: bug\")")
{
	mail 'net: bug' "commit $bug upstream."
	mail 'Revert "net: bug"' 'It broke.'
	mail 'net: fix bug' "commit $fix upstream.

Fixes: ${bug:0:12} (\"net: bug\")"
} >queue.mbox
review --json --upstream master --onto "$start" queue.mbox
is 'queued and taken back in the queue' reverted presence.repaired 2

# wide N: a commit of N files, one of which was net/a.c, the last of mainline; prints its id.
wide()
{
	local i
	{
		printf 'commit refs/heads/master\nauthor W <w@example.org> 1650000000 +0000\n'
		printf 'committer W <w@example.org> 1650000000 +0000\ndata 10\nnet: wide\n'
		printf 'from refs/heads/master^0\n'
		for ((i = 0; i < $1; i++)); do
			printf 'M 100644 inline wide/%d.c\ndata 2\nx\n' "$i"
		done
		printf 'R net/a.c net/wide.c\n'
	} | git -C "$r" fast-import --quiet && git -C "$r" rev-parse master
}
# of_wide PATH: a fix of it that changes PATH.
of_wide()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Zoe Zinnia <zoe@example.org>\n'
	printf 'Subject: [PATCH] net: fix bug\n\nFixes: %s ("net: wide")\n---\n' "${bug:0:12}"
	printf -- '--- a/%s\n+++ b/%s\n@@ -1 +1 @@\n-x\n+y\n\n' "$1" "$1"
}
for n in 98 99; do
	fresh "wide-$n"
	bug=$(wide $n)
	of_wide net/wide.c >fix.mbox
	review --json --upstream master --onto "$start" fix.mbox
	case $n in
	98) is 'missing, and changes 100 files' missing presence.repaired ;;
	*) is 'missing, and changes over 100 files, of which it moved this one' unknown presence.repaired ;;
	esac
done
of_wide wide/1.c >fix.mbox
review --json --upstream master --onto "$start" fix.mbox
is 'it made the lines that the fix is about' missing presence.repaired
of_wide net/b.c >fix.mbox
review --json --upstream master --onto "$start" fix.mbox
is 'it has nothing to do with the files that the fix is about' missing presence.repaired

# Lines that the patch removes: "int net__start;" is in the base's file, the other is not.
fresh code
bug=$(put master 'net: bug')
# removes LINE
removes()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Zoe Zinnia <zoe@example.org>\n'
	printf 'Subject: [PATCH] net: fix bug\n\nFixes: %s ("net: bug")\n---\n' "${bug:0:12}"
	printf -- '--- a/net/a.c\n+++ b/net/a.c\n@@ -1 +1 @@\n-%s\n+long long_line;\n\n' "$1"
}
removes 'int net__start;' >there.mbox
removes 'int net__other;' >elsewhere.mbox
review --json --upstream master --onto "$start" there.mbox
is 'its bug is missing' missing presence.repaired
is 'the code is there, of a file that what it names does not touch' base presence.code
review --json --upstream master --onto "$start" elsewhere.mbox
is 'the code is not there' missing presence.code

# --- the tree when an entry's turn comes: the base, and what the queue did to it

fresh effective
u=$(put master 'net: x')
put stable 'net: x' "commit $u upstream." "$start" >/dev/null
{
	mail 'Revert "net: x"' "This reverts commit $u."
	mail 'net: x' "commit $u upstream."
	mail 'net: fix x' "Fixes: $u (\"net: x\")"
} >again.mbox
review --json --upstream master --onto stable again.mbox
is 'a revert of what the base has' base presence.taken-back 0
is 'what the queue took out of the base may come again' none presence.already 1
is 'and a fix of it finds it there' queued-before presence.repaired 2
{
	mail 'Revert "net: x"' "This reverts commit $u."
	mail 'net: fix x' "Fixes: $u (\"net: x\")"
} >gone.mbox
review --json --upstream master --onto stable gone.mbox
is 'a fix of what the queue took out of the base' missing presence.repaired 1
{
	mail 'net: fix x' "Fixes: $u (\"net: x\")"
	mail 'net: x' "commit $u upstream."
} >both.mbox
review --json --upstream master --onto stable both.mbox
is 'the base counts before what is queued later' base presence.repaired 0

# Titles repeat: an id that leads somewhere is the witness.
fresh titles
one=$(put master 'net: fix typo')
put master 'net: other' >/dev/null
two=$(put other 'net: fix typo' '' "$(git -C titles rev-parse master)")
git -C titles update-ref refs/heads/master other
put master 'Revert "net: fix typo"' "This reverts commit $two." >/dev/null
mail 'net: one' "commit $one upstream." >one.mbox
review --json --upstream master --onto "$start" one.mbox
is 'a revert takes back what its id names' none followup.revert

# A merge that lists a fix cannot be picked.
fresh merges
u=$(put master 'net: u')
side=$(put side 'net: side' '' "$start")
merge master "$u" "$side" "Merge side

Fixes: $u (\"net: u\")" >/dev/null
mail 'net: u' "commit $u upstream." >merge.mbox
review --json --upstream master --onto "$start" merge.mbox
is 'a merge is no fix' none followup.fix

# A queued revert that is not the inverse does more than take back.
queue_pair()
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Zoe Zinnia <zoe@example.org>\n'
	printf 'Subject: [PATCH] net: u\n\ncommit 1111111111111111111111111111111111111111 upstream.\n---\n--- a/net/z.c\n+++ b/net/z.c\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n\n'
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Zoe Zinnia <zoe@example.org>\n'
	printf 'Subject: [PATCH] Revert "net: u"\n\n---\n--- a/net/z.c\n+++ b/net/z.c\n@@ -1,2 +1,2 @@\n a\n-c\n+%s\n\n' "$1"
}
queue_pair b >inverse.mbox
winnow_global=()
review --json inverse.mbox
json_is 'a pair that cancels out' 0 '[.patches[].facts[] | select(.kind == "presence.pair-differs")] | length'
queue_pair d >more.mbox
review --json more.mbox
json_is 'a pair that does not' 2 '[.patches[].facts[] | select(.kind == "presence.pair-differs")] | length'

# What the branch does beyond the queue is not yet so when the queue's turn comes.
fresh beyond
u=$(put master 'net: x')
backport=$(put stable 'net: x' "commit $u upstream." "$start")
put branch 'Revert "net: x"' "This reverts commit $backport." "$backport" >/dev/null
mail 'net: fix x' "Fixes: $u (\"net: x\")" >fix.mbox
review --json --upstream master --onto stable --target branch fix.mbox
is 'a revert in the branch takes nothing from the base' base presence.repaired

# Two entries of one title, and a revert that names the first by its id.
winnow_global=()
first=1111111111111111111111111111111111111111
second=2222222222222222222222222222222222222222
{
	mail 'net: fix typo' "commit $first upstream."
	mail 'net: fix typo' "commit $second upstream."
	mail 'Revert "net: fix typo"' "This reverts commit $first."
} >typos.mbox
review --json typos.mbox
is 'the one whose id the revert names' queued-after followup.revert 0
is 'not the other of the same title' none followup.revert 1

done_testing
