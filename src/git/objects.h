/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * objects - the one door to what a repository holds. libgit2 parses objects, and its own readers
 * never see a file: what comes in is bounded and checked here.
 */

#ifndef WINNOW_GIT_OBJECTS_H
#define WINNOW_GIT_OBJECTS_H

struct git_odb;
struct git_oid;
struct git_repository;
struct object;

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

/*
 * Read an object past libgit2's cache: where thousands are read once each, that finds few of them
 * and gets slow. Returns libgit2's status, GIT_ENOTFOUND also for one of another type; *out is the
 * caller's to object_clear().
 */
int objects_read(struct git_odb *odb, const struct git_oid *id, int type, struct object *out);

#endif
