#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The fix that a patch must not go without is tried on top of it; and what rests on an entry to be dropped.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)

# save SUBJECT [BODY]: commit the work tree of repo on the branch at hand; prints the id.
save()
{
	git -C repo add -A && git -C repo -c user.name='Ann Ash' -c user.email=ann@example.org \
		-c commit.gpgsign=false commit -q --date 2022-01-01T00:00:00Z -m "$1${2:+

$2}" && git -C repo rev-parse HEAD
}

shipped()
{
	run "$WINNOW" -C repo review --json --now 2024-03-01 --upstream master "$@"
}
facts() { json --arg kind "$1" '.patches[-1].facts[] | select(.kind == $kind) | "\(.state) \(.says)"'; }
decided() { json '.patches[-1] | "\(.verdict)\(.with | map(" " + .[:12]) | add // "")"'; }
# mailed: what a draft says below what it quotes, in one line.
mailed()
{
	run "$WINNOW" -C repo reply -q --now 2024-03-01 --upstream master -o - "$@"
	sed '1,/^$/d; /^>/d; /wrote:$/d' "$work/out" | tr '\n' ' '
}
numbered() { seq -f "$1(%g);" 1 40; }
fixes() { echo "Fixes: ${1:0:12} (\"$2\")"; }

git init -q -b master repo
git -C repo config user.name 'Greta Gale' && git -C repo config user.email greta@example.org
mkdir repo/mill
numbered grind >repo/mill/mill.c
base=$(save 'mill: begin')
git -C repo branch stable
# Upstream alone has a wheel, and another end of the mill.
numbered turn >repo/mill/wheel.c
sed -i '30,$d' repo/mill/mill.c && seq -f 'pouring_out_%g();' 20 >>repo/mill/mill.c
save 'mill: a wheel' >/dev/null
sed -i 's/(10);/(10, fine);/' repo/mill/mill.c
patch=$(save 'mill: grind ten fine')
sed -i 's/(10, fine);/(10, finer);/' repo/mill/mill.c
top=$(save 'mill: finer' "$(fixes "$patch" 'mill: grind ten fine')")
shipped --onto stable "$patch"
same 'a fix that can follow' "keep-with ${top:0:12}" "$(decided)"
same 'says so' "missing ${top:0:12} (\"mill: finer\") fixes it and is missing, and applies on top" "$(facts followup.fix)"

matches 'and so does a mail' "Please take ${top:0:12} along with it\\. It applies on top\\." <(mailed --onto stable "$patch")
same 'of what was not tried it says nothing' '' "$(mailed "$patch" | grep -o 'appl.*')"

# again FILE SED SUBJECT: one more upstream commit that fixes the patch, the one before taken away.
again()
{
	git -C repo reset -q --hard "$patch"
	sed -i "$2" "repo/mill/$1"
	save "$3" "$(fixes "$patch" 'mill: grind ten fine')"
}

wheel=$(again wheel.c 's/(10);/(10, slow);/' 'mill: turn slower')
shipped --onto stable "$patch"
same 'one of a file that is not there does not come along' keep "$(decided)"
same 'and says so, too' "moot ${wheel:0:12} (\"mill: turn slower\") fixes it and is missing, but its code is not there: the target has no mill/wheel.c" \
	"$(facts followup.fix)"
run "$WINNOW" -C repo review --format long --now 2024-03-01 --upstream master --onto stable "$patch"
matches 'a reader sees it' '^ +- .*but its code is not there' out

pour=$(again mill.c 's/pouring_out_9();/pouring_out_9(slow);/' 'mill: pour slower')
shipped --onto stable "$patch"
same 'nor one of lines that are not' "moot ${pour:0:12} (\"mill: pour slower\") fixes it and is missing, but its code is not there: no line that it removes is in mill/mill.c" \
	"$(facts followup.fix)"

both=$(again mill.c 's/(10, fine);/(10, finer);/; s/pouring_out_9();/pouring_out_9(slow);/' 'mill: finer and slower')
shipped --onto stable "$patch"
same 'one that has to be adapted comes along' "keep-with ${both:0:12}" "$(decided)"
same 'and says where' "missing ${both:0:12} (\"mill: finer and slower\") fixes it and is missing, and does not apply on top, at mill/mill.c:35, hunk 2 of 2" \
	"$(facts followup.fix)"
matches 'a mail says that it needs a backport' \
	"Please take ${both:0:12} along with it\\. It does not apply there as it is, at mill/mill\\.c:35, hunk 2 of 2: it needs a backport\\." \
	<(mailed --onto stable "$patch")

# A fix of a fix that has no place there has none either; one that has lies on top of it.
again wheel.c 's/(10);/(10, slow);/' 'mill: turn slower' >/dev/null
first=$(git -C repo rev-parse HEAD)
sed -i 's/(12);/(12, slow);/' repo/mill/mill.c
save 'mill: twelve, too' "$(fixes "$first" 'mill: turn slower')" >/dev/null
shipped --onto stable "$patch"
same 'what repairs that does not come along either' 'keep' "$(decided)"
same 'both are of no use' 'moot
moot' "$(facts followup.fix | cut -d ' ' -f 1)"
again mill.c 's/(10, fine);/(10, finer);/' 'mill: finer' >/dev/null
first=$(git -C repo rev-parse HEAD)
sed -i 's/(10, finer);/(10, finest);/' repo/mill/mill.c
second=$(save 'mill: finest' "$(fixes "$first" 'mill: finer')")
shipped --onto stable "$patch"
same 'one on top of the other' "keep-with ${first:0:12} ${second:0:12}" "$(decided)"
same 'both apply' 2 "$(facts followup.fix | grep -c 'applies on top')"
matches 'which one fixes which is told' \
	"\"mill: finest\"\\) fixes ${first:0:12}, which fixes it, and is missing, and applies on top" <(facts followup.fix)
matches 'a mail names them in their order, and says of each that it applies' \
	"with ${first:0:12} \\(\"mill: finer\"\\) and, in turn, ${second:0:12} \\(\"mill: finest\"\\), which are missing in the stable tree\\. .*:   ${first:0:12} .* it applies on top   ${second:0:12} .* it applies on top" \
	<(mailed --onto stable "$patch")
sed -i 's/(10, finest);/(10, finest yet);/' repo/mill/mill.c
third=$(save 'mill: finest yet' "$(fixes "$second" 'mill: finest')")
shipped --onto stable "$patch"
matches 'a long chain is not told in one sentence' \
	"${third:0:12} \\(\"mill: finest yet\"\\) fixes ${second:0:12}, itself a later follow-up of it, and is missing" <(facts followup.fix)

# A patch that needs another one first has its fixes tried on top of both; of one that fits nowhere what can be told is
# that the target has no such file.
git -C repo reset -q --hard "$base"
numbered turn >repo/mill/wheel.c && save 'mill: a wheel' >/dev/null
sed -i 's/(10);/(10, rough);/' repo/mill/mill.c
rough=$(save 'mill: ten rough')
sed -i 's/(10, rough);/(10, fine);/' repo/mill/mill.c
then=$(save 'mill: fix a crash of ten' 'It was a use after free.')
sed -i 's/(10);/(10, slow);/' repo/mill/wheel.c
save 'mill: turn slower' "$(fixes "$then" 'mill: fix a crash of ten')" >/dev/null
shipped --onto stable "$then"
same 'what comes first does not bring a fix of what is not there' "keep-with ${rough:0:12}" "$(decided)"
matches 'which is said' 'moot .*its code is not there: the target has no mill/wheel.c' <(facts followup.fix)
git -C repo reset -q --hard "$then"
sed -i 's/(10, fine);/(10, finer);/' repo/mill/mill.c
top=$(save 'mill: finer' "$(fixes "$then" 'mill: fix a crash of ten')")
shipped --onto stable "$then"
same 'one that follows both comes along' "keep-with ${rough:0:12} ${top:0:12}" "$(decided)"
matches 'and applies' 'missing .* and applies on top' <(facts followup.fix)
git -C repo checkout -q stable && sed -i 's/(10);/(10, ours);/; s/(11);/(11, ours);/' repo/mill/mill.c && save 'mill: our own ten' >/dev/null
git -C repo checkout -q master && sed -i 's/(12);/(12, slow);/' repo/mill/wheel.c
save 'mill: slower yet' "$(fixes "$then" 'mill: fix a crash of ten')" >/dev/null
shipped --onto stable "$then"
same 'where the patch fits nowhere a file that is not there still is not' 'missing
moot' "$(facts followup.fix | cut -d ' ' -f 1)"
matches 'and of the other nothing is said' '^missing .*\("mill: finer"\) fixes it and is missing$' <(facts followup.fix)
git -C repo checkout -q stable && git -C repo reset -q --hard stable~1 && git -C repo checkout -q master

# The target has it without its name.
git -C repo reset -q --hard "$patch"
sed -i 's/(5);/(5, coarse);/' repo/mill/mill.c
there=$(save 'mill: five coarse' "$(fixes "$patch" 'mill: grind ten fine')")
git -C repo checkout -q stable && sed -i 's/(5);/(5, coarse);/; s/(40);/(40, ours);/' repo/mill/mill.c && save 'mill: our own five' >/dev/null
git -C repo checkout -q master
shipped --onto stable "$patch"
same 'nor what is there' "moot ${there:0:12} (\"mill: five coarse\") fixes it and is missing, but all that it makes is in the target" \
	"$(facts followup.fix)"

# --- what changes no code, and what only tidies up

# follow SED SUBJECT BODY: what follows the patch up, of another file or the same; then the review.
follow()
{
	git -C repo reset -q --hard "$patch"
	sed -i "$1" repo/mill/mill.c
	later=$(save "$2" "$3")
	shipped --onto stable "$patch"
}
after="Follow-up for $patch."

follow 's/^grind(11);/  grind(11);/' 'mill: eleven in line' "$(fixes "$patch" 'mill: grind ten fine')"
same 'white space need not come along' keep "$(decided)"
same 'and says so, whatever its tag' \
	"moot ${later:0:12} (\"mill: eleven in line\") fixes it and is missing, but it only changes white space" "$(facts followup.fix)"
follow '11s,$, /* the last one */,' 'mill: say which is the last' "$after"
same 'nor a comment' 'keep moot' "$(decided) $(facts followup.fix-words | cut -d ' ' -f 1)"
follow '11d' 'mill: drop unneeded eleven' "$after"
same 'nor what tidies up by its title' keep "$(decided)"
same 'and says that' \
	"moot ${later:0:12} (\"mill: drop unneeded eleven\") by its words fixes or completes it and is missing, but by its title it only tidies up" \
	"$(facts followup.fix-words)"
follow '11d' 'mill: Drop unneeded eleven' "It was broken by $patch."
same 'unless it says that something broke' "keep-with ${later:0:12}" "$(decided)"
follow '11d' 'mill: fix crash, drop unneeded eleven' "$after"
same 'or its title does' "keep-with ${later:0:12}" "$(decided)"
follow 's/(11);/(11, fine);/' 'mill: fix typo' "$after"
same 'a typo of code is none of words' "keep-with ${later:0:12}" "$(decided)"
git -C repo reset -q --hard "$patch" && echo 'How it grinds.' >repo/README.md
later=$(save 'mill: fix typo' "$after")
shipped --onto stable "$patch"
same 'one of words is' keep "$(decided)"
follow 's/(11);/(11, fine);/' 'mill: eleven, too' "$after"
same 'what follows up with code comes along' "keep-with ${later:0:12}" "$(decided)"

# said: "keep: why it can go without", or what else is decided.
said() { echo "$(decided): $(facts followup.fix-words | sed 's/.* and is missing, but //')"; }

follow '11a assert(mill);' 'mill: one more assertion' "$after"
same 'nor an assertion' 'keep: it only adds assertions' "$(said)"
follow '11s/.*/assert(mill);/' 'mill: one more assertion' "$after"
same 'unless something goes for it' "keep-with ${later:0:12}" "$(decided)"
follow 's/(11);/(11, "grinding");/' 'mill: update log message of eleven' "$after"
same 'nor what is logged' 'keep: by its title it only changes what is logged' "$(said)"
follow 's/(11);/(11, "grinding");/' 'mill: log message may be NULL' "$after"
same 'unless it is a crash' "keep-with ${later:0:12}" "$(decided)"
follow 's/(11);/(11, all);/' 'mill: keep a single list of the grinds' "$after"
same 'nor what stood there twice' 'keep: by its title it only tidies up' "$(said)"
follow 's/(11);/(11, all);/' 'mill: fix coding style' "$after"
same 'nor how it looks' 'keep: by its title it only tidies up' "$(said)"
follow 's/(11);/(11, all);/' 'mill: eleven takes all' "$after

In preparation for later commits."
same 'nor what is there for others' 'keep: by its words it prepares for other commits' "$(said)"

# --- what is cosmetic by the words of severity, whatever its tag

follow 's/(11);/(11, fine);/' 'mill: fix build warning' "$(fixes "$patch" 'mill: grind ten fine')"
same 'a cosmetic fix need not come along' 'keep moot' "$(decided) $(facts followup.fix | cut -d ' ' -f 1)"
matches 'it is told, and why' 'and applies on top, but is cosmetic: its subject speaks of "build warning"$' <(facts followup.fix)
same 'nor is a mail written' '' "$(mailed --onto stable "$patch")"
sed -i 's/(11, fine);/(11, finer);/' repo/mill/mill.c
save 'mill: fix a crash of eleven' "$(fixes "$later" 'mill: fix build warning')" >/dev/null
shipped --onto stable "$patch"
same 'nor what repairs that' 'keep moot moot' "$(decided) $(facts followup.fix | cut -d ' ' -f 1 | tr '\n' ' ' | sed 's/ $//')"
git -C repo reset -q --hard "$patch"
echo 'It grinds.' >repo/README.md && worded=$(save 'doc: it grinds')
echo 'It grinds ten, see README.' >repo/README.md && echo x >repo/.mailmap
later=$(save 'doc: it grinds ten' "$(fixes "$worded" 'doc: it grinds')")
shipped --onto stable "$worded"
same 'but of what is no more itself' "keep-with ${later:0:12}" "$(decided)"
same 'of which nobody is written' '' "$(mailed --onto stable "$worded")"
matches 'unless it is asked for' "Please take ${later:0:12} along" <(mailed --onto stable -p 1 "$worded")

# beside FILE TITLE: the follow-up is of FILE alone.
beside()
{
	git -C repo reset -q --hard "$patch" && mkdir -p "repo/$(dirname "$1")" && echo 'grind' >"repo/$1"
	later=$(save "$2" "$after")
	shipped --onto stable "$patch"
}
beside man/mill.xml 'man: how ten is ground'
same 'nor a manual' 'keep: it only changes documentation' "$(said)"
beside tests/mill.sh 'tests: grind ten'
same 'nor a test of it' 'keep: it only changes tests' "$(said)"
beside tests/mill.sh 'tests: do not fail for ten'
same 'unless the test would fail' "keep-with ${later:0:12}" "$(decided)"
git -C repo reset -q --hard "$patch" && echo 'Ann Ash' >repo/AUTHORS
later=$(save 'AUTHORS: add Ann' "She was forgotten in $patch, which broke nothing else.")
shipped --onto stable "$patch"
same 'nor who made it, whatever the words' 'keep: it only changes documentation' "$(said)"
git -C repo reset -q --hard "$patch"
echo 'It grinds.' >repo/README.md && worded=$(save 'doc: it grinds')
echo 'It grinds ten.' >repo/README.md && later=$(save 'doc: it grinds ten' "Follow-up for $worded.")
shipped --onto stable "$worded"
same 'words about words belong together' "keep-with ${later:0:12}" "$(decided)"

# --- a bug that only the queue would bring

git -C repo checkout -q -B line "$base"
echo 'int a_bell;' >repo/mill/bell.c && bell=$(save 'mill: a bell')
git -C repo checkout -q -B before "$base"
git -C repo checkout -q line
echo 'int a_bell = 1;' >repo/mill/bell.c && rung=$(save 'mill: ring it' "$(fixes "$bell" 'mill: a bell')")
echo 'int a_bell = 2;' >repo/mill/bell.c && twice=$(save 'mill: ring it twice' "$(fixes "$rung" 'mill: ring it')")
shipped --upstream line --onto before "$rung" "$twice"
same 'a fix of what should be dropped should be dropped' drop "$(json '.patches[0].verdict')$(json '.patches[1].verdict' | sed 's/drop//')"
same 'and says why' "missing ${rung:0:12} (\"mill: ring it\") brought the bug and is queued before it, at 1, but should itself be dropped" \
	"$(facts presence.repaired)"
shipped --upstream line --onto line~2 "$rung" "$twice"
same 'a fix of what stays stays' 'keep
keep' "$(json '.patches[].verdict')"
git -C repo checkout -q -B have line~2
echo 'int a_bell = 1;' >repo/mill/bell.c && save 'mill: ring it' "[ Upstream commit $rung ]" >/dev/null
shipped --upstream line --onto have "$rung" "$twice"
same 'dropped because it is there: so is the bug' 'drop
keep' "$(json '.patches[].verdict')"

done_testing
