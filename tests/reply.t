#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The drafts of winnow reply: whom they go to, what they quote and say, where they are put, and what
# strangers cannot make of them.
. "$(dirname "$0")/lib.sh"

rules=$corpus/reply-rules
id=$(printf '%040d' 1234567)
cat >"$HOME/.gitconfig" <<-'END'
	[user]
		name = Greta Gale
		email = greta@example.org
END
git_config()
{
	git config -f "$HOME/.gitconfig" "$@"
}
# patch MESSAGE-ID VERSION SUBJECT [HEADER...]: what stands in $body, else a short message.
patch()
{
	cat <<-END
		From x Mon Jan  1 00:00:00 2024
		From: Sel Ector <selector@example.org>
		Subject: [PATCH AUTOSEL $2 3/17] $3
		Message-ID: <$1>
		Date: Mon, 1 Jan 2024 12:30:00 +0200
	END
	[ $# -le 3 ] || printf '%s\n' "${@:4}"
	cat <<-END

		From: Ann Ash <ann@example.org>

		[ Upstream commit ${upstream:-$id} ]

		${body:-Names are easier to read this way.}

		Signed-off-by: Ann Ash <ann@example.org>
		Signed-off-by: Ben Birch <ben@example.org>
		$(small_diff)

	END
}
draft()
{
	run "$WINNOW" "${winnow_global[@]}" reply -q --no-default-rules --rules "$rules" \
		--now 2024-01-02T08:00:00 "$@"
}
# header NAME [FILE]: its values, unfolded, from every mail of an mbox.
ask_begin
header()
{
	ask header "${2:-out}" "$1"
}
# text: what the mails say below what they quote.
text()
{
	ask text out | sed '/^>/d; /wrote:$/d' | cat -s
}

# --- the case the program began with
run "$WINNOW" reply -q --upstream-table "$top/data/demo/seed-upstream.tsv" --now 2022-04-07 "$top/data/demo/seed.mbox"
same 'the first case: exit status' 0 "$status"
matches 'it quotes the marker' '^> \[ Upstream commit c122383d221dfa2f41cfe5e672540595de986fde \]$' out
matches 'it says that this is no fix' 'does not look like a bug fix' out
matches 'it names the follow-up' '7dcfe50f58d2 \("s390/pci:' out
matches 'it proposes to drop it' "^I'd propose to drop it from 5\.17\.\$" out
same 'no percentage and no talk of weights' '' "$(text | grep -E '%|model|likely|weigh')"

sed -n '/^    On Thu, 7 Apr 2022/,/^    I.d propose/s/^\(    \|$\)//p' "$top/README.md" >shown
sed '1,/^$/d; $d' out >body
same 'it is what README.md shows' shown body

# --- a whole mail
patch 1@x 6.1 'lib: rename things' 'To: stable@lists.example.org, Lib <LIB@lists.example.org>' \
	'Cc: lib@lists.example.org, Greta <Greta@Example.org>, ANN@example.org,' \
	' "Birch, Ben" <ben@example.org>, Sel Ector <selector@example.org>' \
	'In-Reply-To: <0@x>' 'References: <cover@x> <0@x>' >mbox
draft mbox
same 'a draft' 0 "$status"
cat >expected <<-END
	From mboxrd@z Thu Jan  1 00:00:00 1970
	Date: Tue, 02 Jan 2024 08:00:00 +0000
	From: Greta Gale <greta@example.org>
	Subject: Re: [PATCH AUTOSEL 6.1 3/17] lib: rename things
	To: Sel Ector <selector@example.org>
	Cc: Ann Ash <ann@example.org>, stable@lists.example.org, Lib
	 <LIB@lists.example.org>, "Birch, Ben" <ben@example.org>
	Message-Id: <ID>
	In-Reply-To: <1@x>
	References: <cover@x> <0@x> <1@x>
	X-Winnow: SUM
	MIME-Version: 1.0
	Content-Type: text/plain; charset=utf-8
	Content-Transfer-Encoding: 7bit

	On Mon, 1 Jan 2024 12:30:00 +0200, Sel Ector wrote:
	> [ Upstream commit $id ]
	>
	> Names are easier to read this way.

	It only renames things.

	I'd propose to drop it from 6.1.

END
sed -E 's/^\t/ /; s/^(Message-Id: <)[0-9a-f]{32}\.winnow@example\.org>$/\1ID>/; s/^(X-Winnow: )[0-9a-f]{16}$/\1SUM/' \
	"$work/out" >actual
same 'it is this mail' expected actual
cp out first
draft --now 2024-01-05 mbox
same 'the id does not depend on the date' "$(header Message-ID first)" "$(header Message-ID)"
draft mbox
same 'the same input gives the same bytes' first out

git_config sendemail.from 'G. Gale <gale@example.net>'
printf 'Greta Gale\n  Lib Inc.\n' >"$HOME/.signature"
draft mbox
same 'sendemail.from is who writes' '"G. Gale" <gale@example.net>' "$(header From)"
same 'and user.email is oneself, too' '' "$(grep -i 'greta@' out)"
same 'the signature closes it' "$(printf -- '-- \nGreta Gale\n  Lib Inc.')" "$(tail -n 4 out | head -n 3)"
git_config winnow.signature ''
draft mbox
same 'an empty winnow.signature is none' '' "$(grep '^-- $' out)"
git_config winnow.signature "$work/nowhere"
fails_with 2 'a signature that is not there' "$WINNOW" reply -q mbox
git_config --unset winnow.signature
git_config sendemail.from 'a@b, c@d'
fails_with 2 'sendemail.from that is two' "$WINNOW" reply -q mbox
git_config --unset sendemail.from
rm "$HOME/.signature"
HOME=$work fails_with 2 'nobody to write from' "$WINNOW" reply -q mbox
matches 'is told' 'set user.email' err

# --- whom it goes to
patch 1@x 6.1 'lib: rename things' 'Reply-To: Selector <answers@example.org>' 'To: lib@example.org' >mbox
draft mbox
same 'Reply-To' 'Selector <answers@example.org>' "$(header To)"
patch 1@x 6.1 'lib: rename things' 'Reply-To: lib@example.org' 'To: Lib <lib@example.org>' >mbox
draft mbox
same 'a list that put itself into Reply-To' 'Sel Ector <selector@example.org>' "$(header To)"
patch 1@x 6.1 'lib: rename things' 'To: undisclosed-recipients:;' \
	'Cc: Team: a@example.org, B <b@example.org>;, c@example.org' >mbox
draft mbox
same 'groups are their members' \
	'Ann Ash <ann@example.org>, a@example.org, B <b@example.org>, c@example.org' "$(header Cc)"
patch 1@x 6.1 'lib: rename things' 'To: lib@example.org, two@example.org' 'Cc: c@example.org' |
	sed 's/^From: Sel.*/From: Greta <greta@example.org>/; s/^From: Ann.*/From: Greta <greta@example.org>/' >mbox
draft mbox
same 'an answer to oneself goes to whom one wrote to' 'lib@example.org, two@example.org c@example.org' \
	"$(header To) $(header Cc)"
{
	patch 1@x 6.1 'lib: rename things' 'To: lib@example.org'
	upstream=$(printf '%040d' 7) patch 2@x 6.1 'net: fine' 'To: Stable <stable@lists.example.org>'
} >mbox
draft mbox
same 'the stable list of the queue' 'Ann Ash <ann@example.org>, lib@example.org, stable@lists.example.org' \
	"$(header Cc)"
git_config winnow.stableList stable@example.net
draft mbox
same 'the stable list that is configured' 'Ann Ash <ann@example.org>, lib@example.org, stable@example.net' \
	"$(header Cc)"
git_config --unset winnow.stableList

# --- several trees, several verdicts
{
	patch 1@x 5.9 'lib: rename things' 'To: stable@example.org'
	patch 2@x 5.10 'lib: rename things' 'To: stable@example.org'
	patch 3@x 4.19 'lib: rename things' 'To: stable@example.org'
} >mbox
draft mbox
same 'copies get one answer, to the newest tree' '<2@x>' "$(header In-Reply-To)"
matches 'it names the others' 'drop it from 5\.10, 5\.9 and 4\.19\.' out
{
	patch 1@x 5.9 'lib: rename things'
	patch 2@x 5.10 'lib: rename things' | sed 's/^Date:.*/Date: Mon, 1 Apr 2024 12:00:00 +0000/'
} >mbox
draft mbox
same 'what came again months later is answered once' '<2@x>' "$(header In-Reply-To)"
matches 'for all its trees' 'drop it from 5\.10 and 5\.9\.' out
sed '/^\[ Upstream commit/d' mbox >subjects
draft subjects
same 'unless nothing but a subject says that it is the same' "$(printf '<1@x>\n<2@x>')" "$(header In-Reply-To)"
{
	patch 1@x 5.9 'lib: rename things'
	body='Look twice.' patch 2@x 5.10 'lib: rename things'
} >mbox
draft mbox
same 'other verdicts are other answers' 2 "$(grep -c '^From mboxrd' out)"
matches 'a clause becomes a sentence' '^The message says "Look twice"\.$' out
matches 'what to look at' '^Could you have a look at that before it goes into 5\.10\?$' out
{
	body='This is tidier.' patch 1@x 5.9 'lib: better'
	body='This is tidier.' patch 2@x 5.10 'lib: odd'
} >mbox
draft mbox
same 'what is told of both alike is one answer' '<2@x>' "$(header In-Reply-To)"
matches 'a doubt, whatever the sums' '^Is it needed in 5\.10 and 5\.9\?' out

{
	upstream=$(printf '%040d' 1) patch 1@x 6.1 'lib: fine'
	upstream=$(printf '%040d' 2) body='This is much tidier.' patch 2@x 6.1 'lib: better'
	upstream=$(printf '%040d' 3) patch 3@x 6.1 'lib: odd'
	upstream=$(printf '%040d' 4) patch 4@x 6.1 'lib: silent'
	upstream=$(printf '%040d' 5) patch 5@x 6.1 'lib: rename things'
} >mbox
draft mbox
same 'no draft for what is fine, nor where there is nothing to say' "$(printf '<2@x>\n<5@x>')" \
	"$(header In-Reply-To)"
matches 'a doubt is a question' 'tidiness \("much tidier"\)\.' out
matches 'and no demand' '^Is it needed in 6\.1\?' out
body='It hangs, and this is tidier.' patch 1@x 6.1 'lib: better' >hangs
draft hangs
same 'no doubt where the message says what goes wrong' 0 "$(wc -c <out)"
run "$WINNOW" reply --no-default-rules --rules "$rules" --now 2024-01-02 hangs
matches 'which is told' 'no draft for 1 \(lib: better\): it says what goes wrong; -p 1 writes one' err
draft -p 1 hangs
matches 'one word is not quoted' '^It is about tidiness\.$' out
run "$WINNOW" reply --no-default-rules --rules "$rules" --now 2024-01-02 mbox
matches 'why there is none is told' 'no draft for 3 \(lib: odd\): its reasons are nothing' err
draft --only drop mbox
same 'only drops' '<5@x>' "$(header In-Reply-To)"
draft -p 1@x --patch 5 mbox
same 'those that are named' "$(printf '<1@x>\n<5@x>')" "$(header In-Reply-To)"
matches 'one of them is fine' '^I have no objection to it for 6\.1\.$' out
fails_with 2 'a name that is none' "$WINNOW" reply -q -p nothing mbox
fails_with 64 'no queue' "$WINNOW" reply
fails_with 64 'a verdict that is none' "$WINNOW" reply --only maybe mbox
fails_with 64 'two places' "$WINNOW" reply -o a --eml b mbox
draft --only keep-with mbox
same 'nothing to answer is no failure' '0 0' "$status $(wc -c <out)"

draft -o old.mbox mbox
cp old.mbox untouched.mbox
run "$WINNOW" reply --no-default-rules --rules "$rules" --now 2024-01-02 --only keep-with -o old.mbox mbox
matches 'it is said' '^winnow: .*nothing to answer$' err
same 'and what an earlier run wrote stays' untouched.mbox old.mbox

# --- what is quoted
quoted()
{
	sed -n '/wrote:$/,/^$/p' "$work/out" | sed '1d; $d'
}
body=$'It begins.\n\nFirst of ten.\n2\n3\n4\nIt is tidier in the middle.\n6\n7\n8\n9\n10\n\nIt ends.' \
	patch 1@x 6.1 'lib: better' >mbox
draft mbox
same 'of a long paragraph the lines around, and what is left out' \
	"$(printf '> %s\n' "[ Upstream commit $id ]" '[...]' 2 3 4 'It is tidier in the middle.' 6 7 8 '[...]')" \
	"$(quoted)"
patch 1@x 6.1 'lib: fix it' | sed 's/^@@ .*/@@ -1,9 +1,10 @@\n a\n b\n c\n d\n e\n+int unread_x;\n f\n g\n h/; s/^-int a;$/ i/; /^+int b;$/d' >mbox
draft mbox
same 'a place of the diff, with its file' \
	"$(printf '> %s\n' "[ Upstream commit $id ]" '[...]' '+++ b/lib/x.c' '[...]' ' c' ' d' ' e' '+int unread_x;' ' f' ' g' ' h')" \
	"$(quoted)"
matches 'numbers and proofs are filled in' '^Who reads it\? I see 1 lines and "int unread_x;"\.$' out
patch 1@x 6.1 'lib: unfilled' >mbox
draft mbox
matches 'what cannot be filled in is told by the report' '^No fact is there\.$' out
patch 1@x 6.1 'lib: look twice, rename things' | sed '/^\[ Upstream/d; /^Names are/d; /^Signed-off/d' >mbox
draft mbox
same 'of a message without words its subject' '> lib: look twice, rename things' "$(quoted | sed '/^$/d')"
body=$'> quoted\n>> twice\n\tindented \033[1m' patch 1@x 6.1 'lib: rename things' >mbox
draft mbox
same 'quotes, tabs and escapes' "$(printf '> %s\n' "[ Upstream commit $id ]"; printf '>\n> > quoted\n> >> twice\n> \tindented ?[1m')" \
	"$(quoted)"

patch 1@x 6.1 'lib: rename things quietly' >mbox
draft mbox
matches 'what weighs nothing is told beside what does' '^It only renames things\. Nobody hears it\.$' out
patch 1@x 6.1 'lib: odd, quietly' >mbox
draft mbox
matches 'and alone' '^Nobody hears it\.$' out

# --- which of several signs are written of
mkdir signs
cat >signs/x.json <<-'END'
	{ "about": "signs of every strength", "bias": 3, "thresholds": { "drop": 0.99, "ask": 0.5 }, "rules": [
	  { "id": "any", "weight": -4, "says": "a mail", "when": { "field": "subject", "matches": "." },
	    "examples": { "hit": [ "a" ], "miss": [ { "body": "a" } ] } },
	  { "id": "aside", "weight": -0.1, "says": "big", "reply": "It is big (\"{match}\").",
	    "when": { "field": "subject", "matches": "big .*" }, "examples": { "hit": [ "big one" ], "miss": [ "a" ] } },
	  { "id": "asks", "family": "only_useful_with_series", "weight": -0.1, "says": "a piece", "reply": "Is it whole?",
	    "when": { "field": "subject", "matches": "piece" }, "examples": { "hit": [ "piece" ], "miss": [ "a" ] } },
	  { "id": "absent", "family": "not_a_bug_fix", "weight": -0.1, "says": "no word", "reply": "It does not say why.",
	    "when": { "not": { "field": "body", "matches": "because" } }, "examples": { "hit": [ "a" ], "miss": [ { "body": "because" } ] } },
	  { "id": "words", "family": "not_a_bug_fix", "weight": 0, "says": "tidy", "reply": "It tidies (\"{match}\").",
	    "when": { "field": "body", "matches": "tidies .*" }, "examples": { "hit": [ { "body": "tidies up" } ], "miss": [ "a" ] } },
	  { "id": "shown", "family": "docs_selftest_buildtest_only", "weight": 0, "says": "comments", "reply": "Only comments change.",
	    "when": { "field": "subject", "matches": "comment" }, "examples": { "hit": [ "comment" ], "miss": [ "a" ] } } ] }
END
# signs NAME SUBJECT BODY EXPECTED: what the draft says, its closing line included; "" for none.
signs()
{
	body=$3 patch 1@x 6.1 "$2" >mbox
	run "$WINNOW" reply -q --no-default-rules --no-model --rules signs --now 2024-01-02 mbox
	same "$1" "$4" "$(text | tr '\n' ' ' | sed 's/^ *//; s/ *$//; s/  */ /g')"
}
closing="Is it needed in 6.1? If nobody can see the problem there, I'd leave it out."
signs 'what is absent, where nothing else is there' 'lib: a' 'Do it.' "It does not say why. $closing"
signs 'and what goes with it' 'lib: big one' 'Do it.' "It does not say why. It is big (\"big one\"). $closing"
signs 'the words rather than what they do not say' 'lib: a' 'It tidies up.' "It tidies (\"tidies up.\"). $closing"
signs 'and nothing weaker beside them' 'lib: big one' 'It tidies up.' "It tidies (\"tidies up.\"). $closing"
signs 'what the diff shows alone' 'lib: big comment, a piece' 'It tidies up.' "Only comments change. $closing"
signs 'a question goes last, and closes otherwise' 'lib: a piece' 'It tidies up.' \
	"It tidies (\"tidies up.\"). Is it whole? If not, I'd leave it out of 6.1."
signs 'but is no reason alone' 'lib: a piece' 'It is so because of that.' ''
signs 'nor is what is no reason to refuse it' 'lib: big one' 'It is so because of that.' ''
body=$'It tidies up.\n\nSee there.' patch 1@x '6.17-5.10' 'lib: a' >mbox
run "$WINNOW" reply -q --no-default-rules --no-model --rules signs --now 2024-01-02 mbox
matches 'a range of trees in words' '^Is it needed in 6\.17 to 5\.10\?' out
same 'the sentence that shows it is quoted, and no other' '1 0' "$(grep -c '^> It tidies up' out) $(grep -c '^> See there' out)"

# --- what was answered already
{
	patch 1@x 6.1 'lib: rename things'
	printf '%s\n' 'From x Mon Jan  1 00:00:00 2024' 'From: Greta <GRETA@example.org>' \
		'Subject: Re: [PATCH AUTOSEL 6.1 3/17] lib: rename things' 'Message-ID: <r@x>' \
		'In-Reply-To: <1@x>' 'Date: Mon, 1 Jan 2024 13:00:00 +0000' '' 'Hm.' ''
} >mbox
draft mbox
same 'who answered gets no draft' 0 "$(wc -c <out)"
draft --no-replies mbox
same 'unless answers do not count' '<1@x>' "$(header In-Reply-To)"

# --- where somebody objected there is nothing to add
{
	patch 1@x 6.1 'lib: fix it'
	printf '%s\n' 'From x Mon Jan  1 00:00:00 2024' 'From: Eve Elm <eve@example.org>' \
		'Subject: Re: [PATCH AUTOSEL 6.1 3/17] lib: fix it' 'Message-ID: <r@x>' \
		'In-Reply-To: <1@x>' 'Date: Mon, 1 Jan 2024 13:00:00 +0000' '' 'Please drop this one.' ''
} >mbox
run "$WINNOW" reply --now 2024-01-02 mbox
same 'an objection is not repeated' 0 "$(grep -c '^Subject' out)"
matches 'who objected is told' 'no draft for 1 \(lib: fix it\): Eve Elm objects already; -p 1 writes one' err
run "$WINNOW" reply --now 2024-01-02 -p 1 mbox
matches 'it is written when asked for, with who said it' '^Eve Elm objects: "Please drop this one\."$' out

# --- with an upstream: follow-ups, what must come along and in which order
first=$(commit repo up 'Ann Ash' '2023-12-01' lib/x.c <<<'lib: one')
commit repo old 'Ann Ash' '2023-12-02' lib/x.c "$first" >/dev/null <<<'lib: release'
need1=$(commit repo up 'Ann Ash' '2023-12-03' lib/x.c <<<'lib: need one')
need2=$(commit repo up 'Ann Ash' '2023-12-04' lib/x.c <<<'lib: need two')
fix=$(commit repo up 'Ann Ash' '2023-12-05' lib/x.c <<<'lib: fix it')
again=$(commit repo up 'Ben Birch' '2023-12-20' lib/x.c <<-END
	lib: fix it again

	Fixes: ${fix:0:12} ("lib: fix it")
END
)
back=$(commit repo up 'Ann Ash' '2023-12-06' lib/y.c <<<'lib: too much')
revert=$(commit repo up 'Ben Birch' '2023-12-21' lib/y.c <<-END
	Revert "lib: too much"

	This reverts commit $back.
END
)
{
	upstream=$fix body="It leaks.

Cc: stable@example.org # 6.1: ${need1:0:12}: lib: need one
Cc: stable@example.org # 6.1: ${need2:0:12}: lib: need two" patch 1@x 6.1 'lib: fix it'
	upstream=$back patch 2@x 6.1 'lib: too much'
} >mbox
winnow_global=(-C repo)
draft --upstream up --onto old mbox
winnow_global=()
python3 - out >text1 <<-'END'
	import mailbox, sys
	print(list(mailbox.mbox(sys.argv[1]))[0].get_payload().split('\n\n', 1)[1], end='')
END
cat >expected <<-END
	Upstream fixed it again: ${again:0:12} ("lib: fix it again"); 6.1 would
	lack that. It says it needs ${need1:0:12} ("lib: need one"), which is
	missing; and 1 more.

	Please take these before it, in this order:
	  ${need1:0:12} ("lib: need one")
	    whether it applies there I do not know
	  ${need2:0:12} ("lib: need two")
	    whether it applies there I do not know

	Please take ${again:0:12} along with it. Whether it applies there I do
	not know.
END
same 'what to take before it and after it, in order, and what is known of that' expected text1
matches 'a revert by its commit' "^Upstream reverted it with ${revert:0:12} \\(\"Revert \"lib: too" out

# A commit does not say for which tree it is: for the one that it is put on.
git -C repo tag v6.1.4 old
winnow_global=(-C repo)
draft --upstream up --onto v6.1.4 "$fix"
same 'for which tree' 'Patch "lib: fix it" for the 6.1-stable tree' "$(header Subject)"
matches 'in the text, too' '6\.1 would' out
draft --upstream up --onto old "$fix"
same 'where no name says it nobody knows' 'Patch "lib: fix it" for the stable trees' "$(header Subject)"
winnow_global=()

# --- nobody looked into the tree
winnow_global=(-C repo)
draft --upstream up mbox
winnow_global=()
matches 'without --onto nobody knows what is there' '^Or is that in 6\.1 already\?' out
# shown: the text, in one line.
mkdir missing-rules
sed 's/{trees} would lack that/that {missing}/' "$rules/own.json" >missing-rules/own.json
shown()
{
	run "$WINNOW" -C repo reply -q --no-default-rules --rules missing-rules --now 2024-01-02 --upstream up \
		"$@" mbox
	text | tr '\n' ' ' >shown
}
shown
matches 'nor is it said to be missing' '\("lib: fix it again"\); that is not queued, as far as I see\.' shown
shown --onto old
matches 'with it that is known' '\("lib: fix it again"\); that is missing in 6\.1\.' shown
same 'and not asked' '' "$(grep -o 'in 6\.1 already' shown)"
same 'no sentence of ours says more than that' '' \
	"$(grep -hE '"reply".*(missing|cannot find) in' "$top"/rules/*.json)"

# --- files and commits: there is no mail to answer
mkdir queue-6.1
patch 1@x 6.1 'lib: rename things' | sed '1d; /^Message-ID/d; /^Subject/s/\[PATCH[^]]*\] //' >queue-6.1/x.patch
sed -i 's/^Signed-off-by: Ben.*/&\nCc: <stable@example.org> # 5.10+\nCc: stable+noautosel@kernel.org # no\nReported-by: Rita <rita@example.org>/' queue-6.1/x.patch
echo x.patch >queue-6.1/series
draft queue-6.1
same 'a file: a thread of its own' '' "$(header In-Reply-To)$(header References)"
same 'its subject' 'Patch "lib: rename things" for the 6.1-stable tree' "$(header Subject)"
same 'to the author, whom its trailers name in copy' \
	'Ann Ash <ann@example.org> | Ben Birch <ben@example.org>, stable@example.org, Rita <rita@example.org>' \
	"$(header To) | $(header Cc)"
matches 'it says what it quotes' '^In x\.patch, Ann Ash wrote:$' out
{ echo "From $id Mon Sep 17 00:00:00 2001"; printf 'From: Ann Ash <ann@example.org>\n'; grep -v '^From: ' queue-6.1/x.patch; } >0001-x.patch
draft 0001-x.patch
matches 'a patch of git is no mail' '^In 0001-x\.patch, Ann Ash wrote:$' out
cat 0001-x.patch >two.mbox && { echo; sed "s/rename things/rename others/; s/$id/$need1/" 0001-x.patch; } >>two.mbox
draft two.mbox
matches 'of several it says which' '^In mail 2 of two\.mbox, Ann Ash wrote:$' out
run git -C repo -c user.name=x -c user.email=x@y commit-tree -p "$need1" -m "lib: rename a thing

[ Upstream commit $need2 ]" "$need1^{tree}"
made=$(cat out)
winnow_global=(-C repo)
draft "$made"
winnow_global=()
matches 'a commit, likewise' "^In ${made:0:12}, x wrote:\$" out

# --- where they go, and what is never overwritten
{
	upstream=$(printf '%040d' 5) patch 1@x 6.1 'lib: rename things' 'To: stable@example.org'
	upstream=$(printf '%040d' 6) patch 2@x 6.1 'lib: rename others' 'To: stable@example.org'
} >mbox
draft --maildir=~/Mail/drafts mbox
mapfile -t paths <out
same 'the paths are the output' "2 $HOME/Mail/drafts/cur" "${#paths[@]} ${paths[0]%/*}"
same 'they are drafts' ':2,DS' "${paths[0]:(-5)}"
same 'a maildir is cur, new and tmp' 'cur new tmp' "$(cd ~/Mail/drafts && echo *)"
same 'nothing is left in tmp' '' "$(ls ~/Mail/drafts/tmp)"
cp "${paths[0]}" before
draft --maildir=~/Mail/drafts mbox
same 'again: the same names' "$(printf '%s\n' "${paths[@]}")" "$(cat out)"
same 'again: the same bytes' before "${paths[0]}"
draft --maildir=~/Mail/drafts --now 2024-02-02 mbox
matches 'what nobody changed is replaced' '^Date: Fri, 02 Feb 2024' "${paths[0]}"
sed -i 's/only renames/just renames/' "${paths[0]}"
cp "${paths[0]}" edited
run "$WINNOW" reply --no-default-rules --rules "$rules" --now 2024-03-03 --maildir ~/Mail/drafts mbox
same 'an edited draft is kept' edited "${paths[0]}"
matches 'and told' "^winnow: kept, it is yours by now: ${paths[0]}\$" err
same 'the other one is not' "${paths[1]}" "$(cat out)"
mv "${paths[1]}" "${paths[1]%:*}:2,DST"
draft --maildir=~/Mail/drafts mbox
same 'a deleted draft is not made again' '' "$(cat out)"
mv "${paths[1]%:*}:2,DST" "${paths[1]%:*}:2,DFS"
draft --maildir=~/Mail/drafts mbox
same 'flags may change' "${paths[1]%:*}:2,DFS" "$(cat out)"
sed '/^X-Winnow/d; s/only/just/' "${paths[1]%:*}:2,DFS" >"$HOME/Mail/drafts/cur/1.other:2,D"
rm "${paths[1]%:*}:2,DFS"
draft --maildir=~/Mail/drafts mbox
same 'a draft that was saved under another name answers it' '' "$(cat out)"
draft --maildir "$top/src" mbox
same 'a directory that is no maildir' 2 "$status"
# shellcheck disable=SC2088 # it is winnow that expands it
git_config winnow.drafts '~/Mail/other'
draft mbox
same 'winnow.drafts' "$HOME/Mail/other/cur" "$(head -n 1 out | xargs dirname)"
draft -o - mbox
same 'not with --output' '<1@x> <2@x>' "$(header In-Reply-To | xargs)"
git_config --unset winnow.drafts

draft --eml drafts mbox
mapfile -t paths <out
matches 'a file has a name people can read' '^drafts/lib-rename-things-[0-9a-f]{8}\.eml$' out
echo x >>"${paths[0]}"
cp "${paths[0]}" edited
draft --eml drafts mbox
same 'an edited file is kept' "edited ${paths[1]}" "$(cmp "${paths[0]}" edited && echo edited) $(cat out)"

draft -o box mbox
same 'an mbox' '<1@x> <2@x>' "$(header In-Reply-To box | xargs)"
draft -o box --now 2024-02-02 mbox
same 'is replaced' 0 "$status"
sed -i 's/only renames/just renames/' box
cp box edited
draft -o box mbox
same 'unless it was edited' 2 "$status"
same 'then it stays' edited box
draft -o mbox mbox
same 'another mbox is not overwritten' 2 "$status"
draft -o nowhere/box mbox
same 'no such directory' 2 "$status"
ln -s /dev/full full
draft -o full mbox
same 'a full device' 2 "$status"
ok 'is not replaced' test -L full
mkfifo pipe
cat pipe >piped &
draft -o pipe mbox
wait
same 'a pipe is written to' '<1@x> <2@x>' "$(header In-Reply-To piped | xargs)"
ok 'and not replaced' test -p pipe

# --- templates
mkdir -p "$HOME/.config/winnow/templates" other
cat >"$HOME/.config/winnow/templates/reply-drop.txt" <<-'END'
	# mine
	{quote}
	Dear {sender},
	it is {reasons}
	{!place}This was a mail.
	{?place}This was a file.
	In {place}.
END
draft -p 1 mbox
same "the user's own template" \
	"Dear Sel Ector, it is It only renames things. This was a mail." "$(text | sed '/^$/d' | xargs -d '\n' echo)"
bad()
{
	printf "$2" >other/reply-drop.txt
	fails_with 2 "a template with $1" "$WINNOW" reply -q --templates other mbox
	matches "$1: told where" "$3" err
}
bad 'an unknown placeholder' 'one\n\ntwo {nothing}\n' "other/reply-drop\.txt:3: unknown placeholder '\{nothing\}'"
bad 'an open brace' 'one {quote\n' "other/reply-drop\.txt:1: '\{' without '\}'"
bad 'a block among words' 'one {quote} two\n' 'other/reply-drop\.txt:1: \{quote\} is lines of its own'
bad 'bytes that are no UTF-8' 'one\n\377\n' 'other/reply-drop\.txt:2: this is no UTF-8'
bad 'an escape' 'one\033[1m\n' 'other/reply-drop\.txt:1: a control character'
rm -r other "$HOME/.config/winnow"

# --- strangers
fields='cc content-transfer-encoding content-type date from in-reply-to message-id mime-version references subject to x-winnow'
# hostile NAME ADDRESSES [SED]: the draft for what SED makes of the mail has these fields and no others.
hostile()
{
	patch 1@x 6.1 'lib: rename things' 'To: stable@example.org' | sed "${3:-}" >mbox
	draft mbox
	same "$1" "mails 1 long False cr False nul False
$fields
$2" "$(ask seen out)"
}
usual='ann@example.org selector@example.org stable@example.org'
hostile 'a name with an encoded line break' "$usual" \
	's/^From: Sel.*/From: =?utf-8?q?Sel=0ABcc=3A_evil=40example=2Ecom=0A=0Abody?= <selector@example.org>/'
hostile 'a name with an encoded carriage return' "$usual" \
	's/^From: Sel.*/From: =?utf-8?q?Sel=0DBcc=3A_evil=40example=2Ecom?= <selector@example.org>/'
hostile 'a bare CR in a name' "$usual" 's/^From: Sel.*/From: "Sel\rBcc: evil@example.com" <selector@example.org>/'
hostile 'a NUL in a name' "$usual" 's/^From: Sel.*/From: =?utf-8?q?Sel=00Ector?= <selector@example.org>/'
hostile 'an encoded address in a name' "$usual" \
	's/^From: Sel.*/From: =?utf-8?q?evil=40example=2Ecom=2C?= <selector@example.org>/'
hostile 'an encoded list of recipients' "$usual" \
	's/^To: .*/To: stable@example.org, =?utf-8?q?a=2C_evil=40example=2Ecom=2C?= <ann@example.org>/'
hostile 'a name that closes its quotes' "$usual" \
	's/^From: Sel.*/From: "Sel\\", evil@example.com, \\"x" <selector@example.org>/'
hostile 'a subject with encoded line breaks' "$usual" \
	's/^Subject: \(.*\)/Subject: \1 =?utf-8?q?rename=0D=0ABcc=3A_evil=40example=2Ecom=0D=0A=0D=0Abody?=/'
hostile 'a subject with a bare CR' "$usual" 's/^Subject: \(.*\)/Subject: \1\rBcc: evil@example.com/'
hostile 'an author with line breaks' "$usual" \
	's/^From: Ann.*/From: Ann\rBcc: evil@example.com <ann@example.org>/'
hostile 'an author that is two' 'selector@example.org stable@example.org' \
	's/^From: Ann.*/From: Ann <ann@example.org, evil@example.com>/'
hostile 'an address with a blank' "$usual" 's/^To: \(.*\)/To: \1, "evil example"@example.com, <a b@example.com>/'
# One recipient that `winnow send` refuses would keep the draft from all.
hostile 'an address that no server takes' "$usual" \
	's/^To: \(.*\)/&\nCc: b@exa$mple.org, a..b@example.org/'
hostile 'ids with line breaks' "$usual" \
	's/^Message-ID.*/Message-ID: <1@x>\nReferences: <a\rBcc: evil@example.com> <b c> <=?utf-8?q?d=0Ae?=> <0@x>/'
same 'what is no id is left out of the thread' 'References: <0@x> <1@x>' "$(grep ^References out)"
patch 1@x 6.1 'lib: rename things' | sed 's/^Message-ID.*/Message-ID: <1\rBcc: evil@example.com>/' >mbox
draft mbox
same 'a message id that is none: no thread, no header' '' "$(header Bcc)$(header In-Reply-To)"

long=$(printf 'x%.0s' {1..3000})
hostile 'a line of 3000 bytes' "$usual" "s/^Names.*/$long/"
hostile 'a subject of 3000 bytes' "$usual" "s/^Subject: \\(.*\\)/Subject: \\1 $long/"
hostile 'an id of 3000 bytes' "$usual" "s/^Message-ID.*/&\\nReferences: <$long@x>/"
hostile 'lines that look like mails' "$usual" 's/^Names.*/From mboxrd@z Thu Jan  1 00:00:00 1970\n>From x\n/'
hostile 'what is not ASCII' "$usual" 's/^From: Sel.*/From: S\xc3\xa9l \xd0\x9f <selector@example.org>/; s/^Names.*/\xc3\xa9t\xc3\xa9/'
matches 'is sent as it is' '^Content-Transfer-Encoding: 8bit' out

# Words at the beginning of a line that git send-email and b4 take for trailers.
patch 1@x 6.1 'lib: rename x' >mbox
for n in $(seq 10 45); do
	subject="lib: rename $(printf 'y%.0s' $(seq "$n")) Cc: e@x.org Signed-off-by: E <e@x.org>"
	upstream=$(printf '%040d' "$n") patch "$n@x" 6.1 "$subject" >>mbox
done
mkdir trailer-rules
sed 's/It only renames things (\\"{match}\\")/It renames {proof} and more/' \
	"$rules/own.json" >trailer-rules/own.json
run "$WINNOW" reply -q --no-default-rules --rules trailer-rules --now 2024-01-02 mbox
text >texts
matches 'subjects of strangers are in the text' 'Cc: e@x\.org' texts
same 'no line of text begins with a trailer' '' "$(text | grep -nE '^([A-Za-z-]+-by|Cc): ')"

{
	printf '%s\n' 'From x Mon Jan  1 00:00:00 2024' 'From: Sel Ector <selector@example.org>' \
		'Subject: [PATCH 6.1] lib: rename things' 'Message-ID: <1@x>' 'Date: Mon, 1 Jan 2024 12:30:00 +0200'
	printf 'Cc: Person 0 <p0@example.org>'
	for n in $(seq 10000); do printf ',\n Person %d <p%d@example.org>' "$n" "$n"; done
	printf '\n\nx\n---\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n'
} >mbox
ok '10,000 in copy, in time' timeout 20 "$WINNOW" reply -q --no-default-rules --rules "$rules" \
	--now 2024-01-02 mbox
cp out many
same 'all of them, once' '10001 True' "$(python3 - many <<-'END'
	import mailbox, sys, email.utils
	mail = list(mailbox.mbox(sys.argv[1]))[0]
	found = [a for n, a in email.utils.getaddresses(mail.get_all('cc'))]
	print(len(found), len(set(found)) == len(found))
END
)"

# --- programs that people use
patch 1@x 6.1 'lib: rename things' 'To: stable@example.org' >mbox
upstream=$(printf '%040d' 6) patch 2@x 5.9 'lib: rename others' 'To: stable@example.org' >>mbox
draft --eml sent mbox
mapfile -t paths <out
git mailinfo msg diff <"${paths[0]}" >info 2>/dev/null
same "git's own parser" 'Greta Gale greta@example.org' \
	"$(sed -n 's/^Author: //p; s/^Email: //p' info | xargs)"
if git send-email --help >/dev/null 2>&1 && perl -MMail::Address -e1 2>/dev/null; then
	ok 'git send-email accepts the files' git send-email --dry-run --no-thread \
		--smtp-server=127.0.0.1 --suppress-cc=self --confirm=never "${paths[@]}"
	same 'it adds nobody' 'ann@example.org selector@example.org stable@example.org' \
		"$(sed -n 's/^RCPT TO:<\(.*\)>$/\1/p' out | sort -u | xargs)"
	# Answers, and between them mails that answer nothing: what goes out names what the files name.
	patch 3@x 5.9 'lib: rename more' 'To: stable@example.org' | sed '/^Message-ID:/d' >anonymous
	cp "${paths[1]}" second
	draft --eml sent anonymous
	set -- "${paths[0]}" "$(head -n 1 out)" second "$(head -n 1 out)"
	same 'a draft that answers nothing' '1 0 1' "$(grep -c '^In-Reply-To:' "$1") $(grep -c '^In-Reply-To:' "$2") $(grep -c '^In-Reply-To:' "$3")"
	printf '#!/bin/sh\ncat >>%s/gone\n' "$work" >sink && chmod +x sink
	# gone OPTION...: what the mails name that git send-email hands on, one a line.
	gone()
	{
		: >gone
		git send-email "$@" --quiet --smtp-server="$work/sink" --suppress-cc=all --confirm=never "${drafts[@]}" >/dev/null 2>&1
		sed -n 's/^In-Reply-To: //p; s/^Subject: .*/-/p' gone | xargs | sed 's/- </</g'
	}
	drafts=("$@")
	same 'git send-email --no-thread, which winnow-reply(1) names, keeps that' "$(for draft; do
		grep '^In-Reply-To:' "$draft" | sed 's/In-Reply-To: //' | grep . || echo -
	done | xargs)" "$(gone --no-thread)"
	matches 'it names it' 'git send.-email .-.-no.-thread' "$O/man/winnow-reply.1"
else
	skip 'git send-email accepts the files' 'no git-email and libmailtools-perl'
fi

if command -v mutt >/dev/null && command -v script >/dev/null; then
	cat >muttrc <<-END
		set folder=$work
		set header_cache=""
		set wait_key=no
		set postponed=$work/drafts-of-mutt
		set editor=$work/editor
		set edit_headers=yes
		set postpone=no
		set quit=yes
		set pipe_split=no
	END
	printf '#!/bin/sh\ncat "$1" >"%s"\n' "$work/opened" >editor
	chmod +x editor
	draft --maildir drafts-of-mutt mbox
	mapfile -t paths <out
	cp mbox thread
	for path in "${paths[@]}"; do
		{ echo 'From x Thu Jan  4 00:00:00 2024'; cat "$path"; echo; } >>thread
	done
	TERM=xterm timeout 20 script -qec "stty rows 24 cols 80; mutt -n -F muttrc -f thread -R -e 'set sort=threads' \
		-e 'push \"<tag-pattern>~<(~i 2@x)<enter><tag-prefix><pipe-message>cat >child<enter><exit>\"'" \
		/dev/null </dev/null >/dev/null 2>&1
	matches 'mutt threads a draft under its mail' '^Subject: Re: \[PATCH AUTOSEL 5\.9 3/17\] lib: rename others' child
	same 'and only that' 1 "$(grep -c '^In-Reply-To' child)"
	rm "${paths[0]}"
	{
		for _ in $(seq 100); do [ -s opened ] && break; sleep 0.1; done
		sleep 0.3
		printf q
		sleep 0.3
		printf n
	} | TERM=xterm timeout 30 script -qec 'stty rows 24 cols 80; mutt -n -F muttrc -p' /dev/null >/dev/null 2>&1
	matches 'mutt opens a draft: recipients' '^To: Sel Ector <selector@example.org>' opened
	matches 'mutt opens a draft: thread' '^In-Reply-To: <2@x>' opened
	matches 'mutt opens a draft: text' '^It only renames things' opened
else
	skip 'mutt threads and opens drafts' 'no mutt or no script'
fi

done_testing
