#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Names in every charset that people used before UTF-8: what leaves is UTF-8, once, wherever it came
# from.
. "$(dirname "$0")/lib.sh"

rules=$corpus/reply-rules
printf '[user]\n\tname = Ren\351\n\temail = rene@example.org\n' >"$HOME/.gitconfig"
printf 'Ren\351\nCaf\351 Inc.\n' >"$HOME/.signature"

draft()
{
	run "$WINNOW" "${winnow_global[@]}" reply -q --no-default-rules --rules "$rules" \
		--now 2024-01-02T08:00:00 "$@"
	cp "$work/out" "$out"
}
out=$work/draft

# mail CHARSET [HEADER...]: what stands in it is UTF-8 here, and in CHARSET there.
mail()
{
	{
		cat <<-END
			From x Mon Jan  1 00:00:00 2024
			From: $sender <selector@example.org>
			To: $receiver <stable@lists.example.org>
			Subject: [PATCH AUTOSEL 6.1 3/17] lib: rename $word
			Message-ID: <1@x>
			Date: Mon, 1 Jan 2024 12:30:00 +0200
		END
		[ $# -le 1 ] || printf '%s\n' "${@:2}"
		cat <<-END

			From: $sender <ann@example.org>

			[ Upstream commit $(printf '%040d' 1234567) ]

			Names like $word are easier to read this way.

			Signed-off-by: $sender <ann@example.org>
			$(small_diff)

		END
	} | iconv -f UTF-8 -t "$1"
}

# in_utf8 NAME: the last drafts are, by what they say and by their bytes; sender and word stand in
# them.
in_utf8()
{
	ok "$1: its bytes" iconv -f UTF-8 -t UTF-8 "$out"
	same "$1: no other charset is named" '' "$(grep -aiE 'iso-8859|koi8|windows-12|shift_jis' "$out")"
	same "$1: who and what" "$sender|$receiver|$word|René" "$(python3 - "$out" <<-'END'
		import email, email.policy, re, sys
		mail = email.message_from_bytes(open(sys.argv[1], 'rb').read().split(b'\n', 1)[1],
		                                policy=email.policy.default)
		text = mail.get_content()
		name = lambda header: mail[header].addresses[0].display_name if mail[header] else ''
		stable = [a.display_name for h in ('To', 'Cc') for a in mail.get_all(h, [])[0].addresses
		          if a.username == 'stable']
		quoted = re.search(r'Names like (\S+) are', text)
		subject = mail['Subject'].split()[-1]
		words = {quoted.group(1), subject}
		wrote = re.search(r'(?:\+0200|^In .*), (.*) wrote:', text, re.M)
		print('|'.join([wrote.group(1) if wrote else name('To'), (stable or [''])[0],
		                ' and '.join(sorted(words)), name('From')]))
	END
	)"
	matches "$1: the signature" '^Café Inc\.$' "$out"
}

# each CHARSET SENDER RECEIVER WORD [HEADER...]: in a mailbox, without and with its charset declared.
each()
{
	local charset=$1 sender=$2 receiver=$3 word=$4
	mail "$charset" "${@:5}" "Content-Type: text/plain; charset=$charset" \
		'Content-Transfer-Encoding: 8bit' >mbox
	# Headers are ASCII where the charset is not UTF-8's.
	python3 - "$charset" <<-'END'
		import re, sys
		from email.header import Header
		charset, data = sys.argv[1], open('mbox', 'rb').read()
		head, body = data.split(b'\n\n', 1)
		encode = lambda m: Header(m.group(), charset).encode()
		head = re.sub(r'[^\x00-\x7f]+', encode, head.decode(charset))
		open('mbox', 'wb').write(head.encode() + b'\n\n' + body)
	END
	draft mbox
	in_utf8 "a mail in $charset"
}
each UTF-8 José 'Liste für' thîngs
each ISO-8859-1 José Liste-für thîngs
each ISO-8859-2 Łukasz Świt żółw
each windows-1252 José Zoë œuvre
each KOI8-R Яна Список вещи
each SHIFT_JIS 山田 一覧 名前

# Without any word about its charset, and with a wrong one.
sender=José receiver=Zoë word=thîngs
mail ISO-8859-1 >mbox && draft mbox
in_utf8 'bytes that say nothing'
mail ISO-8859-1 'Content-Type: text/plain; charset=us-ascii' >mbox && draft mbox
in_utf8 'bytes that are no ASCII'
mail ISO-8859-1 'Content-Type: text/plain; charset=utf-8' >mbox && draft mbox
in_utf8 'bytes that are no UTF-8'
mail UTF-8 'Content-Type: text/plain; charset=iso-8859-1' >mbox && draft mbox
in_utf8 'UTF-8 that says it is Latin-1'

# A quilt file has no envelope: it is for whoever signed it.
mkdir quilt
{
	printf 'From: %s <ann@example.org>\nSubject: lib: rename %s\n\n' "$sender" "$word"
	printf '[ Upstream commit %040d ]\n\nNames like %s are easier to read this way.\n\n' 1234567 "$word"
	printf 'Signed-off-by: %s <ann@example.org>\nCc: %s <stable@lists.example.org>\n' "$sender" "$receiver"
	small_diff
} | iconv -f UTF-8 -t ISO-8859-1 >quilt/a.patch
echo a.patch >quilt/series
draft --patch 1 quilt
ok 'a quilt file: its bytes' iconv -f UTF-8 -t UTF-8 "$out"
matches 'a quilt file: its author' '^In a\.patch, José wrote:$' "$out"
matches 'a quilt file: its words' '^> Names like thîngs are' "$out"

# Commits in an encoding of their own, read one by one and by the index.
git init -q -b master repo
encoded()
{
	local id
	{
		printf 'tree %s\n' "$(git -C repo mktree </dev/null)"
		printf 'author %s <ann@example.org> 1700000000 +0000\n' "$2"
		printf 'committer %s <ann@example.org> 1700000000 +0000\n' "$2"
		printf 'encoding %s\n\nlib: rename %s\n\nNames like %s are easier to read this way.\n' "$1" "$3" "$3"
	} | iconv -f UTF-8 -t "$1" >object
	id=$(git -C repo hash-object --literally -t commit -w --stdin <object)
	git -C repo update-ref refs/heads/"$1" "$id"
	winnow_global=(-C repo)
	draft --patch 1 "$1"
	winnow_global=()
	ok "a commit in $1: its bytes" iconv -f UTF-8 -t UTF-8 "$out"
	matches "a commit in $1: its author" "^In .*, $2 wrote:\$" "$out"
	matches "a commit in $1: its words" "^> Names like $3 are" "$out"
	run "$WINNOW" -C repo review -q --json --no-default-rules --rules "$rules" --upstream "$1" "$id"
	same "a commit in $1: in the index" "id lib: rename $3 $2 <ann@example.org>" \
		"$(jq -r '.patches[0] | "\(.upstream.how) \(.subject) \(.author)"' out)"
}
encoded ISO-8859-1 José thîngs
encoded ISO-8859-2 Łukasz żółw
encoded KOI8-R Яна вещи

# Who looks after it, from MAINTAINERS.
printf 'LIB\303\251RAIRIE\nM:\tJos\351 <jose@example.org>\nF:\tlib/\n' >MAINTAINERS
mail ISO-8859-1 >mbox
run "$WINNOW" summary -q --maintainers MAINTAINERS --split-by subsystem --no-default-rules \
	--rules "$rules" --now 2024-01-02T08:00:00 -o summary.mbox mbox
same 'a summary' 0 "$status"
ok 'a summary: its bytes' iconv -f UTF-8 -t UTF-8 summary.mbox
same 'a summary: whom it goes to' 'José' "$(python3 - <<-'END'
	import mailbox, email, email.policy
	for m in mailbox.mbox('summary.mbox'):
	    m = email.message_from_bytes(m.as_bytes(), policy=email.policy.default)
	    print(m['Cc'].addresses[0].display_name)
END
)"

done_testing
