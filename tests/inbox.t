#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A public-inbox: as the queue, and as what was mailed about one.
. "$(dirname "$0")/lib.sh"

id=1f0aa21bc3d4e5f60718293a4b5c6d7e8f901234
other=9e8d7c6b5a493827160f1f0aa21bc3d4e5f60718
# patch MESSAGE-ID SUBJECT [MARKER]: a patch mail; the marker stands first in its text.
patch()
{
	cat <<-END
		From: Sel Ector <selector@example.org>
		Subject: $2
		Message-ID: <$1>
		Date: ${date:-Mon, 1 Jan 2024 00:00:00 +0000}

		From: Ann Ash <ann@example.org>

		${3-[ Upstream commit $id ]}

		It leaks.

		${trailer:-Signed-off-by: Ann Ash <ann@example.org>}
		$(small_diff)
	END
}
# reply MESSAGE-ID TO TEXT [FROM]
reply()
{
	cat <<-END
		From: ${4:-Ann Ash <ann@example.org>}
		Subject: ${subject:-Re: [PATCH AUTOSEL 6.1 1/2] lib: fix it}
		Message-ID: <$1>
		In-Reply-To: <$2>
		Date: Tue, 2 Jan 2024 00:00:00 +0000

		$3
	END
}
# arrive EPOCH DATE [NAME]: what is on standard input, in a commit as public-inbox makes it.
arrive()
{
	local at
	at=$(date -ud "$2" +%s)
	[ -d "$1" ] || git init -q --bare -b master "$1"
	cat >"$work/mail"
	{
		echo 'commit refs/heads/master'
		echo "author Ann Ash <ann@example.org> $at +0000"
		echo "committer Ann Ash <ann@example.org> $at +0000"
		printf 'data 2\nx\n'
		git -C "$1" rev-parse -q --verify master >"$work/from" && echo "from $(cat "$work/from")"
		echo deleteall
		[ -n "${3-m}" ] && printf 'M 100644 inline %s\ndata %d\n' "${3-m}" "$(wc -c <"$work/mail")" &&
			cat "$work/mail" && echo
		echo 'done'
	} | git -C "$1" fast-import --quiet --force --done
}
# inbox [OPTION...]: a review, as of February 2024. verdicts: of what it reviewed.
inbox()
{
	run "$WINNOW" review --json --now 2024-02-01 "$@"
}
verdicts()
{
	json '[.patches[] | "\(.source) \(.verdict)"] | join(", ")'
}
# facts POSITION: those that the list is the source of, with their mails.
facts()
{
	json ".patches[$1 - 1].facts"' | [.[] | select(.message_id) | "\(.kind) \(.message_id)"] | join(", ")'
}

mkdir -p box/git
patch 1@x '[PATCH AUTOSEL 6.1 1/2] lib: fix it' | arrive box/git/0.git 2024-01-01
patch 2@x '[PATCH AUTOSEL 5.10 1/2] lib: fix it' | arrive box/git/0.git 2024-01-02
reply r1@x 1@x 'Please drop it.' | arrive box/git/0.git 2024-01-03
patch m@x '[PATCH net] lib: for mainline' '' | arrive box/git/0.git 2024-01-03
patch 3@x '[PATCH AUTOSEL 6.1 2/2] lib: more' "[ Upstream commit $other ]" | arrive box/git/1.git 2024-01-20
cp -a box untouched

inbox --inbox box
json_is 'proposals of all epochs are the queue' '1@x drop, 2@x drop, 3@x keep' verdicts
json_is 'and replies are facts with their mail' 'thread.drop r1@x' facts 1
json_is 'for other trees as well' 'thread.drop r1@x' facts 2
same 'nothing is said on stderr' '' "$(cat err)"
run "$WINNOW" summary -q --now 2024-02-01 --inbox box
matches 'a summary without QUEUE is of the same' '^3 patches for 6\.1' out
printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"
run "$WINNOW" reply -q --now 2024-02-01 --inbox box -p 1@x
matches 'so are answers' '^In-Reply-To: <[12]@x>' out
fails_with 64 'neither QUEUE nor inbox' "$WINNOW" summary
ok 'nothing was written' diff -r untouched box
inbox --inbox box/git
json_is 'a directory of epochs' 3 '.patches | length'
inbox --inbox box/git/0.git
json_is 'one epoch' '1@x drop, 2@x drop' verdicts
git clone -q box/git/0.git clone
inbox --inbox clone
json_is 'a clone' '1@x drop, 2@x drop' verdicts
inbox --inbox box --no-replies
json_is '--no-replies takes the proposals alone' '1@x keep, 2@x keep, 3@x keep' verdicts

# Time.
inbox --inbox box --since 2.weeks
json_is '--since 2.weeks' '3@x keep' verdicts
inbox --inbox box --since 2024-01-02
json_is '--since a date: the reply counts, the mail it is to is no entry' '2@x keep, 3@x keep' verdicts
inbox --inbox box --since '40 days ago'
json_is '--since 40 days ago' 3 '.patches | length'
run "$WINNOW" review --json --now 2024-01-10 --inbox box
json_is '--now: what came later is not there' '1@x drop, 2@x drop' verdicts
matches 'which is told' 'came after 2024-01-10 left out: 1' err
fails_with 2 'nothing in it' "$WINNOW" review --now 2024-02-01 --inbox box --since 1.day
matches 'which names the date' 'proposes nothing for a stable tree since 2024-01-31' err
fails_with 64 '--since is a date' "$WINNOW" review --inbox box --since soon
fails_with 64 '--since belongs to --inbox' "$WINNOW" review --since 2.weeks box
fails_with 64 'no queue at all' "$WINNOW" review
fails_with 2 'no such directory' "$WINNOW" review --inbox nowhere
fails_with 2 'no inbox' "$WINNOW" review --inbox "$work/home"
mkdir -p within && git init -q within && mkdir within/inner
fails_with 2 'nor a directory within a repository' "$WINNOW" review --inbox within/inner

# A clock that was wrong hides nothing behind its mails; a run of old ones ends the search.
for i in $(seq 10); do patch "old$i@x" '[PATCH AUTOSEL 5.4 1/1] lib: old' | arrive skew 2001-01-01; done
patch 1@x '[PATCH AUTOSEL 6.1 1/2] lib: fix it' | arrive skew 2024-01-25
for i in $(seq 10); do reply "x$i@x" 1@x 'Hm.' | arrive skew 2001-01-01; done
patch 2@x '[PATCH AUTOSEL 5.10 1/2] lib: fix it' | arrive skew 2024-01-26
inbox --inbox skew --since 2.weeks
json_is 'mails with a date long ago in between' '1@x keep, 2@x keep' verdicts

# Trees go by many names; what seems to be for one that is not understood is counted.
n=0
for name in 'PATCH linux-6.1.y' 'PATCH stable/linux-6.1.y' 'PATCH for-6.1.y' 'AUTOSEL for-6.1' 'PATCH 6.1.y-cip' 'PATCH OLK-6.6' \
	'PATCH v6.1.y' PATCH6.1 'OLK-6.6' 'PATCH openEuler-1.0-LTS' 'PATCH stable' 'PATCH net' 'PATCH net v2.1'; do
	n=$((n + 1))
	case $name in 'PATCH net'*) marker= ;; *) marker="[ Upstream commit $id ]" ;; esac
	patch "$n@x" "[$name] lib: fix it" "$marker" | arrive names 2024-01-10
done
patch marked@x '[PATCH] lib: fix it' | arrive names 2024-01-10
reply answer@x 1@x 'No. commit 1234567890ab upstream.' | arrive names 2024-01-10
inbox --inbox names
json_is 'trees by their names' '1@x 6.1, 2@x 6.1, 3@x 6.1, 4@x 6.1, 5@x 6.1, 6@x 6.6, 7@x 6.1, 8@x 6.1, 9@x 6.6' \
	'[.patches[] | "\(.source) \(.versions | join(" "))"] | join(", ")'
matches 'the others are counted' "names: 3 mails seem meant for a stable tree, but not for which: left out, the first is '.PATCH openEuler-1.0-LTS. lib: fix it'" err

# A queue of another kind, and the inbox for what was said of it.
sed 's/^/ /;s/^ //' <(echo 'From x Mon Jan  1 00:00:00 2024'; patch 1@x '[PATCH AUTOSEL 6.1 1/2] lib: fix it') >queue.mbox
inbox queue.mbox
json_is 'without the inbox' '1@x keep' verdicts
inbox --inbox box queue.mbox
same 'by message id' '1@x drop, thread.drop r1@x' "$(verdicts), $(facts 1)"
sed 's/<1@x>/<elsewhere@x>/' queue.mbox >other.mbox
inbox --inbox box other.mbox
same 'by the upstream commit' 'elsewhere@x drop, thread.drop r1@x' "$(verdicts), $(facts 1)"
sed '/Upstream commit/d' other.mbox >titled.mbox
inbox --inbox box titled.mbox
same 'by subject and author' 'elsewhere@x drop, thread.drop r1@x' "$(verdicts), $(facts 1)"
sed 's/^From: Ann.*/From: Ben Birch <ben@example.org>/' titled.mbox >stranger.mbox
inbox --inbox box stranger.mbox
json_is 'not by the subject alone' 'elsewhere@x keep' verdicts
sed "s/$id/$other/" other.mbox >another.mbox
inbox --inbox box another.mbox
json_is 'nor where the commit is another' 'elsewhere@x keep' verdicts
mkdir -p queue-6.1
echo fix.patch >queue-6.1/series
patch x '[PATCH] lib: fix it' | sed '/^Message-ID/d' >queue-6.1/fix.patch
inbox --inbox box queue-6.1
same 'a quilt queue' 'fix.patch drop, thread.drop r1@x' "$(verdicts), $(facts 1)"
ours=$(printf 'lib: fix it\n\ncommit %s upstream.\n\nIt leaks.\n' "$id" | commit tree master 'Ann Ash' 2024-01-05 a.c)
printf 'lib: next\n' | commit tree master 'Ann Ash' 2024-01-06 a.c >/dev/null
winnow_global=(-C tree)
run "$WINNOW" -C tree review --json --now 2024-02-01 --inbox "$work/box" "$ours..master" "$ours"
json_is 'a commit' "drop, thread.drop r1@x" '.patches[1] | "\(.verdict), \([.facts[] | select(.message_id) | "\(.kind) \(.message_id)"] | join(" "))"'
{ echo 'From x Mon Jan  1 00:00:00 2024'; reply r1@x 1@x 'Please drop it.'; echo; } >thread.mbox
inbox --thread thread.mbox queue.mbox
same '--thread: an mbox of it' '1@x drop, thread.drop r1@x' "$(verdicts), $(facts 1)"
inbox --thread thread.mbox --inbox box queue.mbox
json_is 'both: each mail once' 'thread.drop r1@x' facts 1
cat thread.mbox queue.mbox >whole.mbox
inbox --thread thread.mbox --inbox box whole.mbox
json_is 'even where the queue has it' 'thread.drop r1@x' facts 1
fails_with 2 'a thread that is not there' "$WINNOW" review --thread nowhere queue.mbox

# What is said on the way into mainline is of another kind.
patch post@x '[PATCH net] lib: fix it' '' | sed 's/^From: Sel.*/From: Ann Ash <ann@example.org>/' | arrive talk 2024-01-01
subject='Re: [PATCH net] lib: fix it'
reply t1@x post@x 'Please drop this, I will send another one.' | arrive talk 2024-01-02
reply t2@x post@x 'Tested-by: Ben Birch <ben@example.org>' 'Ben Birch <ben@example.org>' | arrive talk 2024-01-02
reply t3@x post@x 'Why a semaphore?' 'Eve Elm <eve@example.org>' | arrive talk 2024-01-02
reply t4@x post@x 'This should not go to stable.' 'Eve Elm <eve@example.org>' | arrive talk 2024-01-02
unset subject
inbox --inbox talk other.mbox
json_is 'of the submission to mainline: tests, and what is said of stable' \
	'thread.mainline t2@x, thread.early t4@x' facts 1
json_is 'which is reason to ask' ask '.patches[0].verdict'
matches 'and says where it was said' 'Eve Elm objects, of it as posted before' out

sed 's/^Signed-off-by: Ann/Cc: stable@vger.kernel.org\n&/' other.mbox >tagged.mbox
inbox --inbox talk tagged.mbox
json_is 'unless its author asked for stable all the same' keep '.patches[0].verdict'

# A fix on its way, and one that is there.
trailer="Fixes: ${id:0:12} (\"lib: fix it\")" patch fix1@x '[PATCH] lib: fix the fix' '' | arrive fixes 2024-01-10
trailer="Fixes: ${id:0:12} (\"lib: fix it\")" date='Thu, 11 Jan 2024 00:00:00 +0000' \
	patch fix2@x '[PATCH v2] lib: fix the fix' '' | arrive fixes 2024-01-11
trailer="Fixes: ${other:0:12} (\"lib: more\")" patch fix3@x '[PATCH] lib: fix more' '' | arrive fixes 2024-01-11
trailer="Fixes: ${id:0:12} (\"lib: fix it\")" patch fix4@x '[PATCH 6.6] lib: fix another way' | arrive fixes 2024-01-11
inbox --inbox fixes queue.mbox
json_is 'a fix that was posted: its last revision' 'thread.pending-fix fix2@x' facts 1
json_is 'is a reason to ask' 'ask thread.pending-fix' '.patches[0] | "\(.verdict) \(.reasons[0].rule)"'
json_is 'shown by its Fixes: line' "Fixes: ${id:0:12} (\"lib: fix it\")" \
	'.patches[0].facts[] | select(.kind == "thread.pending-fix").proof'
matches 'with what was not looked up' 'Ann Ash posted a fix of it, ..lib: fix the fix.., and no upstream was given' out
printf 'lib: fix the fix\n\nFixes: 1f0aa21bc3d4\n' | commit up master 'Ann Ash' 2024-01-15 a.c >/dev/null
run "$WINNOW" -C up review --json --now 2024-02-01 --upstream master --inbox "$work/fixes" "$work/queue.mbox"
json_is 'one that mainline has is not on its way' '' facts 1
printf 'lib: something\n' | commit up2 master 'Ann Ash' 2024-01-15 a.c >/dev/null
run "$WINNOW" -C up2 review --json --now 2024-02-01 --upstream master --inbox "$work/fixes" "$work/queue.mbox"
matches 'one that it lacks is' 'lib: fix the fix.., which mainline does not have' out
run "$WINNOW" review --json --now 2025-02-01 --inbox fixes queue.mbox
json_is 'one that nobody took for a year is not' '' facts 1
{ cat queue.mbox; echo; echo 'From x Mon Jan  1 00:00:00 2024'; patch q@x '[PATCH AUTOSEL 6.1 2/2] lib: fix the fix' "[ Upstream commit $other ]"; } >both.mbox
inbox --inbox fixes both.mbox
json_is 'nor one that is queued' '' facts 1

# A report that replies to nothing but names the commit.
{
	echo 'From: Eve Elm <eve@example.org>'
	printf 'Subject: [REGRESSION] no boot\nMessage-ID: <reg@x>\n\nI bisected it to\n\n  %s ("lib: fix it")\n' "$id"
} | arrive reports 2024-01-10
sed 's/<reg@x>/<bot@x>/;s/Eve Elm/some test robot/' "$work/mail" | arrive reports 2024-01-11
{
	printf 'From: Eve Elm <eve@example.org>\nSubject: Re: something\nMessage-ID: <by@x>\nIn-Reply-To: <nowhere@x>\n\n'
	printf 'This patch breaks booting, unlike %s.\n' "$id"
} | arrive reports 2024-01-12
inbox --inbox reports queue.mbox
same 'a report that names the commit' 'thread.regression reg@x ask' "$(facts 1) $(json '.patches[0].verdict')"

# What was taken out of the list; the older layout; no mail at all.
patch 1@x '[PATCH AUTOSEL 6.1 1/2] lib: fix it' | tee mail1 | arrive gone 2024-01-01
patch 2@x '[PATCH AUTOSEL 5.10 1/2] lib: fix it' | arrive gone 2024-01-02
arrive gone 2024-01-03 d <mail1
inbox --inbox gone
json_is 'a mail that was taken out' '2@x keep' verdicts
same 'without a word' '' "$(cat err)"
arrive v1 2024-01-01 ab/cdef0123456789abcdef0123456789abcdef01 <mail1
fails_with 2 'the older layout' "$WINNOW" review --inbox v1
matches 'is named' "'v1' is a public-inbox of layout 1" err
arrive none 2024-01-01 README <mail1
fails_with 2 'no mail in it' "$WINNOW" review --inbox none
matches 'is told' "'none' is no public-inbox" err
git init -q --bare -b master empty
fails_with 2 'nothing in it yet' "$WINNOW" review --inbox empty
mkdir -p grown/git
cp -a empty grown/git/1.git
cp -a box/git/0.git grown/git/0.git
inbox --inbox grown
json_is 'a last epoch that is empty' '1@x drop, 2@x drop' verdicts

# Hostile: too large, none, broken, from the future, in circles, twice.
patch 1@x '[PATCH AUTOSEL 6.1 1/2] lib: fix it' | arrive bad 2024-01-01
{ printf 'Subject: [PATCH AUTOSEL 6.1 9/9] lib: large\nMessage-ID: <large@x>\n\n'; head -c 50000000 /dev/zero | tr '\0' x; } | arrive bad 2024-01-02
: | arrive bad 2024-01-02 ''
arrive bad 2024-01-02 other <mail1
head -c 3000 /dev/urandom | arrive bad 2024-01-03
: | arrive bad 2024-01-03
printf 'Subject: =?utf-8?b?%s?=\n' "$(head -c 2000 /dev/zero | tr '\0' =)" | arrive bad 2024-01-03
printf 'From: x\nSubject: [PATCH 6.1 \n\t\n\0\r\r\n' | arrive bad 2024-01-03
date='Thu, 1 Jan 2126 00:00:00 +0000' patch future@x '[PATCH AUTOSEL 6.1 2/2] lib: more' "[ Upstream commit $other ]" | arrive bad 2024-01-04
patch later@x '[PATCH AUTOSEL 6.1 2/2] lib: later' | arrive bad 2036-01-01
patch nodate@x '[PATCH AUTOSEL 6.1 2/2] lib: no date' "[ Upstream commit $other ]" | sed '/^Date:/d' | arrive bad 2024-01-05
patch noid@x '[PATCH AUTOSEL 6.1 2/2] lib: no id' "[ Upstream commit $other ]" | sed '/^Message-ID:/d' | arrive bad 2024-01-05
reply c1@x c2@x 'Please drop it.' | arrive bad 2024-01-06
reply c2@x c1@x 'Please drop it.' | arrive bad 2024-01-06
reply self@x self@x 'Please drop it.' | arrive bad 2024-01-06
patch 1@x '[PATCH AUTOSEL 6.1 1/2] lib: fix it' | arrive bad 2024-01-07
run timeout 60 "$WINNOW" review --json --now 2024-02-01 --inbox bad
json_is 'what can be read is read' '1@x keep, future@x keep, nodate@x keep' \
	'[.patches[] | select(.source | test("commit") | not) | "\(.source) \(.verdict)"] | join(", ")'
json_is 'the others by their commits' 'lib: no id' '.patches[] | select(.source | test("^bad: commit")).subject'
matches 'too large is told' 'bad: commit [0-9a-f]{12}: its mail is too large: left out' err
matches 'no mail is told' 'bad: commit [0-9a-f]{12}: holds no mail: left out' err
matches 'later than now is told' 'came after 2024-02-01 left out: 1' err
run timeout 60 "$WINNOW" review --json --now 2024-02-01 --inbox bad queue.mbox
json_is 'a loop of replies belongs nowhere' '1@x keep' verdicts
for i in $(seq 15); do : | arrive noisy 2024-01-02 ''; done
patch 1@x '[PATCH AUTOSEL 6.1 1/2] lib: fix it' | arrive noisy 2024-01-02
inbox --inbox noisy
same 'ten of a kind are told, the others counted' '10 1' "$(grep -c 'holds no mail' err) $(grep -c ': 5 more mails left out' err)"
cp -a box broken
find broken/git/0.git/objects -type f -name '*.pack' -exec chmod u+w {} + -exec truncate -s 100 {} +
find broken/git/0.git/objects -type f ! -path '*pack*' ! -path '*info*' -delete
fails_with 2 'an archive that is cut off' "$WINNOW" review --inbox broken

# As public-inbox makes it.
if command -v public-inbox-init >/dev/null && command -v public-inbox-mda >/dev/null; then
	export PI_CONFIG=$work/pi-config ORIGINAL_RECIPIENT=list@example.org PI_DIR=$work/pi
	if public-inbox-init -V2 -L basic list "$work/real" http://127.0.0.1/list list@example.org >err 2>&1; then
		git config -f "$PI_CONFIG" publicinboxmda.spamcheck none
		for mail in 1 2 r; do
			case $mail in
			1) patch 1@x '[PATCH AUTOSEL 6.1 1/2] lib: fix it' ;;
			2) patch 2@x '[PATCH AUTOSEL 5.10 1/2] lib: fix it' ;;
			r) reply r1@x 1@x 'Please drop it.' ;;
			esac | sed '1i To: list@example.org' >mail
			public-inbox-mda --no-precheck <mail >>err 2>&1
		done
		run "$WINNOW" review --json --inbox real
		json_is 'an inbox by public-inbox-init' '1@x drop, 2@x drop' verdicts
	else
		skip 'an inbox by public-inbox-init' "it fails here: $(tail -n 1 err)"
	fi
else
	skip 'an inbox by public-inbox-init' 'public-inbox is not installed'
fi

done_testing
