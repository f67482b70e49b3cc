#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file system without locks, as some servers of files are: what is there is read, and what cannot be done is told.
. "$(dirname "$0")/lib.sh"

cat >nolocks.c <<'PROGRAM'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

int flock(int fd, int operation)
{
	(void)fd;
	(void)operation;
	errno = ENOLCK;
	return -1;
}

static int control(int fd, int command, void *argument)
{
	if (command == F_SETLK || command == F_SETLKW || command == F_GETLK || command == F_OFD_SETLK) {
		errno = ENOLCK;
		return -1;
	}
	return (int)syscall(SYS_fcntl, fd, command, argument);
}

int fcntl(int fd, int command, ...)
{
	va_list list;
	void *argument;

	va_start(list, command);
	argument = va_arg(list, void *);
	va_end(list);
	return control(fd, command, argument);
}

int fcntl64(int fd, int command, ...) __attribute__((alias("fcntl")));
PROGRAM
if grep -q __asan_init "$WINNOW"; then
	skip 'a file system without locks' 'the library that takes them away comes before the sanitizer'
elif ! ${CC:-cc} -shared -fPIC -o nolocks.so nolocks.c 2>err; then
	skip 'a file system without locks' "no library can be made: $(head -n 1 err)"
else
	one=$(commit repo master 'Ann Ash' 2023-01-01 a.c <<<'net: one')
	two=$(commit repo master 'Ann Ash' 2023-01-02 a.c <<<$'net: two\n\nFixes: '"${one:0:12} (\"net: one\")")
	ask() { run env ${1:+LD_PRELOAD="$1"} "$WINNOW" -C repo missing --now 2024-03-01 --upstream master --index there "$one"; }
	ask ''
	cp out want
	ask "$work/nolocks.so"
	same 'without locks: an index is read' "0 $(cat want)" "$status $(cat out)"
	same 'without locks: in peace' '' "$(cat err)"
	commit repo master 'Ann Ash' 2023-01-03 a.c <<<'net: three' >/dev/null
	cp there before
	ask "$work/nolocks.so"
	same 'without locks: an index that is behind is not needed' 0 "$status"
	matches 'without locks: which is told' 'cannot lock .*No locks available' err
	ok 'without locks: and is as it was' cmp there before
	fails_with 2 'without locks: it is not brought up to date' env LD_PRELOAD="$work/nolocks.so" "$WINNOW" -C repo index \
		--upstream master --index there
	printf 'From: Ann <ann@example.org>\nTo: bob@example.org\nSubject: x\nMessage-ID: <1@example.org>\n\nx\n' >draft
	git -C repo config sendemail.smtpServer localhost
	git -C repo config sendemail.smtpServerPort 9
	fails_with 2 'without locks: nothing is sent' env LD_PRELOAD="$work/nolocks.so" "$WINNOW" -C repo send -q --yes \
		--attempts=1 --ledger sent.db draft
	matches 'without locks: for nobody could tell what was' 'cannot lock .*No locks available' err
fi

done_testing
