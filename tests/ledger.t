#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The ledger of winnow send: whatever happens to it, a mail that somebody has is not sent again, unless the
# user says that it may be. The server is tests/servers/smtp.

. "$(dirname "$0")/lib.sh"
. "$top/tests/servers.sh"
. "$top/tests/send.sh"

server s
setting smtpServer localhost
setting smtpServerPort "$port"
: >s/kept
for i in 1 2 3; do
	draft $i >$i.eml
done

# fresh NAME: an empty directory for a ledger, which is $ledger.
fresh()
{
	rm -rf "$1"
	mkdir "$1"
	ledger=$work/$1/sent.db
}
# asked NAME: nothing of what is there is sent again, and it says what may be done.
asked()
{
	: >s/kept
	send -qy --attempts 1 1.eml 2.eml
	same "$1: nothing is sent, 75" '75 ' "$status $(cat s/kept)"
	matches "$1: it says what to do" '^winnow: .*send with --trust-ledger$' err
	send --status
	same "$1: nor is it shown as all there is" '75 ' "$status $(cat out)"
	send -n 1.eml
	same "$1: nor would anything be" '75 ' "$status $(cat out)"
}
# killed STEP: send two mails; killed at that step of the second.
killed()
{
	send -qy 1.eml
	echo "$1 kill" >s/fault
	run sh -c 'echo $$ >s/pid; exec "$@"' - "$WINNOW" -C repo send -qy --attempts 1 --ledger "$ledger" 2.eml \
		2>/dev/null
}

# --- its files

fresh files
(umask 0; "$WINNOW" -C repo send -qy --ledger "$ledger" 1.eml >out 2>err)
same 'whatever the umask, it is for its owner alone' '600 600' "$(stat -c %a files/sent.db files/sent.db.last | paste -sd ' ')"
same 'no log is left beside it' 'sent.db sent.db.last sent.db.lock' "$(ls files | paste -sd ' ')"
same 'nothing is told then' '' "$(cat err)"
chmod 644 files/sent.db
send -qy 1.eml
matches 'one that others may read is told' "^winnow: others may read or write '.*sent.db', .*chmod 600" err

# --- a copy of the file alone

fresh copied
for step in mail kept answered; do
	fresh "at-$step"
	killed $step
	: >s/kept
	rm -f "at-$step"/sent.db-*
	send -qy --attempts 1 1.eml 2.eml
	expected=0
	[ $step = mail ] && expected=5
	same "killed at $step, logs lost: nobody gets one again" $expected "$(wc -l <s/kept)"
done
fresh copy
send -qy 1.eml
cp copy/sent.db copy/older
send -qy 2.eml
cp copy/sent.db copy/newer
cp copy/older copy/sent.db
asked 'an older copy'
send --trust-ledger --status 1.eml
same 'it can be looked at' '0 5' "$status $(grep -c '^ *sent' out)"
: >s/kept
send -qy --trust-ledger 1.eml
same 'and trusted' '0 0' "$status $(wc -l <s/kept)"
send -qy 1.eml
same 'for good' '0 5 sent before' "$status $(tail -n 1 out | cut -d ' ' -f 3-)"
cp copy/newer copy/sent.db
asked 'a newer one than was trusted'
fresh alone
send -qy 1.eml
rm alone/sent.db.last
asked 'without the file beside it'
fresh garbled
send -qy 1.eml
printf 'winnow ledger' >garbled/sent.db.last
asked 'with another one'
fresh gone
send -qy 1.eml
rm gone/sent.db
asked 'gone'
: >s/kept
send -qy --trust-ledger 3.eml
same 'begun anew when it is meant' '0 5' "$status $(wc -l <s/kept)"
fresh foreign
send -qy 1.eml
cp copy/sent.db foreign/sent.db
asked "another ledger's"
fresh fork
send -qy 1.eml
cp -r fork fork2
send -qy 2.eml
send -qy 3.eml
ledger=$work/fork2/sent.db
send -qy 3.eml
send -qy 2.eml
cp fork2/sent.db fork/sent.db
ledger=$work/fork/sent.db
asked 'one that went another way'

# By one it may be, after a kill at the wrong moment: tests/unit/ledger-test.c.
fresh behind
send -qy 1.eml
cp behind/sent.db.last last
send -qy 2.eml
cp last behind/sent.db.last
asked 'behind by more than one change'

# --- pages of several moments

fresh pages
send -qy 1.eml
cp pages/sent.db pages/older
send -qy 2.eml
cp pages/sent.db newer
n=$(($(stat -c %s pages/older) / 8192))
noticed=0 wrong=''
for ((i = 0; i < n; i++)); do
	cp newer pages/sent.db
	dd if=pages/older of=pages/sent.db bs=8192 skip=$i seek=$i count=1 conv=notrunc status=none
	cmp -s newer pages/sent.db && continue
	: >s/kept
	send -qy --attempts 1 1.eml 2.eml
	[ "$status" -ne 0 ] && noticed=$((noticed + 1))
	[ -s s/kept ] && wrong+=" $i"
done
same 'a page of an earlier moment: nothing is sent' '' "$wrong"
ok 'and it is noticed' [ $noticed -gt 0 ]

# --- ledgers of older winnows, whose changes were in a log

python3 - "$work" <<-'END'
	import sqlite3, sys, os
	# Without checksums, which are not SQLite's: only the marks of one are looked at before the log is.
	for name in ("old-log", "old-map"):
	    os.mkdir(name)
	    db = sqlite3.connect(name + "/made.db")
	    db.execute("pragma journal_mode = wal")
	    db.execute("pragma application_id = 0x776e7331")
	    db.execute("pragma user_version = 1")
	    db.execute("create table mail (number integer primary key)")
	    db.commit()
	    for end in ("", "-wal", "-shm")[: 2 if name == "old-log" else 3]:
	        data = open(name + "/made.db" + end, "rb").read()
	        if name == "old-map" and end == "-wal":
	            continue
	        open(name + "/sent.db" + end, "wb").write(data)
END
for name in old-log old-map; do
	ledger=$work/$name/sent.db
	asked "$name"
done

# --- where it cannot be had

mkdir links
ln -s "$work/links/disk/sent.db" links/sent.db
ledger=$work/links/sent.db
: >s/kept
send -qy 1.eml
same 'a link that leads nowhere: nothing is sent' '75 ' "$status $(cat s/kept)"
matches 'which it says' "sent.db' leads nowhere; is its disk not mounted" err
ok 'and nothing made' [ ! -e links/disk ]
mkdir links/disk
send -qy 1.eml
same 'nor with the directory there' '75 ' "$status $(cat s/kept)"
rmdir links/disk
ln -s "$work/links/disk" links/dir
ledger=$work/links/dir/winnow/sent.db
send -qy 1.eml
same 'a link on the way' '75 ' "$status $(cat s/kept)"
mkdir links/disk
ledger=$work/links/disk/sent.db
send -qy 1.eml
ledger=$work/links/sent.db
send -qy 1.eml
same 'one that leads to it' '0 5 sent before' "$status $(tail -n 1 out | cut -d ' ' -f 3-)"
same 'has all beside what it leads to' 'links/sent.db' "$(echo links/sent*)"
for kind in fifo directory device; do
	fresh $kind
	case $kind in
	fifo) mkfifo "$ledger" ;;
	directory) mkdir "$ledger" ;;
	device) ln -s /dev/zero "$ledger" ;;
	esac
	: >s/kept
	run timeout 20 "$WINNOW" -C repo send -qy --ledger "$ledger" 1.eml
	same "a $kind: nothing is sent" '2 ' "$status $(cat s/kept)"
	fresh $kind
	case $kind in
	fifo) mkfifo "$ledger.last" ;;
	directory) mkdir "$ledger.last" ;;
	device) ln -s /dev/zero "$ledger.last" ;;
	esac
	run timeout 20 "$WINNOW" -C repo send -qy --ledger "$ledger" 1.eml
	same "a $kind beside it: likewise" '75 ' "$status $(cat s/kept)"
done
# No file may grow beyond 4 KB: the ledger cannot be made, or what is to be sent not be noted.
fresh full
: >s/kept
run sh -c 'trap "" XFSZ; ulimit -f 4; exec "$@"' - "$WINNOW" -C repo send -qy --ledger "$ledger" 1.eml
same 'no room for it: nothing is sent' '2 ' "$status $(cat s/kept)"
fresh full
send -qy 1.eml
: >s/kept
run sh -c 'trap "" XFSZ; ulimit -f 8; exec "$@"' - "$WINNOW" -C repo send -qy --ledger "$ledger" 2.eml
same 'no room to note it: nothing is sent' '2 ' "$status $(cat s/kept)"

done_testing
