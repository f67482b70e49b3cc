/* SPDX-License-Identifier: GPL-2.0-or-later */
/* support - what several fuzz targets need: files that hold the input, and its pieces. */

#ifndef WINNOW_FUZZ_SUPPORT_H
#define WINNOW_FUZZ_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/commit-id.h"
#include "base/text.h"

/* The bytes as a file in memory, which the next call rewrites. */
const char *fuzz_file(const void *bytes, size_t size);

/* A directory of this process's own, removed when it ends. */
const char *fuzz_directory(void);

/* Make a file below it, directories and all; the path is the caller's. */
char *fuzz_write(const char *name, const void *bytes, size_t size);

/* Remove what is below it: name, or with NULL all. */
void fuzz_remove(const char *name);

/* Put an object into the repository that is the directory; its id. */
struct commit_id fuzz_put_object(const char *type, const void *bytes, size_t size);

/* The same for a reference; what makes it a repository stands below. */
void fuzz_put_reference(const char *name, const struct commit_id *id);
void fuzz_begin_repository(void);

struct fuzz_input {
	const uint8_t *p, *end;
};

/* 0 and nothing at its end. */
uint8_t fuzz_byte(struct fuzz_input *input);
struct slice fuzz_bytes(struct fuzz_input *input, size_t length);

/* Up to the next line that is mark alone, which is taken, or all that is left. */
struct slice fuzz_part(struct fuzz_input *input, const char *mark);

/* A message is one line; what else it holds is masked where it is shown. */
void fuzz_check_message(const char *text);
void fuzz_check_messages(const GPtrArray *texts);

#endif
