#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What commands do where a call of the system fails: a few that once ended badly. 'make faults' has them all.
. "$(dirname "$0")/lib.sh"
. "$top/tests/servers.sh"

shim=$O/faults/fault.so
grep -q __asan_init "$WINNOW" && shim=
"$top/tests/faults/run" --can "$shim" 2>why || {
	skip 'calls that fail' 'needs Linux on x86-64, and no sanitizer'
	done_testing
}

# fault KIND HOW PATH COMMAND...: with the first call of that kind failing on what has PATH in its name; what run() leaves.
# AT and TIMES say which one else, and how often.
fault()
{
	local kind=$1 how=$2 path=$3
	shift 3
	rm -f note
	run env LD_PRELOAD="$shim" FAULT_PROGRAM=winnow FAULT_KIND="$kind" FAULT_HOW="$(errno "$how")" \
		FAULT_PATH="$path" FAULT_AT="${AT:-1}" FAULT_TIMES="${TIMES:-1}" FAULT_NOTE=note "$@"
	[ -s note ] || echo '# nothing failed'
}
errno()
{
	case $1 in EPERM) echo 1 ;; EINTR) echo 4 ;; EIO) echo 5 ;; ENOMEM) echo 12 ;; EACCES) echo 13 ;; EMFILE) echo 24 ;;
	ENOSPC) echo 28 ;; *) echo "$1" ;; esac
}
# lists DIRECTORY: what is in it, and what that holds.
lists()
{
	(cd "$1" && find . -type f | sort | xargs -r cksum)
}

# --- drafts: one that was changed is never written over, nor written a second time

id=$(printf '%040d' 1234567)
printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"
for i in 1 2; do
	cat <<-END
		From x Mon Jan  1 00:00:00 2024
		From: Sel Ector <selector@example.org>
		To: stable@example.org
		Subject: [PATCH AUTOSEL 6.1] lib: rename things $i
		Message-ID: <$i@x>
		Date: Mon, 1 Jan 2024 12:30:00 +0200

		[ Upstream commit $id ]

		Names are easier to read this way.

		Signed-off-by: Ann Ash <ann@example.org>
		$(small_diff)

	END
done >mbox
reply=("$WINNOW" reply --no-default-rules --rules "$corpus/reply-rules" --now 2024-01-02T08:00:00)
ok 'drafts' "${reply[@]}" -q --maildir drafts mbox
changed=$(find drafts/cur -type f | sort | head -n 1)
echo 'Thanks, Greta' >>"$changed"
lists drafts >before
for how in 'stat EIO' 'stat EACCES' 'open EMFILE' 'open EIO'; do
	# shellcheck disable=SC2086
	TIMES=0 fault $how "$(basename "$changed")" "${reply[@]}" --maildir drafts mbox
	same "$how of a draft that was changed: it stays" "$(cat before)" "$(lists drafts)"
done
mv "$changed" drafts/cur/1.host:2,D
lists drafts >before
for how in 'open EMFILE' 'open EIO' 'readdir EIO'; do
	# shellcheck disable=SC2086
	fault $how drafts/cur "${reply[@]}" --maildir drafts mbox
	same "$how of the maildir: no second answer" "$(cat before)" "$(lists drafts)"
	same "$how of the maildir: it is an error" 2 "$status"
	matches 'which names it' "cannot read 'drafts/cur" err
done
fault open EIO 1.host "${reply[@]}" --maildir drafts mbox
same 'a draft that cannot be read: no second answer' "$(cat before)" "$(lists drafts)"
rm -rf drafts
fault rename EIO drafts/tmp "${reply[@]}" --maildir drafts mbox
same 'a rename that fails' 2 "$status"
AT=2 fault rename EIO drafts/tmp "${reply[@]}" --maildir drafts mbox
same 'leaves nothing behind' '' "$(find drafts/tmp -type f)"

ok 'an mbox' "${reply[@]}" -q -o box mbox
echo 'Thanks, Greta' >>box
cp box before
for how in 'stat EIO' 'open EIO' 'read EIO'; do
	# shellcheck disable=SC2086
	TIMES=0 fault $how box "${reply[@]}" -o box mbox
	same "$how of an mbox that was changed: it stays" before box
done

# --- directories of which a part can be read: nobody is told that it is all

mkdir queue
for i in 1 2 3; do
	sed "s/^Message-ID: .*/Message-ID: <q$i@x>/; 1d" mbox | sed '/^From x/,$d' >queue/$i.patch
done
for how in 'readdir EIO' 'open EMFILE'; do
	# shellcheck disable=SC2086
	fault $how "$work/queue" "$WINNOW" review --no-default-rules --rules "$corpus/reply-rules" --now 2024-01-02 "$work/queue"
	same "$how of a queue: an error" 2 "$status"
	matches 'which names it' "cannot read '$work/queue'" err
	fault $how reply-rules "$WINNOW" review --no-default-rules --rules "$corpus/reply-rules" --now 2024-01-02 queue
	same "$how of rules: an error" 2 "$status"
	matches 'which names them' "cannot read '.*reply-rules'" err
	fault $how drafts/cur "$WINNOW" send --dry-run drafts
	same "$how of drafts: an error" 2 "$status"
	matches 'which names them' "cannot read 'drafts/cur'" err
done

# --- a command that has to wait on the line, or goes in pieces: libcurl does not tell of it

git init -q repo
mkdir -p s
start s "$top/tests/servers/smtp" s
wait_for 20 [ -s s/port ] || echo "# no server: $(cat s.log)"
git -C repo config sendemail.smtpServer localhost
git -C repo config sendemail.smtpServerPort "$(cat s/port)"
for i in 1 2; do
	printf '%s\n' 'From: Ann Ash <ann@example.org>' 'To: bob@example.org, carol@example.org' 'Subject: [PATCH] x' \
		'Date: Tue, 05 Apr 2022 12:00:00 +0000' "Message-ID: <$i@example.org>" '' 'Please drop it.' >$i.eml
done
send=("$WINNOW" -C repo send -qy --wait 0 --ledger l.db 1.eml 2.eml)
# kept: who got which mail, and what the server has of neither
kept()
{
	sort s/kept | paste -sd ' '
}
all='<1@example.org> bob@example.org <1@example.org> carol@example.org <2@example.org> bob@example.org <2@example.org> carol@example.org'
wrong=''
for how in EINTR short; do
	for at in 1 2 3 4 5 6 7 8 9 10 11 12; do
		rm -f l.db* s/kept
		AT=$at fault send $how '' "${send[@]}"
		[ -s note ] || break
		first=$status
		run "${send[@]}"
		[ "$(kept)" = "$all" ] || wrong+="$how at $at: $first, then $status: $(kept)"$'\n'
		[ $((first + status)) -eq 0 ] || [ $status -eq 75 ] || wrong+="$how at $at: $first, then $status"$'\n'
	done
done
same 'each mail goes once, whichever command is sent in pieces' '' "$wrong"
rm -f l.db* s/kept
TIMES=0 fault send short '' "${send[@]}"
same 'and where all are' "0 $all" "$status $(kept)"

# --- a patch that cannot be read

commit up master 'Ann Ash' 2023-01-01 net/a.c >/dev/null <<<'net: start'
mkdir series
printf '%s\n' 1.patch none.patch >series/series # the second is not even there
cp queue/1.patch series
for path in series/1.patch series/none.patch; do
	fault open EACCES "$path" "$WINNOW" -C up take --no-default-rules --rules "$corpus/reply-rules" --now 2024-01-02 \
		--upstream master --onto master -o left series
	same "$path cannot be read: take says so" 2 "$status"
	matches 'by its name' "cannot read 'series/[1none]*.patch'" err
	sed -i 1d series/series
	same 'and writes nothing' '' "$(ls -d left .winnow-take* 2>/dev/null)"
done

# --- no thread to be had

# Whatever the others would have done is done by the first one.
commit up master 'Ann Ash' 2023-01-02 net/b.c >/dev/null <<<'net: more'
said=$("$WINNOW" -C up index --paths --upstream master --threads 4 --index all.index | sed 's/^[^:]*//')
for at in 1 2; do
	AT=$at fault thread 11 '' "$WINNOW" -C up index --paths --upstream master --threads 4 --index "$at.index"
	same "thread $at is not to be had: as with it" "0 $said" "$status $(sed 's/^[^:]*//' out)"
	ok "thread $at: the same index" cmp all.index "$at.index"
done

done_testing
