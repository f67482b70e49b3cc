/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sandbox - give up for good what the rest of the run has no use for. The kernel then refuses it,
 * whatever a mail or a repository makes the program do. libseccomp's only user.
 */

#ifndef WINNOW_BASE_SANDBOX_H
#define WINNOW_BASE_SANDBOX_H

/*
 * From now on this process, and what it starts, cannot talk to other machines or processes, run
 * programs, or trace and change others; nor make, write or remove files but below writable (paths,
 * NULL-terminated; those that are not there are none), /dev/null and the terminal. What is open
 * stays so, and everything can be read. Before there are threads.
 *
 * Where the kernel lacks a part, or this program was built without, that part is not there:
 * sandbox_parts() says so.
 */
void sandbox_enter(const char *const *writable);

/* "Landlock, seccomp": what sandbox_enter() makes use of here; "none". The caller frees. */
char *sandbox_parts(void);

#endif
