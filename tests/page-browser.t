#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A page in a real browser: keys, decisions and what is exported, silence, nothing fetched.
. "$(dirname "$0")/lib.sh"

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ -z "$chromium" ]; then
	skip 'a page in a browser' 'no chromium is installed'
	done_testing
fi

# in_browser: the commands on standard input; what came of them is in seen, a line each.
in_browser()
{
	"$top/tests/servers/browser" "$chromium" "$work/profile" >seen 2>err || cat err >>seen
}

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
bug=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: add a ring')
fix=$(commit repo master 'Ben Birch' 2022-01-03 net/b.c <<<"net: fix the ring

Fixes: ${bug:0:12} (\"net: add a ring\")")
commit repo master 'Ben Birch' 2022-01-04 net/c.c <<<"net: fix the fix

Fixes: ${fix:0:12} (\"net: fix the ring\")" >/dev/null
gone=$(commit repo master 'Cy Cedar' 2022-01-05 lib/e.c <<<"lib: be hasty")
commit repo master 'Cy Cedar' 2022-01-06 lib/e.c <<<"Revert \"lib: be hasty\"

This reverts commit $gone." >/dev/null
for id in $bug $fix $gone; do
	commit repo stable 'Ann Ash' 2022-03-01 "lib/${id:0:4}.c" "$start" <<<"$(git -C repo log -1 --format=%s "$id")

commit $id upstream."
done >ids
git -C repo config winnow.who ann
winnow_global=(-C repo)
review --format html --upstream master "$start..stable"
cp "$work/out" page.html
note=" until \\then seen=1, \"<b>\" &amp; é "

# A browser's first pages may keep nothing yet: it has to be asked before it counts.
in_browser <<END
open page.html
again localStorage.getItem("asked") || (localStorage.setItem("asked", "yes"), false)
eval [document.querySelectorAll("article").length, document.querySelector(".tools").hidden]
eval document.querySelector("article details").open
key j
eval document.activeElement.querySelector("h3").textContent
key Enter
eval document.activeElement.parentNode.open
key Enter
key j
eval document.activeElement.querySelector("h3").textContent
key 3
key k
key W
do document.activeElement.parentNode.querySelector(".until input").focus()
type v1.2.3
key Escape
key n
type $note
key Escape
key e
eval document.querySelector("#out-text").value
eval document.querySelector("#out-what").textContent
key Escape
key s
eval document.querySelector("#out-text").value
key Escape
key /
type HASTY ash
eval [...document.querySelectorAll("article")].filter(e => !e.hidden).map(e => e.querySelector("h3").firstChild.textContent.trim())
key Escape
eval document.querySelector("#group").value = "queue", document.querySelector("#group").dispatchEvent(new Event("change")), [...document.querySelectorAll("article")].map(e => e.id)
eval document.querySelector("#group").value = "subsystem", document.querySelector("#group").dispatchEvent(new Event("change")), [...document.querySelectorAll(".group h2")].map(e => e.firstChild.textContent)
key ?
eval document.querySelector("#keys").open
key Escape
again document.querySelector(".count").textContent.startsWith("2")
eval document.querySelector(".count").textContent
key j
key u
eval document.querySelector(".count").textContent
again document.querySelector(".count").textContent.startsWith("1")
eval document.querySelector(".count").textContent
eval document.getElementById("live").getAttribute("aria-live")
do location.hash = "#p2"
eval document.querySelector("#p2 details").open
END
mapfile -t seen <seen
# Who stands first depends on verdicts, not on this test.
first=$(jq -r . <<<"${seen[2]-}") second=$(jq -r . <<<"${seen[4]-}")
same 'all entries, and the tools' '[3, false]' "${seen[0]-}"
same 'Enter opens and closes' "$([ "${seen[1]-}" = true ] && echo false || echo true)" "${seen[3]-}"
ok 'j goes on' [ "$first" != "$second" ]
jq -r . <<<"${seen[5]-}" >exported
# The same decisions on the command line: the same lines, but for the day, which is the reader's.
position_of()
{
	"$WINNOW" -C repo review --json --no-default-rules --rules "$corpus/rules" --now 2024-03-01 --upstream master "$start..stable" |
		jq -r --arg subject "$1" '.patches[] | select(.subject == $subject).position'
}
decide()
{
	"$WINNOW" -C repo decide --no-default-rules --rules "$corpus/rules" --now "$(sed -n 's/.*  \(20..-..-..\)  .*/\1/p' exported | head -n 1)" \
		--upstream master --decisions "$work/decided" --queue "$start..stable" "$@" >/dev/null
}
ok 'the command line decides drop' decide "$(position_of "$second")" drop
ok 'the command line decides wait' decide "$(position_of "$first")" wait -m "$note" --until v1.2.3
same 'e exports what winnow decide writes' "$(grep -v '^$' decided)" "$(grep -v '^$' exported)"
ok 'the command line takes them over' "$WINNOW" -C repo decide --import "$work/exported" --decisions "$work/taken"
same 'as they are' "$(grep -v '^$' decided)" "$(grep -v '^$' taken)"
matches 'it says how many' '2 decisions of this page' <(echo "${seen[6]-}")
same 's leaves out what is dropped' 2 "$(jq -r . <<<"${seen[7]-}" | grep -cFf ids)"
same 'a filter leaves what has all the words' '["lib: be hasty"]' "${seen[8]-}"
same 'grouped by the queue' '["p1", "p2", "p3"]' "${seen[9]-}"
same 'grouped by subsystem' '["lib", "net"]' "${seen[10]-}"
same 'help' true "${seen[11]-}"
same 'what was decided is there again' '"2 decided here"' "${seen[12]-}"
same 'and can be taken back' '"1 decided here"' "${seen[13]-}"
same 'for good' '"1 decided here"' "${seen[14]-}"
same 'a reader who does not see hears of it' '"polite"' "${seen[15]-}"
same 'a link opens the entry it leads to' true "${seen[16]-}"
same 'that is all: no complaint and no request' 17 "${#seen[@]}"

# What is not shown is left, too.
review --format html --only drop --upstream master "$start..stable"
cp "$work/out" only.html
in_browser <<END
open only.html
key s
eval document.querySelector("#out-text").value
END
same 's has what is not shown' "$(grep -v "$(sed -n 's/.*data-l="[0-9]* \([0-9a-f]*\)".*/\1/p' only.html)" ids)" \
	"$(jq -r . seen | grep .)"

# Where the browser keeps nothing it works all the same, and says so.
in_browser <<'END'
before Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
open page.html
key j
key 1
eval document.querySelector(".count").textContent
key e
eval document.querySelector("#out-text").value.split("\n").length
END
same 'nothing is kept' '"1 decided here (not kept: export before you leave)"
3' "$(cat seen)"

# For readers of all kinds, as far as a program can tell.
if [ -f "${AXE-}" ]; then
	in_browser <<-END
	open page.html
	load $AXE
	eval axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes[0].html))
	media dark
	key j
	eval axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes[0].html))
	key ?
	eval axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes[0].html))
	END
	same 'axe finds nothing' $'[]\n[]\n[]' "$(cat seen)"
else
	skip 'axe finds nothing' 'AXE= names no axe.min.js'
fi

done_testing
