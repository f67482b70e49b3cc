#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Commands that only print are in a sandbox when they read what strangers wrote; what a sandbox refuses is in
# tests/unit/sandbox-test.c.
. "$(dirname "$0")/lib.sh"

run "$WINNOW" --version --build-options
matches 'what there is of a sandbox is told' '^sandbox: (none|Landlock|seccomp|Landlock, seccomp)$' "$work/out"
same 'behind the version' 2 "$(wc -l <"$work/out")"
parts=$(sed -n 's/^sandbox: //p' "$work/out")

commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start' >/dev/null
fix=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: fix a leak')
git -C repo branch stable master~1

# status_of FIELD WORDS...: what the kernel says of the command while it waits for its input.
status_of()
{
	local field=$1 child value=
	shift
	rm -f pipe && mkfifo pipe
	"$WINNOW" -C repo "$@" - <pipe >/dev/null 2>&1 &
	child=$!
	exec 9>pipe
	for _ in $(seq 200); do
		value=$(sed -n "s/^$field:[[:space:]]*//p" "/proc/$child/status" 2>/dev/null)
		[ "$value" = 0 ] || break
		sleep 0.05
	done
	exec 9>&-
	wait "$child"
	echo "$value"
}
if [[ $parts == *seccomp* ]]; then
	for words in 'review --upstream master' 'explain' "measure --labels labels"; do
		echo "$fix drop" >labels
		read -ra command <<<"$words"
		same "${command[0]} filters its system calls" 2 "$(status_of Seccomp "${command[@]}")"
		same 'and cannot gain rights' 1 "$(status_of NoNewPrivs "${command[@]}")"
	done
else
	skip 'filters of system calls' "sandbox: $parts"
fi

# What they are meant to write they write.
ok 'an index is made in the cache' "$WINNOW" -C repo review --upstream master stable..master
ok 'and is there' test -e "$XDG_CACHE_HOME/winnow"
mkdir elsewhere
ok 'or where it is wanted' "$WINNOW" -C repo missing --upstream master --index "$work/elsewhere/x.index" "$fix"
ok 'and is there' test -s elsewhere/x.index
ok 'one that has to be made' "$WINNOW" -C repo missing --upstream master --index "$work/elsewhere/a/x.index" "$fix"
ok 'and is there' test -s elsewhere/a/x.index
ok 'trees' "$WINNOW" -C repo trees --upstream master --tree 1.0=stable "$fix"
git -C repo config winnow.index "$work/configured/x.index"
ok 'or where it is configured' "$WINNOW" -C repo missing --upstream master "$fix"
ok 'and is there' test -s configured/x.index
ok 'without a home' env -u HOME -u XDG_CACHE_HOME "$WINNOW" -C repo review --upstream master --no-index stable..master

done_testing
