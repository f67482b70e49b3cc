/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/sandbox.h"

#include <stdbool.h>

#include <glib.h>

#ifdef WINNOW_SANDBOX

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>
#include <seccomp.h>

/* Newer than the headers of Debian 12. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

/* The rights of the first version, then what the second and the third brought. */
static const guint64 file_rights = LANDLOCK_ACCESS_FS_WRITE_FILE;
static const guint64 directory_rights =
	LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
	LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
	LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
enum { VERSION_REFER = 2, VERSION_TRUNCATE = 3 };

/* Other machines and processes, programs, and what gets around the filter. */
static const int refused[] = {
	SCMP_SYS(socket),
	SCMP_SYS(socketpair),
	SCMP_SYS(connect),
	SCMP_SYS(bind),
	SCMP_SYS(listen),
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
	SCMP_SYS(sendto),
	SCMP_SYS(sendmsg),
	SCMP_SYS(sendmmsg),
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(kcmp),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(keyctl),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(setns),
	SCMP_SYS(unshare),
	SCMP_SYS(move_mount),
	SCMP_SYS(open_tree),
	SCMP_SYS(fsopen),
	SCMP_SYS(fsmount),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(reboot),
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
	SCMP_SYS(mknod),
	SCMP_SYS(mknodat),
	SCMP_SYS(acct),
	SCMP_SYS(quotactl),
	SCMP_SYS(settimeofday),
	SCMP_SYS(clock_settime),
};

/* 0: the kernel has none. */
static int landlock_version(void)
{
	long version =
		syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}

static bool has_seccomp(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

static void allow(int ruleset, const char *path, guint64 handled)
{
	struct landlock_path_beneath_attr rule = { .parent_fd = open(path, O_PATH | O_CLOEXEC) };
	struct stat info;

	if (rule.parent_fd < 0)
		return;
	rule.allowed_access = handled;
	if (fstat(rule.parent_fd, &info) == 0 && !S_ISDIR(info.st_mode))
		rule.allowed_access &= file_rights | LANDLOCK_ACCESS_FS_TRUNCATE;
	syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
}

static void confine_files(const char *const *writable)
{
	static const char *const always[] = { "/dev/null", "/dev/tty" };
	int version = landlock_version(), ruleset;
	struct landlock_ruleset_attr attributes = {
		.handled_access_fs =
			file_rights | directory_rights |
			(version >= VERSION_REFER ? LANDLOCK_ACCESS_FS_REFER : 0) |
			(version >= VERSION_TRUNCATE ? LANDLOCK_ACCESS_FS_TRUNCATE : 0),
	};

	if (!version)
		return;
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0);
	if (ruleset < 0)
		return;
	for (; *writable; writable++)
		allow(ruleset, *writable, attributes.handled_access_fs);
	for (size_t i = 0; i < G_N_ELEMENTS(always); i++)
		allow(ruleset, always[i], attributes.handled_access_fs);
	syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
}

static void refuse_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (!filter)
		return;
	/* One that this machine's kernel has not is passed over. */
	for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
		(void)seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0);
	(void)seccomp_load(filter);
	seccomp_release(filter);
}

void sandbox_enter(const char *const *writable)
{
	/* Both want it: what is run then gains no rights by being run. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return;
	confine_files(writable);
	if (has_seccomp())
		refuse_calls();
}

char *sandbox_parts(void)
{
	bool files = landlock_version() > 0, calls = has_seccomp();

	return g_strdup(files && calls ? "Landlock, seccomp"
			: files	       ? "Landlock"
			: calls	       ? "seccomp"
				       : "none");
}

#else

void sandbox_enter(const char *const *writable)
{
	(void)writable;
}

char *sandbox_parts(void)
{
	return g_strdup("none");
}

#endif
