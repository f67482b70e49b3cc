#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which upstream commits a message stands for: read alike of queue entries, base and branch, and by
# review and missing.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)
day=0
# put BRANCH SUBJECT [BODY [AUTHOR]]: the next commit of BRANCH; prints its id. Its file is named
# after the subject, so that what has one subject is one change.
put()
{
	day=$(cat "$work/day" 2>/dev/null || echo 0)
	echo $((day + 1)) >"$work/day"
	commit repo "$1" "${4:-Ann Ash}" "2022-01-01 +$day days" \
		"lib/$(printf '%s' "$2" | tr -c 'A-Za-z0-9' _).c" "${start-}" <<<"$2${3:+

$3}"
}
# join BRANCH OTHER SUBJECT [BODY]: a merge of OTHER into BRANCH; prints its id.
join()
{
	local tree id
	day=$(cat "$work/day")
	echo $((day + 1)) >"$work/day"
	tree=$(git -C repo merge-tree --write-tree "$1" "$2" | head -n 1)
	id=$(GIT_AUTHOR_NAME=Max GIT_AUTHOR_EMAIL=max@example.org GIT_COMMITTER_NAME=Max \
		GIT_COMMITTER_EMAIL=max@example.org GIT_AUTHOR_DATE="@$((1640995200 + day * 86400)) +0000" \
		GIT_COMMITTER_DATE="@$((1640995200 + day * 86400)) +0000" \
		git -C repo commit-tree "$tree" -p "$1" -p "$2" -m "$3${4:+

$4}")
	git -C repo update-ref "refs/heads/$1" "$id"
	echo "$id"
}
# fresh BRANCH [AT]: an empty stable branch
fresh()
{
	git -C repo update-ref "refs/heads/$1" "${2:-$start}"
}
# lacks RANGE...: "kind subject < what it follows", one a line
lacks()
{
	run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master --json "$@"
	json '.missing[] | "\(.kind) \(.subject) < \([.ties[].subject] | join(", "))"'
}
# of KIND...: what the last review says of its only patch, by kinds of fact
of()
{
	json --arg kinds "$*" '.patches[-1].facts[] | select(.kind as $k | $kinds | split(" ") | any(. == $k))
		| "\(.kind) \(.state) \(.subject // .says)"'
}

start=$(put master 'lib: start')

# --- several markers in one message

first=$(put master 'lib: add a cache')
second=$(put master 'lib: do not leak the cache' "Fixes: ${first:0:12} (\"lib: add a cache\")" 'Ben Birch')
put master 'lib: size the cache' "Fixes: ${second:0:12} (\"lib: do not leak the cache\")" >"$work/id"
fresh both
put both 'lib: add a cache' "Two in one.

Fixes: ${first:0:12} (\"lib: add a cache\")

master commit: $first
master date: 2022-01-02
master commit: $second
master date: 2022-01-03" >"$work/both"
review --upstream master --onto "$start" --json "$start..both"
json_is 'two markers: both are upstream' 'upstream.match null lib: add a cache
upstream.match null lib: do not leak the cache' of upstream.match
json_is 'two markers: the one of its title is the main one' "$first true" \
	'.patches[0].upstream | "\(.id) \(.certain)"'
json_is 'two markers: its own second half is no follow-up, the fix of that is' \
	'followup.fix missing lib: size the cache' of followup.fix followup.series
json_is 'a patch does not repair itself' '' of presence.repaired
json_is 'missing reads the same' 'fix lib: size the cache < lib: do not leak the cache' lacks "$start..both"

# Shared by two entries, a commit is not there because of the first.
other=$(put master 'lib: mend the index')
put both 'lib: mend the index' "master commit: $other
master commit: $second" >"$work/id"
review --upstream master --onto "$start" --json "$start..both"
json_is 'one of two is there: the patch is not' '' of presence.already
put both 'lib: mend the index again' "master commit: $other
master commit: $second" >"$work/id"
review --upstream master --onto "$start" --json "$start..both"
json_is 'both are there: the patch is' 'presence.already queued-before lib: do not leak the cache
presence.already queued-before lib: mend the index' of presence.already

# --- a chain of picks

chained=$(put master 'lib: count' '' 'Ben Birch')
fresh middle
between=$(put middle 'lib: count' "(cherry picked from commit $chained)" 'Ben Birch')
fresh chain
put chain 'lib: count' "(cherry picked from commit $chained)
(cherry picked from commit $between)" 'Ben Birch' >"$work/id"
review --upstream master --json "$start..chain"
json_is 'a chain: mainline has the first' "$chained marker" '.patches[0].upstream | "\(.id) \(.how)"'
json_is 'a chain: what a branch between has is no fault' '' of upstream.bad-marker
review --json "$start..chain"
json_is 'a chain, without upstream: the first' "$chained" '.patches[0].upstream.id'
fresh chain
put chain 'lib: count' "(cherry picked from commit $chained)
(backported from commit $between)" 'Ben Birch' >"$work/id"
review --json "$start..chain"
json_is 'a chain with a backport in it, without upstream: the first' "$chained" '.patches[0].upstream.id'

# --- upstream has it twice

bug=$(put master 'gpu: start the ring')
fresh next master
x=$(put next 'gpu: hold the lock' "Fixes: ${bug:0:12} (\"gpu: start the ring\")" 'Ben Birch')
y=$(put master 'gpu: hold the lock' "Fixes: ${bug:0:12} (\"gpu: start the ring\")
(cherry picked from commit $x)" 'Ben Birch')
join master next 'Merge next' >"$work/id"
put master 'gpu: free the lock' "Fixes: ${x:0:12} (\"gpu: hold the lock\")" >"$work/id"
put master 'gpu: name the lock' "Fixes: ${y:0:12} (\"gpu: hold the lock\")" >"$work/id"

fixes='fix gpu: free the lock < gpu: hold the lock
fix gpu: name the lock < gpu: hold the lock'
for taken in "$x" "$y"; do
	fresh stable
	put stable 'gpu: start the ring' "commit $bug upstream." >"$work/id"
	had=$(put stable 'gpu: hold the lock' "commit $taken upstream." 'Ben Birch')
	same "twins, ${taken/$x/the first} taken: both fixes, neither twin" "$fixes" \
		"$(lacks "$start..stable" | sort)"
	review --upstream master --onto "$start" --json "$start..stable"
	json_is "twins, ${taken/$x/the first} proposed: both fixes" \
		'followup.fix missing gpu: free the lock
followup.fix missing gpu: name the lock' of followup.fix
done
fresh stable
put stable 'gpu: start the ring' "commit $bug upstream." >"$work/id"
same 'twins, none taken: told once' 'fix gpu: hold the lock < gpu: start the ring' \
	"$(lacks "$start..stable" | grep '^fix gpu: hold')"
review --upstream master --onto "$start" --json "$start..stable"
same 'twins, none taken: told once in a review' 'followup.fix missing gpu: hold the lock' \
	"$(of followup.fix | grep hold)"
put stable 'gpu: hold the lock' "(cherry picked from commit $x)
(cherry picked from commit $y)" 'Ben Birch' >"$work/id"
review --upstream master --onto "$start" --json "$start..stable"
same 'both named: one commit' 1 "$(of upstream.match | wc -l)"
put stable 'gpu: hold the lock' "commit $x upstream." 'Ben Birch' >"$work/id"
put stable 'gpu: hold the lock' "commit $y upstream." 'Ben Birch' >"$work/id"
review --upstream master --onto stable~1 --json stable~1..stable
json_is 'there by its twin' 'presence.already base gpu: hold the lock' of presence.already
fresh inherits next
put inherits 'gpu: hold the lock' "commit $y upstream." 'Ben Birch' >"$work/id"
review --upstream master --onto inherits~1 --json inherits~1..inherits
json_is 'inherited by its twin' "${y:0:12} (\"gpu: hold the lock\") is in the base as ${x:0:12}" \
	'.patches[0].facts[] | select(.kind == "presence.already").says'

# Taken back where the other one is not: it stays.
fresh next master
shut=$(put next 'gpu: shut the gate' '' 'Ben Birch')
kept=$(put master 'gpu: shut the gate' "(cherry picked from commit $shut)" 'Ben Birch')
back=$(put next 'Revert "gpu: shut the gate"' "This reverts commit $shut.")
on_next=$(git -C repo rev-parse next)
join master next 'Merge next again' >"$work/id"
for taken in "$shut" "$kept"; do
	fresh stable
	put stable 'gpu: shut the gate' "commit $taken upstream." 'Ben Birch' >"$work/id"
	review --upstream master --onto "$start" --json "$start..stable"
	same "one of the twins was taken back, ${taken/$shut/that one} proposed: the other stays" 'keep ' \
		"$(json '.patches[0].verdict') $(of followup.revert)"
	json_is 'and nothing is missing' '' lacks "$start..stable"
done
fresh gone "$on_next"
put gone 'gpu: shut the gate' "commit $kept upstream." 'Ben Birch' >"$work/id"
review --upstream master --onto "$on_next" --json "$on_next..gone"
json_is 'a tree that has only the one that was taken back has neither' '' of presence.already
back=$(put master 'Revert "gpu: shut the gate"' "This reverts commit $kept.")
review --upstream master --onto "$start" --json "$start..stable"
same 'taken back where both are: gone' "drop followup.revert missing Revert \"gpu: shut the gate\"" \
	"$(json '.patches[0].verdict') $(of followup.revert)"

# Picked again after it was taken back: another change.
shaky=$(put master 'gpu: sleep less' '' 'Ben Birch')
put master 'Revert "gpu: sleep less"' "This reverts commit $shaky." >"$work/id"
again=$(put master 'gpu: sleep less' "(cherry picked from commit $shaky)" 'Ben Birch')
fresh stable
put stable 'gpu: sleep less' "commit $again upstream.

(cherry picked from commit $shaky)" 'Ben Birch' >"$work/id"
review --upstream master --onto "$start" --json "$start..stable"
json_is 'picked again after a revert: that revert is no follow-up' '' of followup.revert
json_is 'picked again after a revert: missing tells none' '' lacks "$start..stable"
# A message that was taken up for something else keeps the line.
put master 'gpu: sleep even less' "(cherry picked from commit $again)" >"$work/id"
put master 'gpu: mend the sleep' "Fixes: $(git -C repo rev-parse master | head -c 12) (\"gpu: sleep even less\")" >"$work/id"
json_is 'another subject is another change' '' lacks "$start..stable"

# --- a merge

fresh topic master
part=$(put topic 'pool: add it')
put topic 'pool: use it' >"$work/id"
before=$(git -C repo rev-parse master)
merge=$(join master topic 'Merge pull request #7 from ben/topic')
put master 'pool: free it' "Fixes: ${part:0:12} (\"pool: add it\")" >"$work/id"
fresh stable
put stable 'Merge pull request #7 from ben/topic' "(cherry picked from commit $merge)" >"$work/id"
json_is 'a merge stands for what came with it' 'fix pool: free it < pool: add it' lacks "$start..stable"
json_is 'a merge by its id, too' 'fix pool: free it < pool: add it' lacks "$merge"
review --upstream master --onto "$start" --json "$start..stable"
same 'a merge: whose fix it is' \
	"fixes ${part:0:12} (\"pool: add it\"), which came with it, and is missing" \
	"$(json '.patches[0].facts[] | select(.kind == "followup.fix").says' | cut -d' ' -f5-)"
put master 'Revert "Merge pull request #7 from ben/topic"' "This reverts commit $merge, reversing
changes made to $before." >"$work/id"
same 'a merge: its revert' 'revert Revert "Merge pull request #7 from ben/topic" < Merge pull request #7 from ben/topic' \
	"$(lacks "$start..stable" | grep ^revert)"
review --upstream master --onto "$start" --json "$start..stable"
json_is 'a merge: its revert in a review' 'followup.revert missing Revert "Merge pull request #7 from ben/topic"' \
	of followup.revert

fresh singly
put singly 'pool: add it' "(cherry picked from commit $part)" >"$work/id"
same 'of what came with a merge, the revert of the merge' \
	'revert Revert "Merge pull request #7 from ben/topic" < pool: add it' "$(lacks "$start..singly" | grep ^revert)"
same 'by ids, too' 'revert Revert "Merge pull request #7 from ben/topic" < pool: add it' "$(lacks "$part" | grep ^revert)"
review --upstream master --onto "$start" --json "$start..singly"
json_is 'and in a review, by what it names' \
	"reverts ${merge:0:12} (\"Merge pull request #7 from ben/topic\"), with which it came, and is missing" \
	'.patches[0].facts[] | select(.kind == "followup.revert").says | sub(".*\"\"\\) "; "")'
put singly 'Revert "Merge pull request #7 from ben/topic"' "This reverts commit $merge." >"$work/id"
same 'which a branch may do by itself' '' "$(lacks "$start..singly" | grep ^revert)"
fresh squashed
put squashed 'pool: all of it (#7)' "(cherry picked from commit $merge)" >"$work/id"
review --upstream master --onto "$start" --json "$start..squashed"
json_is 'a title of its own, by who wrote what came with it' true '.patches[0].upstream.certain'
put squashed 'lamp: other' "(cherry picked from commit $merge)" 'Zoe Zinn' >"$work/id"
review --upstream master --onto "$start" --json "$start..squashed"
json_is 'by nobody of them' false '.patches[1].upstream.certain'

# --- a branch that was cut after the change

cut=$(git -C repo rev-parse master)
late=$(put master 'net: send faster')
fresh late master
put late 'release: one' >"$work/id"
sent=$(put master 'net: send in order' "Fixes: ${late:0:12} (\"net: send faster\")")
put late 'net: send in order' "commit $sent upstream." >"$work/id"
put master 'net: send all' "Fixes: ${late:0:12} (\"net: send faster\")" >"$work/id"
put master 'net: send once' "Fixes: ${sent:0:12} (\"net: send in order\")" >"$work/id"
whole='fix net: send all < net: send faster
fix net: send once < net: send in order'
json_is 'cut after the change: what came from upstream itself is taken' "$whole" lacks "$cut..late"
json_is 'cut after the change: all are counted' '3 2' '.branch | "\(.commits) \(.taken)"'
json_is 'a list of the same commits' "$whole" lacks "$late" "$sent"
json_is 'a later part of it' 'fix net: send once < net: send in order' lacks "$late..late"
same 'a range of upstream alone' "$whole" "$(lacks "$cut..$sent" | sort)"
put late 'Revert "net: send faster"' "This reverts commit $late." >"$work/id"
json_is 'cut after the change, taken back since' 'fix net: send once < net: send in order
fix net: send all < net: send faster' lacks "$cut..late"
json_is 'cut after the change, taken back since: told apart' 'false true' \
	'[.missing[].of_taken_back | tostring] | join(" ")'
same 'a branch alone: beyond upstream' '3 1' \
	"$(lacks late >"$work/lacks"; json '.branch | "\(.commits) \(.taken)"')"

# --- no marker at all

plain=$(put master 'fs: read the table')
put master 'fs: read it once' "Fixes: ${plain:0:12} (\"fs: read the table\")" >"$work/id"
# again BRANCH SUBJECT AUTHOR: fs: read the table under another name
renamed()
{
	fresh renamed
	git -C repo diff "$plain~1" "$plain" >"$work/diff"
	GIT_INDEX_FILE=$work/index git -C repo read-tree renamed
	GIT_INDEX_FILE=$work/index git -C repo apply --cached "$work/diff"
	git -C repo update-ref refs/heads/renamed "$(GIT_AUTHOR_NAME=${2%% *} GIT_AUTHOR_EMAIL=$2@example.org \
		GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org git -C repo commit-tree -p renamed \
		-m "$1" "$(GIT_INDEX_FILE=$work/index git -C repo write-tree)")"
}
read_once='fix fs: read it once < fs: read the table'
renamed 'fs: table reads' 'Ann Ash'
json_is 'the same change under another subject' "$read_once" lacks "$start..renamed"
renamed 'fs: table reads' 'Zoe'
json_is 'by another author, too' "$read_once" lacks "$start..renamed"
renamed 'Revert "fs: no table"' 'Ann'
same 'a revert is no backport' '' "$(lacks "$start..renamed" | grep -v 'fs: no table')"
review --upstream master --onto "$start" --json "$start..renamed"

done_testing
