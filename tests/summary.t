#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# winnow summary: the text, its mails, whose a patch is, and what strangers cannot put into it.
. "$(dirname "$0")/lib.sh"

rules=$corpus/reply-rules
printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"
summary()
{
	run "$WINNOW" "${winnow_global[@]}" summary -q --no-default-rules --rules "$rules" \
		--now 2024-01-02T08:00:00 "$@"
}
# patch NUMBER VERSION SUBJECT PATH [BODY]
patch()
{
	cat <<-END
		From x Mon Jan  1 00:00:00 2024
		From: Sel Ector <selector@example.org>
		To: stable@example.org
		Subject: [PATCH AUTOSEL $2] $3
		Message-ID: <$RANDOM.$1@x>
		Date: Mon, 1 Jan 2024 12:30:$(printf %02d "$1") +0000

		From: Ann Ash <ann@example.org>

		[ Upstream commit ${upstream:-$(printf '%040d' "$1")} ]

		${5:-It leaks.}

		Signed-off-by: Ann Ash <ann@example.org>
		---
		diff --git a/$4 b/$4
		--- a/$4
		+++ b/$4
		@@ -1 +1 @@
		-int a;
		+int b;

	END
}

# --- one text of everything, on a real tree
first=$(commit repo up 'Ann Ash' '2023-12-01' lib/x.c <<<'lib: one')
{
	echo 'commit refs/heads/old'
	echo 'committer x <x@example.org> 1701475200 +0000'
	printf 'data <<E\nrelease\nE\nfrom %s\nM 100644 inline MAINTAINERS\ndata <<E\n' "$first"
	printf 'THE LIBRARY\nM:\tLiv <liv@example.org>\nR:\tGreta <GRETA@example.org>\nL:\tlib@example.org\nF:\tlib/\n\n'
	printf 'NETWORK\nL:\tnet@example.org\nF:\tnet/\nE\n'
} | git -C repo fast-import --quiet
need=$(commit repo up 'Ann Ash' '2023-12-03' lib/x.c <<<'lib: need one')
fix=$(commit repo up 'Ann Ash' '2023-12-05' lib/x.c <<<'lib: fix it')
again=$(commit repo up 'Ben Birch' '2023-12-20' lib/x.c <<-END
	lib: fix it again

	Fixes: ${fix:0:12} ("lib: fix it")
END
)
{
	patch 1 6.1 'lib: rename things' lib/a.c
	upstream=$fix patch 2 6.1 'lib: fix it' lib/x.c
	patch 3 6.1 'net: rename others' net/b.c
	patch 4 6.1 'net: needs it' net/b.c "Cc: stable@example.org # 6.1: ${need:0:12}: lib: need one"
	upstream=$need patch 5 6.1 'lib: need one' lib/y.c
	patch 6 6.1 'mm: a leak' mm/c.c
	patch 7 6.1 'mm: better' mm/c.c 'This is tidier.'
} >mbox
winnow_global=(-C repo)
summary --upstream up --onto old mbox
winnow_global=()
cat >expected <<-END
	7 patches for 6.1 as of 2024-01-02: 2 to drop, 1 only with others, 2 to
	check, 2 fine.

	To drop
	-------

	NETWORK

	    3  net: rename others
	       It only renames things.

	THE LIBRARY

	    1  lib: rename things
	       It only renames things.

	Only together with others
	-------------------------

	THE LIBRARY

	    2  lib: fix it
	       Upstream fixed it again: ${again:0:12} ("lib: fix it again"); 6.1
	       would lack that.
	       Whether it applies there I do not know.

	To check
	--------

	NETWORK

	    4  net: needs it
	       Wrong order: it says it needs ${need:0:12} ("lib: need one"),
	       which is queued after it, at 5.

	mm

	    7  mm: better
	       It is about tidiness.

	Wrong order
	-----------

	    4  net: needs it
	       It says it needs ${need:0:12} ("lib: need one"), which is queued
	       after it, at 5.

	Missing follow-ups
	------------------

	    2  lib: fix it
	       ${again:0:12} ("lib: fix it again") fixes it and is missing.

	Fine
	----

	    5  lib: need one
	    6  mm: a leak
END
same 'the text' expected out
same 'in 72 columns' '' "$(awk 'length > 72' out)"
cp out plain
winnow_global=(-C repo)
summary --upstream up --onto old mbox
same 'again: the same bytes' plain out

# --- mails
summary --upstream up --onto old --split-by subsystem --html mbox
cp out box
python3 - box >seen <<-'END'
	import mailbox, sys, email, email.policy
	for raw in mailbox.mbox(sys.argv[1]):
	    mail = email.message_from_bytes(raw.as_bytes(), policy=email.policy.default)
	    print(mail['subject'])
	    print(' ', mail['to'], '|', mail['cc'])
	    print(' ', mail.get_content_type(), [part.get_content_type() for part in mail.iter_parts()])
END
cat >expected <<-'END'
	Review of 6.1 patches, NETWORK: 1 to drop, 1 to check
	  stable@example.org | net@example.org
	  multipart/alternative ['text/plain', 'text/html']
	Review of 6.1 patches, THE LIBRARY: 1 to drop, 1 only with others
	  stable@example.org | Liv <liv@example.org>, lib@example.org
	  multipart/alternative ['text/plain', 'text/html']
	Review of 6.1 patches, mm: 1 to check
	  stable@example.org | Ann Ash <ann@example.org>
	  multipart/alternative ['text/plain', 'text/html']
END
sed -i 's/| ann@example.org/| Ann Ash <ann@example.org>/' seen
same 'a mail for each subsystem, to its people' expected seen
matches 'it says whose patches these are' '1 to check\. These are the$' box
summary --upstream up --onto old --to 'Team <team@example.org>' --cc boss@example.org -o - mbox
same '--to and --cc' 'To: Team <team@example.org> Cc: boss@example.org' "$(grep -E '^(To|Cc):' out | xargs)"
summary --upstream up --onto old --to 'no address' -o - mbox
same 'a bad --to' 64 "$status"
winnow_global=()
summary --split-by author mbox
same 'a bad --split-by' 64 "$status"
summary --maintainers nowhere mbox
same 'no such file' 2 "$status"
printf 'LEAKS\nM:\tLea <lea@example.org>\nF:\tmm/\n' >own
summary --maintainers own --only-nothing mbox
same 'an unknown option' 64 "$status"
summary --maintainers own mbox
matches 'a MAINTAINERS file that is given' '^LEAKS$' out
matches 'else what the subject begins with' '^lib$' out
matches 'what was not looked up is said' '^check, 3 fine\. What upstream did later|were not looked up' out
sed '/^To:/d; /^Cc:/d' mbox >no-list
summary -o - no-list
same 'nobody to write to' 64 "$status"
matches 'is told' 'winnow.stableList' err
summary --eml reviews mbox
matches 'a file' '^reviews/review-6-1-[0-9a-f]{8}\.eml$' out
file=$(cat out)
echo x >>"$file"
cp "$file" edited
summary --eml reviews mbox
same 'an edited one is kept' edited "$file"
summary --maildir drafts mbox
matches 'a draft' '^drafts/cur/.*:2,DS$' out

# --- copies, templates, strangers
{
	patch 1 5.10 'lib: rename things' lib/a.c
	upstream=$(printf '%040d' 1) patch 2 5.9 'lib: rename things' lib/a.c
} >mbox
summary mbox
matches 'copies are one entry' '^    1  lib: rename things \(5\.10 and 5\.9 at 2\)$' out
matches 'counts are of mails and of changes' ': 2 to drop \(1 change\)\.' out
{
	patch 1 6.1 'lib: odd' lib/a.c 'This is tidier.'
	patch 2 6.1 'lib: rename things' lib/a.c
} >mbox
summary mbox
matches 'what reply would not propose to drop is to check' '^2 .*: 1 to drop, 1 to check' out
same 'in its section' '1 lib: odd' "$(sed -n '/^To check/,$s/^ *\(1\) *\(.*\)/\1 \2/p' out)"
mkdir -p "$HOME/.config/winnow/templates"
printf 'Hello,\n\n{body}\n{nothing}\n' >"$HOME/.config/winnow/templates/summary.txt"
summary mbox
same 'a bad template' 2 "$status"
matches 'is told where' 'templates/summary\.txt:4: unknown placeholder' err
printf 'Hello,\n\n{body}\n' >"$HOME/.config/winnow/templates/summary.txt"
summary mbox
same 'a good one' 'Hello,' "$(head -n 1 out)"
rm -r "$HOME/.config/winnow"

hostile=$'lib: rename \033[1m<script>alert(1)</script> & "x" =?utf-8?q?=0D=0ABcc=3A_evil=40example=2Ecom?='
printf 'A <b>LIB</b>\nM:\tE <e@example.org>\nM:\tF\rBcc: evil@example.com <f@example.org>\nF:\tlib/\n' >own
patch 1 6.1 "$hostile" lib/a.c >mbox
summary --html --split-by subsystem --maintainers own mbox
python3 - out >page <<-'END'
	import mailbox, sys
	mail = list(mailbox.mbox(sys.argv[1]))[0]
	print([p for p in mail.walk() if p.get_content_type() == 'text/html'][0].get_payload(decode=True).decode())
END
same 'markup of strangers is text' '' "$(grep -nE '<(script|b>LIB)' page)"
matches 'and is there as such' '&lt;script&gt;alert' page
same 'no header of theirs' '' "$(grep -n '^Bcc' out)"
same 'no recipient of theirs' 'e@example.org f@example.org' "$(python3 - out <<-'END'
	import mailbox, sys, email.utils
	mail = list(mailbox.mbox(sys.argv[1]))[0]
	print(' '.join(sorted(a for n, a in email.utils.getaddresses(mail.get_all('cc')))))
END
)"
same 'no escape' '' "$(grep -naP '\x1b|\r|=1B' out)"
summary --maintainers own mbox
matches 'the text has its place' 'rename \?\[1m<script>' out
same 'and none' '' "$(grep -naP '\x1b|\r' out)"

done_testing
