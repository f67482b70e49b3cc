/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fault - preloaded into a program: counts its system calls and allocations by kind, and makes one
 * of them fail.
 *
 * FAULT_PROGRAM  the program's name; others that it starts are left alone
 * FAULT_COUNTS   file that gets "KIND COUNT" a line at the end; for allocations also "KIND @ K" for
 * the first call from each place in the code FAULT_KIND     what fails (see names), and FAULT_AT
 * the call that does, from 1 FAULT_HOW      a number: this errno; "short": half of what was asked;
 * "back": the clock is a day behind from then on; "signal 15": the program gets that signal, and
 * then the call is made FAULT_TIMES    so many calls from that one on; 0: all FAULT_NOTE     file
 * that gets a line for the first fault, and where it was, for addr2line
 *
 * Nothing fails on standard error: what went wrong must be told somewhere.
 *
 * System calls come here by Linux's Syscall User Dispatch (x86-64), so that those within the C
 * library do, too; what is no system call, an allocation, the clock and starting something, by
 * taking the function's place.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef __x86_64__
#error "by registers of x86-64"
#endif

#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#endif

enum kind {
	NONE,
	OPEN,
	READ,
	WRITE,
	SYNC,
	RENAME,
	UNLINK,
	MKDIR,
	TRUNCATE,
	MMAP,
	STAT,
	READDIR,
	LOCK,
	CLOSE,
	SEEK,
	CHMOD,
	PIPE,
	POLL,
	SOCKET,
	CONNECT,
	SEND,
	RECV,
	RANDOM,
	FORK,
	THREAD,
	RESOLVE,
	CLOCK,
	MALLOC,
	GMALLOC,
	KINDS
};
static const char *const names[KINDS] = {
	"none",	     "open",	    "read",   "write",	 "fsync",    "rename", "unlink", "mkdir",
	"ftruncate", "mmap",	    "stat",   "readdir", "lock",     "close",  "lseek",	 "chmod",
	"pipe",	     "poll",	    "socket", "connect", "send",     "recv",   "random", "fork",
	"thread",    "getaddrinfo", "clock",  "malloc",	 "g_malloc",
};

enum { SHORT = -1, BACK = -2, SIGNALS = -100, PLACES = 8192, DEPTH = 40, DAY = 86400 };

static struct {
	bool on;
	enum kind kind;
	unsigned long at, times;
	int how;
	const char *path;
	int counts_fd, note_fd;
	unsigned long count[KINDS];
	uintptr_t glib_start, glib_end;
	struct {
		uintptr_t place;
		unsigned long first;
		enum kind kind;
	} places[PLACES];
} fault = { .counts_fd = -1, .note_fd = -1 };

static __thread char selector __attribute__((tls_model("initial-exec")));

/* What the kernel never turns away: the one system call of this file, and the end of its handler.
 */
long fault_call(long number, long a, long b, long c, long d, long e, long f);
void fault_restorer(void);
__attribute__((noreturn)) void fault_return_from(long stack);
extern const char fault_allowed_start[], fault_allowed_end[];
__asm__(".text\n"
	".globl fault_allowed_start, fault_allowed_end, fault_call, fault_restorer, "
	"fault_return_from\n"
	".hidden fault_allowed_start\n.hidden fault_allowed_end\n"
	"fault_allowed_start:\n"
	".type fault_call, @function\n"
	"fault_call:\n"
	"	mov %rdi, %rax\n	mov %rsi, %rdi\n	mov %rdx, %rsi\n"
	"	mov %rcx, %rdx\n	mov %r8, %r10\n	mov %r9, %r8\n"
	"	mov 8(%rsp), %r9\n	syscall\n	ret\n"
	".type fault_return_from, @function\n"
	"fault_return_from:\n"
	"	mov %rdi, %rsp\n	mov $15, %eax\n	syscall\n"
	"	nop\n" /* unwinders look at the byte before the restorer */
	".type fault_restorer, @function\n"
	"fault_restorer:\n" /* in the very bytes that unwinders know */
	"	mov $15, %rax\n	syscall\n"
	"fault_allowed_end:\n");

static enum kind kind_of(long number, long second)
{
	switch (number) {
	case SYS_open:
	case SYS_openat:
	case SYS_creat:
		return OPEN;
	case SYS_read:
	case SYS_pread64:
	case SYS_readv:
	case SYS_preadv:
		return READ;
	case SYS_write:
	case SYS_pwrite64:
	case SYS_writev:
	case SYS_pwritev:
		return WRITE;
	case SYS_fsync:
	case SYS_fdatasync:
	case SYS_msync:
		return SYNC;
	case SYS_rename:
	case SYS_renameat:
	case SYS_renameat2:
	case SYS_link:
	case SYS_symlink:
		return RENAME;
	case SYS_unlink:
	case SYS_unlinkat:
	case SYS_rmdir:
		return UNLINK;
	case SYS_mkdir:
	case SYS_mkdirat:
		return MKDIR;
	case SYS_ftruncate:
	case SYS_truncate:
	case SYS_fallocate:
		return TRUNCATE;
	case SYS_mmap:
	case SYS_mremap:
		return MMAP;
	case SYS_stat:
	case SYS_lstat:
	case SYS_fstat:
	case SYS_newfstatat:
	case SYS_statx:
	case SYS_access:
	case SYS_faccessat:
	case SYS_readlink:
	case SYS_getcwd:
		return STAT;
	case SYS_getdents64:
		return READDIR;
	case SYS_flock:
		return LOCK;
	case SYS_fcntl:
		return second == F_SETLK || second == F_SETLKW || second == F_OFD_SETLK ||
				       second == F_OFD_SETLKW || second == F_GETLK
			       ? LOCK
			       : NONE;
	case SYS_close:
		return CLOSE;
	case SYS_lseek:
		return SEEK;
	case SYS_chmod:
	case SYS_fchmod:
	case SYS_fchown:
	case SYS_utimensat:
		return CHMOD;
	case SYS_pipe:
	case SYS_pipe2:
	case SYS_dup:
	case SYS_dup2:
		return PIPE;
	case SYS_poll:
	case SYS_ppoll:
	case SYS_select:
		return POLL;
	case SYS_socket:
		return SOCKET;
	case SYS_connect:
		return CONNECT;
	case SYS_sendto:
	case SYS_sendmsg:
		return SEND;
	case SYS_recvfrom:
	case SYS_recvmsg:
		return RECV;
	case SYS_getrandom:
		return RANDOM;
	default:
		return NONE;
	}
}

/* The name that a call has, or what it has open is called; "" for what has none. */
static const char *path_of(long number, const greg_t *regs, char *buffer, size_t size)
{
	const char *start = "/proc/self/fd/";
	char link[40];
	long n;

	switch (number) {
	case SYS_open:
	case SYS_creat:
	case SYS_rename:
	case SYS_unlink:
	case SYS_rmdir:
	case SYS_mkdir:
	case SYS_truncate:
	case SYS_stat:
	case SYS_lstat:
	case SYS_access:
	case SYS_readlink:
	case SYS_chmod:
		return (const char *)regs[REG_RDI];
	case SYS_openat:
	case SYS_renameat:
	case SYS_renameat2:
	case SYS_unlinkat:
	case SYS_mkdirat:
	case SYS_newfstatat:
	case SYS_statx:
	case SYS_faccessat:
	case SYS_utimensat:
		if (*(const char *)regs[REG_RSI])
			return (const char *)regs[REG_RSI];
		break;
	case SYS_getcwd:
	case SYS_pipe:
	case SYS_pipe2:
	case SYS_socket:
	case SYS_getrandom:
		return "";
	}
	strcpy(link, start);
	n = regs[number == SYS_mmap ? REG_R8 : REG_RDI];
	if (n < 0 || n > 99999)
		return "";
	for (int at = (int)strlen(start), unit = 10000; unit; unit /= 10)
		if (n >= unit || unit == 1) {
			link[at++] = (char)('0' + n / unit % 10);
			link[at] = '\0';
		}
	n = fault_call(SYS_readlink, (long)link, (long)buffer, (long)size - 1, 0, 0, 0);
	buffer[n < 0 ? 0 : n] = '\0';
	return buffer;
}

static bool is_meant(enum kind kind, long number, const greg_t *regs)
{
	char buffer[4096];

	if (kind == WRITE && regs[REG_RDI] == STDERR_FILENO)
		return false;
	return !fault.path || kind != fault.kind ||
	       strstr(path_of(number, regs, buffer, sizeof(buffer)), fault.path);
}

static void say(int fd, const char *text)
{
	fault_call(SYS_write, fd, (long)text, (long)strlen(text), 0, 0, 0);
}

static void say_number(int fd, unsigned long n)
{
	char digits[24] = "";
	int at = sizeof(digits) - 1;

	do
		digits[--at] = (char)('0' + n % 10);
	while (n /= 10);
	say(fd, digits + at);
}

static void note(enum kind kind)
{
	void *frames[DEPTH];
	int n;

	if (fault.note_fd < 0)
		return;
	say(fault.note_fd, names[kind]);
	say(fault.note_fd, "\n");
	n = backtrace(frames, DEPTH);
	backtrace_symbols_fd(frames, n, fault.note_fd);
	fault_call(SYS_close, fault.note_fd, 0, 0, 0, 0, 0);
	fault.note_fd = -1;
}

/* Counts a call; true if it is to fail. */
static bool fails(enum kind kind)
{
	unsigned long n;

	if (!fault.on || kind == NONE)
		return false;
	n = __atomic_add_fetch(&fault.count[kind], 1, __ATOMIC_RELAXED);
	if (kind != fault.kind || n < fault.at || (fault.times && n >= fault.at + fault.times))
		return false;
	if (n == fault.at) {
		char last = selector;

		selector = 0;
		fault.on = false;
		note(kind);
		fault.on = true;
		selector = last;
	}
	return true;
}

static void write_counts(void)
{
	if (fault.counts_fd < 0)
		return;
	for (int i = OPEN; i < KINDS; i++) {
		say(fault.counts_fd, names[i]);
		say(fault.counts_fd, " ");
		say_number(fault.counts_fd, fault.count[i]);
		say(fault.counts_fd, "\n");
	}
	for (int i = 0; i < PLACES; i++) {
		if (!fault.places[i].place)
			continue;
		say(fault.counts_fd, names[fault.places[i].kind]);
		say(fault.counts_fd, " @ ");
		say_number(fault.counts_fd, fault.places[i].first);
		say(fault.counts_fd, "\n");
	}
	fault_call(SYS_close, fault.counts_fd, 0, 0, 0, 0, 0);
	fault.counts_fd = -1;
}

static long half_done(greg_t *regs, long number)
{
	long length = regs[REG_RDX];

	if (number == SYS_readv || number == SYS_writev) {
		const struct iovec *first = (const struct iovec *)regs[REG_RSI];

		length = (long)first->iov_len;
		return fault_call(number == SYS_readv ? SYS_read : SYS_write, regs[REG_RDI],
				  (long)first->iov_base, length > 1 ? length / 2 : length, 0, 0, 0);
	}
	if (number == SYS_sendmsg || number == SYS_recvmsg)
		length = 0;
	return fault_call(number, regs[REG_RDI], regs[REG_RSI], length > 1 ? length / 2 : length,
			  regs[REG_R10], regs[REG_R8], regs[REG_R9]);
}

/* The mask belongs to who is interrupted, and SIGSYS must never be in it. */
static long change_mask(ucontext_t *context, const greg_t *regs)
{
	unsigned long *mask = (unsigned long *)&context->uc_sigmask, old = *mask, set = 0;

	if (regs[REG_RSI]) {
		set = *(const unsigned long *)regs[REG_RSI] & ~(1UL << (SIGSYS - 1));
		if (regs[REG_RDI] == SIG_BLOCK)
			*mask |= set;
		else if (regs[REG_RDI] == SIG_UNBLOCK)
			*mask &= ~set;
		else
			*mask = set;
	}
	if (regs[REG_RDX])
		*(unsigned long *)regs[REG_RDX] = old;
	return 0;
}

static void on_call(int signal_number, siginfo_t *info, void *data)
{
	ucontext_t *context = data;
	greg_t *regs = context->uc_mcontext.gregs;
	long number = regs[REG_RAX], result;
	int last_errno = errno;
	enum kind kind = kind_of(number, regs[REG_RSI]);
	bool failing;

	(void)signal_number;
	(void)info;
	if (number == SYS_rt_sigreturn)
		fault_return_from(regs[REG_RSP]);
	failing = kind != NONE && is_meant(kind, number, regs) && fails(kind);
	if (failing && fault.how <= SIGNALS) {
		fault_call(SYS_kill, fault_call(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGNALS - fault.how,
			   0, 0, 0, 0);
		failing = false;
	}
	if (number == SYS_rt_sigprocmask) {
		result = change_mask(context, regs);
	} else if (number == SYS_vfork) {
		result = fault_call(SYS_fork, 0, 0, 0, 0, 0, 0);
	} else if (number == SYS_rt_sigaction && regs[REG_RDI] == SIGSYS) {
		result = 0;
	} else if (failing) {
		if (fault.how == SHORT) {
			result = half_done(regs, number);
		} else {
			/* What is closed is closed, whatever is said of it. */
			if (kind == CLOSE)
				fault_call(SYS_close, regs[REG_RDI], 0, 0, 0, 0, 0);
			result = -fault.how;
		}
	} else {
		if (number == SYS_exit_group)
			write_counts();
		result = fault_call(number, regs[REG_RDI], regs[REG_RSI], regs[REG_RDX],
				    regs[REG_R10], regs[REG_R8], regs[REG_R9]);
	}
	regs[REG_RAX] = result;
	errno = last_errno;
}

static bool dispatch(void)
{
	return prctl(PR_SET_SYSCALL_USER_DISPATCH, 1, fault_allowed_start,
		     fault_allowed_end - fault_allowed_start, &selector) == 0;
}

/* --- what is no system call */

#define REAL(name)                                                                                 \
	static __typeof__(name) *real;                                                             \
	if (!real)                                                                                 \
	real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

extern void *__libc_malloc(size_t size), *__libc_calloc(size_t n, size_t size),
	*__libc_realloc(void *old, size_t size);

static bool allocation_fails(uintptr_t place)
{
	enum kind kind;
	size_t slot;

	if (!fault.on)
		return false;
	kind = place >= fault.glib_start && place < fault.glib_end ? GMALLOC : MALLOC;
	if (fault.counts_fd >= 0) {
		slot = (place * 0x9e3779b97f4a7c15u) >> 51;
		while (fault.places[slot].place && fault.places[slot].place != place)
			slot = (slot + 1) % PLACES;
		if (!fault.places[slot].place) {
			fault.places[slot].first = fault.count[kind] + 1;
			fault.places[slot].kind = kind;
			fault.places[slot].place = place;
		}
	}
	if (!fails(kind))
		return false;
	errno = ENOMEM;
	return true;
}

#define PLACE ((uintptr_t)__builtin_return_address(0))

void *malloc(size_t size)
{
	return allocation_fails(PLACE) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return allocation_fails(PLACE) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return size && allocation_fails(PLACE) ? NULL : __libc_realloc(old, size);
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
	REAL(clock_gettime);
	int status = real(clock, out);

	if (clock == CLOCK_REALTIME && fails(CLOCK))
		out->tv_sec -= DAY;
	return status;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	REAL(gettimeofday);
	int status = real(out, zone);

	if (fails(CLOCK))
		out->tv_sec -= DAY;
	return status;
}

time_t time(time_t *out)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (out)
		*out = now.tv_sec;
	return now.tv_sec;
}

int getaddrinfo(const char *restrict node, const char *restrict service,
		const struct addrinfo *restrict hints, struct addrinfo **restrict out)
{
	REAL(getaddrinfo);
	if (fails(RESOLVE)) {
		errno = fault.how;
		return fault.how == ENOMEM   ? EAI_MEMORY
		       : fault.how == EAGAIN ? EAI_AGAIN
					     : EAI_SYSTEM;
	}
	return real(node, service, hints, out);
}

/* A new process or thread begins elsewhere than in a signal's handler: the kernel is let do it. */
#define LET(kind, failure, call)                                                                   \
	do {                                                                                       \
		char last = selector;                                                              \
		if (fails(kind)) {                                                                 \
			errno = fault.how;                                                         \
			return failure;                                                            \
		}                                                                                  \
		selector = 0;                                                                      \
		__auto_type result = call;                                                         \
		selector = last;                                                                   \
		return result;                                                                     \
	} while (0)

pid_t fork(void)
{
	REAL(fork);
	LET(FORK, -1, real());
}

int posix_spawn(pid_t *restrict pid, const char *restrict path,
		const posix_spawn_file_actions_t *actions,
		const posix_spawnattr_t *restrict attributes, char *const argv[restrict],
		char *const environment[restrict])
{
	REAL(posix_spawn);
	LET(FORK, errno, real(pid, path, actions, attributes, argv, environment));
}

int posix_spawnp(pid_t *restrict pid, const char *restrict file,
		 const posix_spawn_file_actions_t *actions,
		 const posix_spawnattr_t *restrict attributes, char *const argv[restrict],
		 char *const environment[restrict])
{
	REAL(posix_spawnp);
	LET(FORK, errno, real(pid, file, actions, attributes, argv, environment));
}

FILE *popen(const char *command, const char *mode)
{
	REAL(popen);
	LET(FORK, NULL, real(command, mode));
}

int system(const char *command)
{
	REAL(system);
	LET(FORK, -1, real(command));
}

struct begun {
	void *(*function)(void *);
	void *data;
};

static void *begin(void *data)
{
	struct begun begun = *(struct begun *)data;

	free(data);
	dispatch();
	selector = 1;
	return begun.function(begun.data);
}

int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attributes,
		   void *(*function)(void *), void *restrict data)
{
	REAL(pthread_create);
	struct begun *begun;

	if (!fault.on)
		return real(thread, attributes, function, data);
	begun = __libc_malloc(sizeof(*begun));
	*begun = (struct begun){ function, data };
	LET(THREAD, errno, real(thread, attributes, begin, begun));
}

static int find_glib(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	(void)data;
	if (!strstr(info->dlpi_name, "libglib-2.0"))
		return 0;
	fault.glib_start = fault.glib_end = info->dlpi_addr;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		uintptr_t end =
			info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;

		if (info->dlpi_phdr[i].p_type == PT_LOAD && end > fault.glib_end)
			fault.glib_end = end;
	}
	return 1;
}

static void stop_in_child(void)
{
	fault.on = false;
	selector = 0;
}

static int open_told(const char *name)
{
	const char *path = getenv(name);

	/* A number that a program under test hardly closes or hands on. */
	return path ? fcntl(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666),
			    F_DUPFD_CLOEXEC, 900)
		    : -1;
}

__attribute__((constructor)) static void begin_counting(void)
{
	const char *program = getenv("FAULT_PROGRAM"), *kind = getenv("FAULT_KIND"),
		   *how = getenv("FAULT_HOW"), *at = getenv("FAULT_AT"),
		   *times = getenv("FAULT_TIMES");
	struct {
		void (*handler)(int, siginfo_t *, void *);
		unsigned long flags;
		void (*restorer)(void);
		unsigned long mask;
	} action = { on_call, SA_SIGINFO | SA_NODEFER | SA_RESTART | 0x04000000 /* SA_RESTORER */,
		     fault_restorer, 0 };
	void *frames[1];

	if (!program || strcmp(program, program_invocation_short_name) != 0)
		return;
	fault.counts_fd = open_told("FAULT_COUNTS");
	fault.note_fd = open_told("FAULT_NOTE");
	for (int i = OPEN; kind && i < KINDS; i++)
		if (strcmp(kind, names[i]) == 0)
			fault.kind = (enum kind)i;
	fault.at = at ? strtoul(at, NULL, 10) : 1;
	fault.path = getenv("FAULT_PATH");
	fault.times = times ? strtoul(times, NULL, 10) : 1;
	fault.how = !how			      ? EIO
		    : strcmp(how, "short") == 0	      ? SHORT
		    : strcmp(how, "back") == 0	      ? BACK
		    : strncmp(how, "signal ", 7) == 0 ? SIGNALS - atoi(how + 7)
						      : atoi(how);
	backtrace(frames, 1); /* loads what it needs */
	dl_iterate_phdr(find_glib, NULL);
	pthread_atfork(NULL, NULL, stop_in_child);
	if (fault_call(SYS_rt_sigaction, SIGSYS, (long)&action, 0, 8, 0, 0) != 0 || !dispatch()) {
		say(STDERR_FILENO, "fault: this kernel hands out no system calls\n");
		_exit(77);
	}
	fault.on = true;
	selector = 1;
}
