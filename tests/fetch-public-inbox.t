#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# winnow fetch from a real archive: public-inbox's own httpd, on loopback, with mails of ours.

. "$(dirname "$0")/lib.sh"
. "$top/tests/servers.sh"
. "$top/tests/inbox.sh"
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

missing=$(inbox_missing)
if [ -n "$missing" ]; then
	skip 'a real archive' "$missing is not installed"
	done_testing
fi

# patch N TOTAL ID [PARENT]: a mail of a series.
patch()
{
	cat <<-END
		From mboxrd@z Thu Jan  1 00:00:00 1970
		From: Ann Ash <ann@example.org>
		To: heron@example.org
		Cc: stable@example.org
		Subject: [PATCH 5.10 $1/$2] heron: fix interrupt storm $1
		Date: Tue, 05 Apr 2022 12:00:0$1 +0000
		Message-ID: <$3>
		${4:+In-Reply-To: <$4>}
	END
}
body()
{
	cat <<-END

		An interrupt storm after a resume.

		---
		 heron.c | 2 +-
		 1 file changed, 1 insertion(+), 1 deletion(-)

		diff --git a/heron.c b/heron.c
		--- a/heron.c
		+++ b/heron.c
		@@ -1 +1 @@
		-int a$1;
		+int b$1;
		--
		2.30.2

	END
}
{
	patch 1 2 'a/b+c=1@example.org' | sed '/^$/d'
	body 1
	patch 2 2 '2@example.org' 'a/b+c=1@example.org'
	body 2
	cat <<-END
		From mboxrd@z Thu Jan  1 00:00:00 1970
		From: Bob <bob@example.org>
		To: heron@example.org
		Subject: Re: [PATCH 5.10 1/2] heron: fix interrupt storm 1
		Date: Tue, 05 Apr 2022 13:00:00 +0000
		Message-ID: <3@example.org>
		In-Reply-To: <a/b+c=1@example.org>

		Please drop it, it is not needed there.

		>From here on it is text.

		From mboxrd@z Thu Jan  1 00:00:00 1970
		From: Bob <bob@example.org>
		To: heron@example.org
		Subject: something else
		Date: Tue, 05 Apr 2022 14:00:00 +0000
		Message-ID: <4@example.org>

		Hello.

	END
} >mails.mbox
inbox heron <mails.mbox
same 'public-inbox takes four mails' 4 "$(git -C heron/git/0.git rev-list --count HEAD 2>&1)"
sed 's/^/# /' inbox.log

port=$(free_port)
start httpd public-inbox-httpd -W0 -l "127.0.0.1:$port"
base=http://127.0.0.1:$port
answers()
{
	(: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null
}
if ! wait_for 30 answers; then
	sed 's/^/# /' httpd.log
	skip 'a real archive' 'public-inbox-httpd does not start here'
	done_testing
fi

ids()
{
	sed -n 's/^Message-ID: <\(.*\)>$/\1/p' out | sort | paste -sd ' '
}
fetch()
{
	run timeout 60 "$WINNOW" fetch --attempts 2 --wait 1 "$@"
	[ "$status" -eq 0 ] || sed 's/^/# /' err
}
fetch --archive "$base/heron" 'a/b+c=1@example.org'
same 'a thread by the id of its first mail' '0 2@example.org 3@example.org a/b+c=1@example.org' "$status $(ids)"
cp out thread.mbox
fetch --archive "$base/heron" '<3@example.org>'
same 'by that of a reply: the same' '2@example.org 3@example.org a/b+c=1@example.org' "$(ids)"
for form in 3@example.org/ 3@example.org 3@example.org/T/#u 3@example.org/t/#m123 3@example.org/raw \
	'a%2Fb+c=1@example.org/' 3@example.org/t.mbox.gz; do
	fetch "$base/heron/$form"
	same "by address: $form" '2@example.org 3@example.org a/b+c=1@example.org' "$(ids)"
done
fetch --archive "$base/heron" '4@example.org'
same 'a mail alone' '4@example.org' "$(ids)"
fetch --archive "$base/heron" 'none@example.org'
same 'a mail that is not there' 2 "$status"
matches 'is said' 'there is no such thing \(404\)' err
fetch "$base/heron/"
same "the list's page is no mailbox" 2 "$status"
matches 'but a page' 'a page for people' err

run "$WINNOW" review --no-default-rules --rules "$corpus/rules" --now 2022-04-06 --json thread.mbox
same 'a review reads the thread: patches' '0 2' "$status $(jq '.patches | length' out)"
same 'and what was replied' 'Bob' "$(jq -r '[.patches[].facts[] | select(.kind | startswith("thread"))][0] |
	tostring' out | grep -o Bob | head -n 1)"

done_testing
