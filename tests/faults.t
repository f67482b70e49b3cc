#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What commands do where a call of the system fails: a few that once ended badly. 'make faults' has them all.
. "$(dirname "$0")/lib.sh"

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

done_testing
