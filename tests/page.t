#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Pages: one file that fetches nothing, in which whatever strangers wrote is text.
. "$(dirname "$0")/lib.sh"

page=$top/tests/servers/parse-page
# sound NAME FILE: what every page promises.
sound()
{
	ok "$1" "$page" "$2"
	same "$1: each entry's line has its three columns" '' "$(grep '^<article' "$2" | grep -v '<summary><b>[^<]*</b> <i>[^<]*</i> <h3>')"
}
# shows NAME PATTERN FILE: a reader sees it.
shows()
{
	"$page" --text "$3" >text
	matches "$1" "$2" text
}

# Upstream: a bug, its fix, a fix of that, one that upstream takes back, and what is needed first.
start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
bug=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: add a ring')
fix=$(commit repo master 'Ben Birch' 2022-01-03 net/b.c <<<"net: fix the ring

Fixes: ${bug:0:12} (\"net: add a ring\")")
again=$(commit repo master 'Ben Birch' 2022-01-04 net/c.c <<<"net: fix the ring's fix

Fixes: ${fix:0:12} (\"net: fix the ring\")")
last=$(commit repo master 'Ben Birch' 2022-01-05 net/d.c <<<"net: and once more

Fixes: ${again:0:12} (\"net: fix the ring's fix\")")
hasty=$(commit repo master 'Cy Cedar' 2022-01-06 net/e.c <<<"net: be hasty

Fixes: ${fix:0:12} (\"net: fix the ring\")")
commit repo master 'Cy Cedar' 2022-01-07 net/e.c <<<"Revert \"net: be hasty\"

This reverts commit $hasty." >/dev/null
commit repo stable 'Ann Ash' 2022-03-01 net/a.c "$start" <<<"net: add a ring

commit $bug upstream." >/dev/null
commit repo stable 'Ben Birch' 2022-03-02 net/b.c <<<"net: fix the ring

commit $fix upstream.

Fixes: ${bug:0:12} (\"net: add a ring\")" >/dev/null

winnow_global=(-C repo)
review --format html --upstream master "$start..stable"
same 'a page' 0 "$status"
cp "$work/out" ring.html
sound 'it is one file that fetches nothing' ring.html
shows 'it says of what it is' "Review of $start\.\.stable" ring.html
same 'what there is none of is not counted' 0 "$(grep -c 'class=sum>.*>0 ' ring.html)"
shows 'it says what was found' 'net: fix the ring.s fix.* is missing' ring.html
same 'what is missing is dashed, what upstream took back struck' "x ${again:0:12}
x ${last:0:12}
u ${hasty:0:12}" "$(awk '/<svg/ { on = /beside the patch at 2"/ } on && /<g class/' ring.html |
	sed -n 's/.*<g class="\([xu]\)".*<title>\([0-9a-f]*\) .*/\1 \2/p')"
same 'what follows a follow-up stands behind it' yes "$(awk '/<svg/ { on = /beside the patch at 2"/ } on' ring.html |
	sed -n "s/.*translate(\([0-9]*\) .*<title>\(${again:0:12}\|${last:0:12}\) (.*/\1/p" |
	{ read -r first; read -r second; [ "$second" -gt "$first" ] && echo yes; })"
same 'what is queued is a link to its entry' 1 "$(grep -c '^<a href="#p1"><g class="b"' ring.html)"
matches 'and says where that is' '>repaired, queued at 1</text>' ring.html
review --format html --upstream master "$start..stable"
same 'the same review is the same page' '' "$(cmp "$work/out" ring.html 2>&1)"

# What was decided stands last and closed, what is to be decided again first.
payload='<script>"&'"'"' </article>'
printf '%s\n' '# winnow decisions 1' "$bug  *     keep  2024-02-01  ann  $payload" \
	"$fix  *     keep  2024-02-02  <b>ben\"  $payload  seen=-" >decisions
review --format html --decisions decisions --upstream master "$start..stable"
cp "$work/out" decided.html
sound 'with decisions' decided.html
same 'what is done comes last' 'to decide again 1
decided, unchanged 1' "$(sed -n 's/^<section class=group><h2>\(.*\) <small>\([0-9]*\).*/\1 \2/p' decided.html)"
shows 'it says who decided' "<b>ben\" decided on 2024-02-02: <script>\"&' </article>" decided.html
shows 'and what is new since' 'since you looked: ' decided.html
matches 'what is done is closed' 'class="keep settled" data-s="net"><details>' decided.html

# Its diffs, and where names lead.
review --format html --with-diffs --upstream master "$start..stable"
cp "$work/out" diffs.html
sound 'with diffs' diffs.html
shows 'what the patch adds' '^\+int net__fix_the_ring;' diffs.html
same 'no link where nobody said where to' '' "$("$page" --links ring.html | grep -v '^#')"
git -C repo config winnow.commitUrl 'https://git.example.org/?a="1"&id={id}'
review --format html --upstream master "$start..stable"
cp "$work/out" links.html
sound 'with links' links.html
"$page" --links links.html >links
matches 'a commit' "^https://git\.example\.org/\?a=\"1\"&id=$fix\$" links
while read -r what address; do
	git -C repo config winnow.commitUrl "$address"
	fails_with 2 "an address that is $what is refused" "$WINNOW" -C repo review --format html "$start..stable"
done <<'END'
script javascript:alert({id})
data data:text/html,{id}
nobody's git.example.org/{id}
without_an_id https://git.example.org/
odd https://git.example.org/{hash}{id}
open https://git.example.org/{id
END
git -C repo config --unset winnow.commitUrl

# What is left is called as a series calls it.
mkdir queue
git -C repo format-patch -q --stdout "$start..stable~1" >queue/ring.patch
git -C repo format-patch -q --stdout stable~1..stable >queue/fix.patch
printf '%s\n' ring.patch fix.patch >queue/series
review --format html --upstream master --onto "$start" queue
cp "$work/out" quilt.html
sound 'a quilt queue' quilt.html
same 'what a series calls it' '2 fix.patch' "$(grep -o 'data-l="2 [^"]*"' quilt.html | cut -d '"' -f 2)"

# A long page leaves out what nobody asks of a plain keep, and says so.
for n in $(seq 1001); do
	printf '%s\n' 'From mboxrd@z Thu Jan  1 00:00:00 1970' "From: A$n <a$n@example.org>" "Subject: [PATCH 6.1] net: fix leak $n" '' \
		"It leaks memory $n." '' "Fixes: 123456789012 (\"net: x\")" --- "diff --git a/n$n.c b/n$n.c" "--- a/n$n.c" \
		"+++ b/n$n.c" '@@ -1 +1 @@' -a +b ''
done >long.mbox
winnow_global=()
review --format html long.mbox
cp "$work/out" long.html
sound 'a long page' long.html
same 'it is without messages of plain keeps' "$(grep -c '<article.*class="keep"' long.html)" \
	"$(($(grep -c '<article' long.html) - $(grep -c '^<pre class=m>' long.html)))"
shows 'it says so' '^messages of plain keeps, for length; --with-diffs shows them$' long.html

# No more than eight on a side.
popular=$(commit many master 'Ann Ash' 2022-01-02 net/a.c <<<'net: be popular')
for day in 03 04 05 06 07 08 09 10 11 12 13; do
	commit many master 'Ben Birch' "2022-01-$day" "net/$day.c" <<<"net: fix $day

Fixes: ${popular:0:12} (\"net: be popular\")"
done >/dev/null
winnow_global=(-C many)
review --format html --upstream master "$popular"
cp "$work/out" many.html
sound 'many follow-ups' many.html
same 'eight are drawn' 8 "$(grep -c '<g class="x"' many.html)"
shows 'and the rest is counted' '^and 3 more, see the facts$' many.html
same 'by date' '03 04 05 06 07 08 09 10' "$(sed -n 's/.*<g class="x".*<title>[0-9a-f]* ("net: fix \([0-9]*\)").*/\1/p' many.html | xargs)"
# A chain longer than there are columns goes on below; a name too long for its box is cut.
before=$(commit chain master 'Ann Ash' 2022-01-02 net/a.c <<<'net: begin a chain')
first=$before
for n in 1 2 3 4 5; do
	before=$(commit chain master 'Ben Birch' "2022-01-1$n" "net/$n.c" <<<"net: link $n, which has a subject that is far too long for the box

Fixes: ${before:0:12} (\"net: the one before\")")
done
# Two of one second: they stand as upstream has them.
for n in 6 7; do
	commit chain master 'Cy Cedar' 2022-01-16 "net/$n.c" <<<"net: link $n

Fixes: ${first:0:12} (\"net: begin a chain\")"
done >/dev/null
winnow_global=(-C chain)
review --format html --upstream master "$first"
cp "$work/out" chain.html
sound 'a chain' chain.html
# Column and row of each, by its number.
awk '/<svg/ { on = 1 } on' chain.html | sed -n 's/.*translate(\([0-9]*\) \([0-9]*\)).*net: link \([0-9]\).*/\3 \1 \2/p' | sort >places
same 'every one is drawn' '1 2 3 4 5 6 7' "$(cut -d ' ' -f 1 places | paste -sd ' ')"
same 'three columns' 3 "$(head -n 5 places | cut -d ' ' -f 2 | sort -u | wc -l)"
same 'the last three stand below each other' '1 3' "$(sed -n 3,5p places | cut -d ' ' -f 2 | sort -u | wc -l) $(
	sed -n 3,5p places | cut -d ' ' -f 3 | sort -u | wc -l)"
same 'two of one date, the first above' yes "$(awk '$1 == 6 { y = $3 } $1 == 7 { print (y < $3 ? "yes" : "no") }' places)"
matches 'a name takes two lines' '>net: link 1, which has a</text><text x=8 y=43 class=t>subject that ' chain.html
matches 'one that is too long ends so' '>subject that is far too [^<]*(\.\.\.|…)<' chain.html

# A change that goes to several trees is one entry: what is to be done first, and where it differs.
mkdir told
cat >told/rules.json <<-'END'
	{ "rules": [
	{ "id": "t.drop", "decides": "drop", "says": "it is odd there: {match}",
	  "when": { "field": "body", "matches": "no fix at all" },
	  "examples": { "hit": [{ "body": "no fix at all" }], "miss": [{ "body": "x" }] } },
	{ "id": "t.ask", "decides": "ask", "says": "is it good? {match}",
	  "when": { "field": "body", "matches": "in doubt" },
	  "examples": { "hit": [{ "body": "in doubt" }], "miss": [{ "body": "x" }] } }],
	  "bias": 3, "thresholds": { "drop": 0.8, "ask": 0.5 } }
END
# mail N TAG SUBJECT BODY
mail()
{
	printf '%s\n' 'From mboxrd@z Thu Jan  1 00:00:00 1970' 'From: Ann Ash <ann@example.org>' \
		"Date: Mon, 1 Jan 2024 00:00:0$1 +0000" "Message-ID: <tree$1@example.org>" "Subject: [PATCH $2] $3" '' \
		"$4" '' 'Fixes: 123456789012 ("net: x")' --- 'diff --git a/n.c b/n.c' '--- a/n.c' '+++ b/n.c' \
		'@@ -1 +1 @@' -a +b ''
}
{
	mail 1 'AUTOSEL 6.6' 'net: fix leak' 'A leak.'
	mail 2 'AUTOSEL 5.15' 'net: fix leak' 'A leak, and it is in doubt.'
	mail 3 'AUTOSEL 6.1' 'net: fix leak' 'A leak, no fix at all.'
	mail 4 'AUTOSEL 5.10' 'net: fix leak' 'A leak.'
	mail 5 'AUTOSEL 6.1 1/2' 'net: an <old> one' 'As sent first.'
	mail 6 'AUTOSEL v2 6.1 1/2' 'net: an <old> one' 'As sent again.'
} >trees.mbox
winnow_global=()
told=(--no-model --no-default-rules --rules told)
review --format html "${told[@]}" trees.mbox
cp "$work/out" trees.html
sound 'a change for several trees' trees.html
same 'it is one entry' 2 "$(grep -c '<article' trees.html)"
same 'a column for each, by version' '5.10,5.15,6.1,6.6' \
	"$(grep -o '<thead>.*</thead>' trees.html | grep -o 'scope=col>[^<]*' | cut -d '>' -f 2 | paste -sd ,)"
same 'each with its verdict' 'keep ask drop keep' "$(grep -o '<tbody>.*</tbody>' trees.html | head -n 1 |
	grep -o 'v v-[a-z-]*' | cut -c 5- | paste -sd ' ')"
shows 'where it is what else' '^at 1 \(6\.6\), 4 \(5\.10\)$' trees.html
shows 'what is new there' 'it is odd there: no fix at all' trees.html
shows 'what is to be asked' 'is it good\? in doubt' trees.html
shows 'what came again is counted' '^by 5: net: an <old> one$' trees.html
review --format html "${told[@]}" --only drop trees.mbox
cp "$work/out" few.html
sound 'a part of it' few.html
shows 'it says how much of the queue is shown' '; 1 of them shown' few.html
for sort in queue subsystem; do
	review --format html "${told[@]}" --sort "$sort" trees.mbox
	cp "$work/out" sorted.html
	sound "in the order of $sort" sorted.html
	grep '<section class=group><h2>' sorted.html | sed 's/.*<h2>\([^<]*\).*/\1/; s/ *$//' | paste -sd , >>headings
done
same 'headings say of which' 'in the order of the queue,net' "$(paste -sd , headings)"
review --format html --with-diffs "${told[@]}" trees.mbox
cp "$work/out" sorted.html
sound 'with their diffs' sorted.html
winnow_global=(-C repo)

# Pages of what is missing, and of figures.
git -C repo config winnow.commitUrl 'https://git.example.org/{id}'
run "$WINNOW" -C repo missing --format html --now 2024-03-01 --upstream master "$start..stable"
same 'what is missing' 0 "$status"
cp "$work/out" missing.html
sound 'the page of what is missing' missing.html
shows 'it says what is missing' "net: fix the ring's fix" missing.html
"$page" --links missing.html >links
matches 'and leads to it' "^https://git\.example\.org/$again\$" links
git -C repo config --unset winnow.commitUrl
printf '%s\tdrop\tnot_a_bug_fix\n%s\tkeep\t-\n' "$fix" "$bug" >labels
run "$WINNOW" -C repo measure --format html --no-default-rules --rules "$corpus/rules" --now 2024-03-01 \
	--upstream master --labels labels "$start..stable"
same 'figures' 0 "$status"
cp "$work/out" measure.html
sound 'the page of figures' measure.html
shows 'they are those of the text' '^2 patches with a label, 1 objected to: the prior is 50\.0 %' measure.html

# What is missing, by whom it belongs to and what it is; what upstream took back is told where it is asked for.
commit lacks master 'Ann Ash' 2021-01-01 net/a.c >/dev/null <<<'net: start'
ring=$(commit lacks master 'Ann Ash' 2022-01-02 net/a.c <<<'net: add a ring')
bad=$(commit lacks master 'Ann Ash' 2022-01-03 net/b.c <<<'net: a bad idea')
good=$(commit lacks master 'Ben Birch' 2022-01-04 net/c.c <<<"net: mend the ring

Fixes: ${ring:0:12} (\"net: add a ring\")")
hasty=$(commit lacks master 'Ben Birch' 2022-01-05 net/d.c <<<"net: mend it in haste

Fixes: ${ring:0:12} (\"net: add a ring\")")
commit lacks master 'Ben Birch' 2022-01-06 net/d.c >/dev/null <<<"Revert \"net: mend it in haste\"

This reverts commit $hasty."
commit lacks master 'Cy Cedar' 2022-01-07 net/b.c >/dev/null <<<"Revert \"net: a bad idea\"

This reverts commit $bad."
commit lacks master 'Cy Cedar' 2022-01-08 net/e.c >/dev/null <<<"net: go on

Since commit ${ring:0:12} (\"net: add a ring\") there is one."
printf '%s\n' "$ring,Ann <b>,net/a.c" "$bad,Ben & Co" >lacks.csv
lacks()
{
	run "$WINNOW" -C lacks missing --format html --now 2024-03-01 --upstream master "$@"
	cp "$work/out" lacks.html
	sound "missing $*" lacks.html
}
lacks --all --list lacks.csv
same 'each owner and kind has a heading' 'Ann &lt;b&gt;: Fixes of what the branch has
Ann &lt;b&gt;: Commits that name what the branch has
Ben &amp; Co: Reverts of what the branch has' "$(sed -n 's/^.*<section class=group><h2>\([^<]*\).*/\1/p' lacks.html)"
same 'what it is has its colour' 'keep-with keep ask drop' "$(grep -o '<article id=p[0-9]* class=[a-z-]*' lacks.html | cut -d = -f 3 | paste -sd ' ')"
shows 'what upstream took back is told' '; upstream has taken it back$' lacks.html
same 'a mention is closed' 1 "$(grep -c '<article .*<details>' lacks.html)"
shows 'whose path it is' 'net/a\.c' lacks.html
lacks "$good"
shows 'nothing is missing' '^Nothing is missing\.$' lacks.html

# Whatever strangers write stays text: in subjects, names, paths, notes, versions, message ids.
mapfile -t payloads <<'END'
<script>alert(1)</script>
"><img src=x onerror=alert(1)>
' onmouseover='alert(1)
</title><script>alert(1)</script>
</textarea></template></style></script><b>x
<!-- --><svg/onload=alert(1)>
&lt;script&gt; &amp; &#x3c;
javascript:alert(1)//
]]><x>{id}{{7*7}}${7*7}`x`
</svg></details></article><main id=entries>
END
n=0
for payload in "${payloads[@]}"; do
	n=$((n + 1))
	# A path in a diff cannot hold everything.
	path=lib/$(tr -d '\n\t "\\/' <<<"$payload").c
	printf '%s\n' "From mboxrd@z Thu Jan  1 00:00:00 1970" "From: \"${payload//\"/\\\"}\" <x$n@example.org>" \
		"Date: Mon, 1 Jan 2024 00:00:00 +0000" "Message-ID: <$n${payload//[ <>]/}@example.org>" \
		"Subject: [PATCH AUTOSEL 5.10] lib: $payload" '' "It $payload." '' "commit $payload upstream." \
		"Fixes: 123456789012 (\"$payload\")" "Signed-off-by: $payload <x@example.org>" --- \
		"diff --git a/$path b/$path" "--- a/$path" "+++ b/$path" '@@ -1 +1 @@' "-$payload" "+ $payload" ''
	printf '%s\n' "From mboxrd@z Thu Jan  1 00:00:00 1970" "From: $n <y$n@example.org>" \
		"Message-ID: <reply$n@example.org>" "In-Reply-To: <$n${payload//[ <>]/}@example.org>" \
		"Subject: Re: [PATCH AUTOSEL 5.10] lib: $payload" '' "Please drop this, $payload." ''
done >hostile.mbox
git -C repo config winnow.mailUrl 'https://lore.example.org/r/{id}/'
review --format html --with-diffs --upstream master --onto "$start" hostile.mbox
same 'a hostile queue is reviewed' 0 "$status"
cp "$work/out" hostile.html
sound 'nothing of it gets through' hostile.html
"$page" --text hostile.html >text
for payload in "${payloads[@]}"; do
	ok "it is shown as written: $payload" grep -qF -- "$(tr -s ' ' <<<"$payload")" text
done
same 'one script and one style' '1 1' "$(grep -c '<script>(\|^<script>' hostile.html) $(grep -c '<style>' hostile.html)"
# A name within a value, which a quote would end.
odd="x\"onmouseover=\"alert(1)'<b>&.patch"
mkdir odd && cp queue/ring.patch "odd/$odd" && echo "$odd" >odd/series
review --format html --upstream master --onto "$start" odd
cp "$work/out" odd.html
sound 'a hostile file name' odd.html
matches 'stays one value' 'data-l="1 x&quot;onmouseover=&quot;alert\(1\)&#39;&lt;b&gt;&amp;\.patch"' odd.html
printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: x@example.org\nSubject: [PATCH] a\xff\x01\x1b[31m\xe2\x80\xaeb\n\nx\n' >bytes.mbox
small_diff >>bytes.mbox
review --format html bytes.mbox
cp "$work/out" bytes.html
sound 'bytes that are no text' bytes.html
same 'no control character' '' "$(LC_ALL=C tr -d '\n\t -\377' <bytes.html)"

done_testing
