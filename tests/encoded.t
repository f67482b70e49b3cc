#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A subject and a name that look encoded once they are decoded: what leaves says, decoded once, what was shown.
. "$(dirname "$0")/lib.sh"

inner='=?utf-8?B?GzMxbQ0KQmNjOiBldmVAZXhhbXBsZS5vcmc=?=' # escape, and a line with a Bcc
twice="=?utf-8?B?$(printf '%s' "$inner" | base64 -w 0)?="
start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
raw=$(commit repo master 'Ann Ash' 2022-01-02 net/b.c <<<"net: $inner")
git -C repo tag v1 "$start"
git -C repo config user.email sam@example.org
git -C repo config user.name "$inner"
{
	printf 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: %s <eve@example.org>\nTo: stable@example.org\n' "$twice"
	printf 'Date: Tue, 1 Mar 2022 00:00:00 +0000\nMessage-ID: <1@example.org>\nSubject: [PATCH 5.10] net: %s\n\n' "$twice"
	printf 'Text.\n\nSigned-off-by: Eve <eve@example.org>\n---\n'
	git -C repo diff "$start" "$raw"
} >queue.mbox

# once FILE: of each mail, subject and names, decoded once, and how many headers are called Bcc.
cat >once.py <<-'END'
	import email, email.header, email.utils, sys
	text = open(sys.argv[1], "rb").read()
	for mail in (b"\n" + text).split(b"\nFrom ")[1:]:
	    mail = email.message_from_bytes(mail.split(b"\n", 1)[1])
	    def once(value):
	        return str(email.header.make_header(email.header.decode_header(value)))
	    names = [once(email.utils.parseaddr(mail[name])[0]) for name in ("From", "To") if mail[name]]
	    print("|".join([once(" ".join(mail["Subject"].split()))] + names + [str(len(mail.get_all("Bcc", [])))]))
END
once() { python3 once.py "$1"; }
here=(--no-default-rules --rules "$corpus/rules" --now 2024-03-01 -q)
run "$WINNOW" -C repo review "${here[@]}" --json queue.mbox
same 'shown: decoded once' "net: $inner" "$(json '.patches[0].subject')"

run "$WINNOW" -C repo reply "${here[@]}" --only keep,ask,drop,keep-with -o - queue.mbox
same 'a reply' 0 "$status"
same 'a reply: its subject and names' "Re: [PATCH 5.10] net: $inner|$inner|$inner|0" "$(once "$work/out" | head -n 1)"
run "$WINNOW" -C repo take -q --onto v1 --mbox - queue.mbox
cp "$work/out" taken
same 'a patch that is taken' "[PATCH 5.10] net: $inner|$inner|0" "$(once taken)"
run "$WINNOW" -C repo take -q --onto v1 --mbox - "$raw"
same 'a commit that is taken' "[PATCH] net: $inner|Ann Ash|0" "$(once "$work/out")"
git clone -q repo clone && git -C clone checkout -q -b on v1
git -C clone -c user.name=x -c user.email=x@example.org am -q <taken 2>"$work/err"
same 'what git makes of it' "net: $inner" "$(git -C clone log -1 --format=%s)"
same 'and of who wrote it' "$inner" "$(git -C clone log -1 --format=%an)"
printf 'From: sam@example.org\nTo: ben@example.org\nSubject: %s\n\nText.\n' "$twice" >draft.eml
run "$WINNOW" send --dry-run draft.eml
same 'send leaves a draft as it is' "Subject: $twice" "$(grep -a ^Subject: "$work/out" | tr -d '\r')"
done_testing
