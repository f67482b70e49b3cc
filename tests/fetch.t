#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# winnow fetch: threads and mailboxes from servers that behave and from those that do not. The server is
# tests/servers/http; fetch-public-inbox.t has a real one.

. "$(dirname "$0")/lib.sh"
. "$top/tests/servers.sh"
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

server()
{
	mkdir -p "$1/files"
	start "$1" "$top/tests/servers/http" "$@"
	wait_for 20 [ -s "$1/port" ] || echo "# no server: $(cat "$1.log")"
}
server s
base=http://127.0.0.1:$(cat s/port)

# mail N: one of an mbox.
mail()
{
	cat <<-END
		From mboxrd@z Thu Jan  1 00:00:00 1970
		From: Ann Ash <ann@example.org>
		Subject: [PATCH $1/3] heron: fix interrupt storm
		Message-ID: <$1@example.org>

		>From here on it is text.

	END
}
{ mail 1; mail 2; mail 3; } >s/files/thread.mbox
gzip -nk s/files/thread.mbox
{ mail 4; mail 5; } | gzip -n >s/files/new.gz
{ mail 1 | gzip -n; mail 2 | gzip -n; } >s/files/members.gz

# fetch N NAME ARGUMENT...: exits with N; what run() leaves.
fetch()
{
	local expected=$1 name=$2
	shift 2
	run timeout 60 "$WINNOW" fetch --wait 0 "$@"
	{
		echo "winnow fetch $*"
		cat err
	} >why
	[ "$status" -eq "$expected" ] && report yes "$name" || report no "$name: exit status $status"
}
requests()
{
	wc -l <s/requests
}
last()
{
	tail -n 1 s/requests
}

# What ASan reserves is no measure.
patient=$(grep -q __asan_init "$WINNOW" && echo yes)

# --- what is there

fetch 0 'a mailbox' "$base/thread.mbox"
same 'is printed' s/files/thread.mbox out
fetch 0 'a packed one' "$base/thread.mbox.gz"
same 'is unpacked' s/files/thread.mbox out
fetch 0 'several packed ones in a row' "$base/members.gz"
same 'all of it' "$(mail 1; mail 2)" "$(cat out)"
fetch 0 'to a file' -o here.mbox "$base/thread.mbox.gz"
same 'and there alone' "$(cat s/files/thread.mbox)" "$(cat here.mbox out)"
echo old >target.mbox
ln -s target.mbox link.mbox
ln -s nothing.mbox dangling.mbox
mkfifo pipe.mbox
fetch 0 'to a symbolic link' -o link.mbox "$base/thread.mbox"
same 'which stays one' "target.mbox $(cat s/files/thread.mbox)" "$(readlink link.mbox) $(cat target.mbox)"
fetch 0 'to one that leads nowhere yet' -o dangling.mbox "$base/thread.mbox"
same 'likewise' "nothing.mbox $(cat s/files/thread.mbox)" "$(readlink dangling.mbox) $(cat nothing.mbox)"
timeout 20 cat pipe.mbox >piped &
reader=$!
fetch 0 'to a pipe' -o pipe.mbox "$base/thread.mbox"
[ -p pipe.mbox ] || kill $reader
wait $reader
same 'which stays one, too' "pipe $(cat s/files/thread.mbox)" "$([ -p pipe.mbox ] && echo pipe) $(cat piped)"
cp s/files/thread.mbox.gz s/files/t.mbox.gz
fetch 0 'an id' --archive "$base/all" '<a/b?c@example.org>'
same 'is escaped' '/all/a%2Fb%3Fc@example.org/t.mbox.gz' "$(last | cut -d ' ' -f 1)"
git init -q repo
git -C repo config winnow.lore "$base/lists/"
run "$WINNOW" -C repo fetch 1@example.org
same 'winnow.lore' '0 /lists/1@example.org/t.mbox.gz' "$status $(last | cut -d ' ' -f 1)"
fetch 0 'the address of a mail' "$base/stable/1@example.org/T/#u"
same 'stands for its thread' '/stable/1@example.org/t.mbox.gz' "$(last | cut -d ' ' -f 1)"
"$WINNOW" fetch "$base/thread.mbox.gz" | "$WINNOW" review --no-default-rules --rules "$corpus/rules" \
	--json - >out 2>err
same 'a review reads it' 3 "$(jq '.patches | length' out)"

# --- what is kept

n=$(requests)
fetch 0 'again' "$base/thread.mbox.gz"
same 'is asked for' $((n + 1)) "$(requests)"
matches 'with what is known' 'thread.mbox.gz range=None if-range=None if-none-match="[0-9a-f]*" 304$' <(last)
same 'and is as it was' s/files/thread.mbox out
cp s/files/new.gz s/files/thread.mbox.gz
fetch 0 'changed' "$base/thread.mbox.gz"
same 'the new one' "$(mail 4; mail 5)" "$(cat out)"
fetch 0 'without validators' "$base/plain/new.gz"
fetch 0 'again' "$base/plain/new.gz"
matches 'it is fetched again' '/plain/new.gz .* if-none-match=None 200$' <(last)
fetch 0 'a weak ETag' "$base/weak/new.gz"
fetch 0 'again' "$base/weak/new.gz"
matches 'does for that' 'if-none-match=W/"[0-9a-f]*" 304$' <(last)
find home/.cache/winnow/http -type f | sed 's/.*\.//' | sort -u | paste -sd ' ' >kinds
same 'nothing half done is left' 'body lock state' "$(cat kinds)"
same 'the cache elsewhere' '0 1' "$(run "$WINNOW" fetch --cache elsewhere "$base/new.gz"; echo "$status" $(ls elsewhere/*.body | wc -l))"
state=$(grep -l "new.gz" elsewhere/*.state)
echo '[state' >"$state"
run "$WINNOW" fetch --cache elsewhere "$base/new.gz"
same 'a damaged state: fetched anew' '0 200' "$status $(last | sed 's/.* //')"

# --- a large one, and cut off

awk 'BEGIN { for (i = 1; i <= 2000; i++) {
	printf "From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: a@example.org\nSubject: %d\nMessage-ID: <%d@x>\n\n", i, i
	for (k = 0; k < 150; k++) printf "line %d of mail %d, which is as long as lines are: %d\n", k, i, i * k
	print "" } }' >s/files/large.mbox
gzip -nk1 s/files/large.mbox
ok 'a thread of 20 MB' [ "$(stat -c %s s/files/large.mbox)" -gt 16000000 ]
fetch 0 'is fetched' "$base/large.mbox.gz"
same 'as it is' "$(sha256sum <s/files/large.mbox)" "$(sha256sum <out)"
fetch 0 'unpacked, too' "$base/large.mbox"
same 'as it is' "$(sha256sum <s/files/large.mbox)" "$(sha256sum <out)"
fetch 0 'cut off twice' "$base/cut/300000/2/large.mbox"
same 'it is whole in the end' "$(sha256sum <s/files/large.mbox)" "$(sha256sum <out)"
matches 'having gone on where it was' 'range=bytes=600000- if-range="[0-9a-f]*" .* 206$' <(last)
fetch 75 'cut off too often' --attempts 1 "$base/cut/100000/1/large.mbox.gz"
fetch 0 'another run goes on' "$base/cut/100000/1/large.mbox.gz"
matches 'where the first one was' 'range=bytes=100000- .* 206$' <(last)
same 'it is whole' "$(sha256sum <s/files/large.mbox)" "$(sha256sum <out)"
fetch 75 'cut off' --attempts 1 "$base/cut/100/1/thread.mbox.gz"
cp s/files/members.gz s/files/thread.mbox.gz
fetch 0 'and changed meanwhile' "$base/cut/100/1/thread.mbox.gz"
same 'two halves of two mailboxes are never one' "$(mail 1; mail 2)" "$(cat out)"
matches 'the server was asked to go on' 'range=bytes=100- .* 200$' <(last)
fetch 75 'a part that was not asked for' --attempts 1 "$base/cut/100/1/large.mbox"
fetch 75 'cut off' --attempts 1 "$base/other/large.mbox"
fetch 75 'another part than asked for' --attempts 1 "$base/other/large.mbox"
matches 'is not put behind the first' 'sends another part' err
fetch 0 'and it begins anew' --attempts 1 "$base/other/large.mbox"
same 'as it is' "$(sha256sum <s/files/large.mbox)" "$(sha256sum <out)"

fetch 0 'a server that sends it in pieces' --attempts 9 "$base/piece/large.mbox"
same 'as it is' "$(sha256sum <s/files/large.mbox)" "$(sha256sum <out)"
same 'three of them and the first' 5 "$(grep -c '^/piece/' s/requests)"
fetch 75 'a part that nobody asked for' --attempts 1 "$base/part/large.mbox"

"$WINNOW" fetch --cache killed "$base/pause/300000/large.mbox" >/dev/null 2>&1 &
victim=$!
has_come()
{
	[ "$(cat killed/*.part | wc -c)" -gt 200000 ]
}
ok 'some has come' wait_for 20 has_come
{
	kill -9 $victim
	wait $victim
} 2>/dev/null
fetch 0 'kill -9: the next run goes on' --cache killed "$base/pause/300000/large.mbox"
matches 'where it was' 'range=bytes=[23][0-9]{5}- .* 206$' <(last)
same 'as it is' "$(sha256sum <s/files/large.mbox)" "$(sha256sum <out)"

# --- a part of another state

for how in etag no-etag total no-total end start; do
	fetch 75 "cut off ($how)" --attempts 1 --cache "mixed-$how" "$base/mixed/$how/large.mbox"
	fetch 75 "a part of another state ($how)" --attempts 1 --cache "mixed-$how" "$base/mixed/$how/large.mbox"
	same 'is not put behind the first' '' "$(cat out)"
done

# --- what became of what is kept

# kept NAME FILE [URL]: the file of the cache, whatever was done to it, costs one more request at most.
kept()
{
	fetch 0 "$1" --cache kept "${3:-$base/thread.mbox}"
	same "$1: it is as the server has it" "${4:-s/files/thread.mbox}" out
}
rm -rf kept
kept 'kept'
body=$(ls kept/*.body) state=$(ls kept/*.state)
kept 'asked for again'
matches 'with what is known' ' 304$' <(last)
printf 'X' | dd of="$body" bs=1 seek=40 conv=notrunc status=none
kept 'a byte flipped'
matches 'is fetched anew' ' 200$' <(last)
truncate -s 300 "$body"
kept 'cut'
echo more >>"$body"
kept 'longer'
: >"$body"
kept 'empty'
rm "$body"
kept 'gone'
for at in "$body" "$state"; do
	rm "$at"
	mkfifo "$at"
	kept "a fifo: ${at##*.}"
	rm "$at"
	ln -s /dev/zero "$at"
	kept "a device: ${at##*.}"
done
for end in part part-state part-sum; do
	mkfifo "${body%body}$end"
	echo >>s/files/thread.mbox
	kept "a fifo: $end"
	rm -f "${body%body}$end"
	ln -s "$work/victim" "${body%body}$end"
	echo >>s/files/thread.mbox
	kept "a link: $end"
	rm -f "${body%body}$end"
done
same 'through which nothing is written' '' "$(ls victim 2>/dev/null)"
sed -i 's/^etag=.*/etag="x"\\r\\nX-Injected: yes/' "$state"
kept 'a line break in an ETag'
same 'is no header' '' "$(grep -a 'X-Injected' s/requests s/headers 2>/dev/null)"
head -c 100000 /dev/zero | tr '\0' 'a' >"$state"
kept 'a long state'
# Of what has come in part, likewise.
n=300000
for how in flipped cut longer unsummed; do
	rm -rf part
	n=$((n + 1))
	fetch 75 "cut off, and then $how" --attempts 1 --cache part "$base/cut/$n/1/large.mbox"
	part=$(ls part/*.part)
	case $how in
	flipped) printf 'X' | dd of="$part" bs=1 seek=40 conv=notrunc status=none ;;
	cut) truncate -s 2000 "$part" ;;
	longer) echo more >>"$part" ;;
	unsummed) rm "$part-sum" ;;
	esac
	fetch 0 "$how: fetched" --cache part "$base/cut/$n/1/large.mbox"
	same 'as it is' "$(sha256sum <s/files/large.mbox)" "$(sha256sum <out)"
done

# --- servers that do not behave

for kind in trailers headers chunks errors; do
	begin=$SECONDS
	run bash -c '[ "$1" ] || ulimit -v 1000000; shift; exec "$@"' - "$patient" timeout 60 "$WINNOW" fetch \
		--cache endless --attempts 1 --max-size 5 "$base/$kind"
	same "$kind without end" '2 ' "$status $(cat out)"
	ok 'end soon' [ $((SECONDS - begin)) -le 20 ]
done

begin=$SECONDS
fetch 75 'a byte a minute' --timeout 2 --attempts 3 "$base/byte/x"
ok 'ends with the time' [ $((SECONDS - begin)) -le 6 ]
begin=$SECONDS
fetch 75 'or with the patience' --stall 2 --attempts 1 "$base/byte/x"
ok 'which is shorter' [ $((SECONDS - begin)) -le 8 ]
head -c 300000000 /dev/zero | gzip -1 >s/files/bomb.gz
ok 'a bomb: 300 MB in 2' [ "$(stat -c %s s/files/bomb.gz)" -lt 2000000 ]
fetch 2 'is not unpacked' "$base/bomb.gz"
matches 'beyond the limit' 'unpacked it is longer than 268435456 bytes' err
fetch 2 'whatever that is' --max-size 5 "$base/bomb.gz"
matches 'which it says' 'unpacked it is longer than 5242880 bytes' err
fetch 2 'an endless one' --max-size 5 "$base/endless"
matches 'is longer than it may be' "longer than 5242880 bytes" err
fetch 2 'a long one' --max-size 5 "$base/large.mbox"
fetch 2 'a page' "$base/html"
matches 'is no mailbox' "is no mailbox, but a page for people" err
same 'and not printed' '' "$(cat out)"
fetch 2 'nor is it the second time' "$base/html"
: >s/files/empty
fetch 2 'nothing' "$base/empty"
printf 'From me to you\n\nhello\n' >s/files/text
fetch 2 'a text that begins with From' "$base/text"
head -c 500 s/files/large.mbox.gz >s/files/half.gz
fetch 75 'half of a packed one' "$base/half.gz"
fetch 75 'which is not said to be' "$base/short/5000/large.mbox.gz"
fetch 2 'a damaged one' "$base/$(head -c 2000 s/files/large.mbox.gz | tr 'a-m' 'n-z' >s/files/odd.gz; echo odd.gz)"
echo old >keep.mbox
fetch 2 'a failure' -o keep.mbox "$base/html"
same 'leaves the file as it was' old "$(cat keep.mbox)"
fetch 0 'what is to be written' --cache failed "$base/new.gz"
fetch 2 'and cannot be' --cache failed -o nowhere/x "$base/new.gz"
same 'is kept all the same' 1 "$(ls failed/*.body | wc -l)"

fetch 2 'a header line of 200 KB' "$base/line"
matches 'is said' 'a header is too long' err
fetch 2 'something else than HTTP' "$base/greeting"
matches 'is said' 'does not speak HTTP' err
fetch 2 'no such thread' "$base/status/404"
matches 'is said' 'there is no such thing \(404\)' err
n=$(requests)
fetch 2 'which is not asked for again' "$base/status/404"
same 'one request' $((n + 1)) "$(requests)"
fetch 2 'refused' "$base/status/403"
n=$(requests)
fetch 75 'an error of the server' --attempts 3 "$base/status/503"
same 'is asked for three times' $((n + 3)) "$(requests)"
fetch 0 'one that passes' "$base/flaky/502/2/members.gz"
same 'and then is right' "$(mail 1; mail 2)" "$(cat out)"
fetch 0 'too many requests' "$base/flaky/429/1/members.gz"
fetch 75 'nobody there' --attempts 2 "http://127.0.0.1:$(free_port)/x"
matches 'tried again' 'trying again in 0 s' err

echo 'From secret Tue Apr  5 12:00:00 2022' >secret
echo 'Subject: secret' >>secret
for target in "file://$work/secret" "ftp://127.0.0.1:$(cat s/port)/x" "gopher://127.0.0.1:$(cat s/port)/x" \
	"dict://127.0.0.1:$(cat s/port)/x" "http://127.0.0.1:$(cat s/port)/members.gz"; do
	fetch 2 "a redirection to ${target%%:*}://" "$base/to/$(python3 -c 'import sys, urllib.parse
print(urllib.parse.quote(sys.argv[1], safe=""))' "$target")"
	matches 'is not followed' 'something else than https' err
	same 'and nothing printed' '' "$(cat out)"
done
for name in 'file:///etc/passwd' 'ftp://127.0.0.1/x' '1@example.org /x' 'https://me:secret@127.0.0.1/x' nothing; do
	fetch 64 "not an address: $name" "$name"
done
same 'a password is not repeated' '' "$(grep secret err)"
n=$(requests)
run python3 -c 'import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' "$WINNOW" fetch "$base/new.gz"
same 'a terminal gets no mailbox' "64 $n" "$status $(requests)"
matches 'but is told' 'no mailbox is printed to a terminal: --output=FILE' out
fetch 64 'two at once' a@example.org b@example.org

# --- TLS

certificate tls
if [ -s tls/server.pem ]; then
	server secure --tls tls/server.pem tls/server.key
	cp s/files/members.gz secure/files
	https=https://localhost:$(cat secure/port)
	fetch 2 'a certificate that nobody knows' "$https/members.gz"
	git -C repo config http.sslCAInfo "$work/tls/ca.pem"
	git -C repo config http.sslVerify false
	trusting()
	{
		run timeout 60 "$WINNOW" -C repo fetch --wait 0 --attempts 2 "$1"
		echo "$status $(grep -c '^From mboxrd' out)"
	}
	same 'one that is trusted' '0 2' "$(trusting "$https/members.gz")"
	same 'a redirection to https' '0 2' "$(trusting "$base/to/${https//\//%2F}%2Fmembers.gz")"
	same 'from https to http' '2 0' "$(trusting "$https/to/${base//\//%2F}%2Fmembers.gz")"
	same 'from https to https to a file' '2 0' "$(trusting "$https/to/file:%2F%2F%2Fetc%2Fpasswd")"
	n=$(wc -l <secure/requests)
	same 'in circles' '2 0' "$(trusting "$https/loop")"
	same 'not for long' $((n + 6)) "$(wc -l <secure/requests)"
	certificate other
	git -C repo config http.sslCAInfo "$work/other/ca.pem"
	same "another authority's, whatever http.sslVerify says" '2 0' "$(trusting "$https/members.gz")"
else
	skip 'TLS' 'openssl is not installed'
fi

done_testing
