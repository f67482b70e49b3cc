/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * objects - the one door to what a repository holds. libgit2 parses objects, and its own readers
 * never see a file: what comes in is bounded and checked here.
 */

#ifndef WINNOW_GIT_OBJECTS_H
#define WINNOW_GIT_OBJECTS_H

struct git_repository;

/*
 * Open the repository at path, as git_repository_open_ext() does with these flags and ceilings
 * (NULL: none), and have it read its objects by this door. Returns libgit2's status; *out is the
 * caller's to git_repository_free().
 *
 * Objects that are damaged, no objects at all or too long fail with a reason that names them, and
 * other copies are tried first. A commit or tag that is too long is there, but cut; see object.h.
 */
int objects_open(struct git_repository **out, const char *path, unsigned flags,
		 const char *ceilings);

#endif
