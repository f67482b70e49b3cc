/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A quilt directory: "series" names the patch files in apply order. */
#include "read/queue-kinds.h"

#include <stdlib.h>
#include <string.h>

#include "base/content.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "read/patch-file.h"

enum {
	PATCHES_LIMIT = 200000, /* of one series; SUSE's kernels have 70,000 */
	OPTIONS_LIMIT = 16,	/* behind a name */
};

/* "queue-5.10", "patches-6.1.y" say what tree the queue is for. */
static void add_version_of_directory(struct patch *patch, const char *directory)
{
	g_autofree char *real = realpath(directory, NULL);
	g_autofree char *base = g_path_get_basename(real ? real : directory);

	/* "linux-6.1" may be a tree that the patches are kept in, "6.1" anything. */
	if (g_str_has_prefix(base, "queue-") || g_str_has_suffix(base, ".y"))
		patch_add_version(patch, base);
}

/* How the series says that a patch is applied. */
struct manner {
	unsigned strip;
	bool reversed;
};

static void read_entry(struct queue *queue, const char *directory, const char *name,
		       struct manner manner, const char *location)
{
	g_autofree char *path = g_build_filename(directory, name, NULL);
	g_autoptr(GError) error = NULL;
	struct patch *patch = patch_new(name);
	struct content content;

	add_version_of_directory(patch, directory);
	if (!content_read(&content, path, PATCH_BYTES_LIMIT, &error)) {
		patch_problem(patch, "%s", error->message);
		patch_set_name(patch, name);
	} else {
		patch_file_fill(patch, content.bytes, content.length, manner.strip);
		queue_keep_raw(queue, patch, content.bytes, content.length);
		content_clear(&content);
	}
	patch->strip = manner.strip;
	patch->reversed = manner.reversed;
	queue_add(queue, patch, location);
	queue_note_file(queue, queue->patches->len - 1, name, path);
}

/* "-p0", "-p 1", "-pab", "-R" behind a name. */
static struct manner read_options(struct queue *queue, char **options, const char *name,
				  const char *location)
{
	struct manner manner = { .strip = 1 };

	for (unsigned n = 0; *options; options++, n++) {
		if (n == OPTIONS_LIMIT) {
			queue_warn(queue, "%s: more than %d words behind '%s': ignoring the rest",
				   location, OPTIONS_LIMIT, name);
			break;
		}

		const char *option = *options;

		if (strcmp(option, "-R") == 0) {
			queue_warn(queue, "%s: '%s' is applied in reverse; reviewed as it stands",
				   location, name);
			manner.reversed = true;
			continue;
		}
		if (strcmp(option, "-p") == 0 && options[1])
			option = *++options;
		else if (g_str_has_prefix(option, "-p"))
			option += 2;
		if (strcmp(option, "0") == 0)
			manner.strip = 0;
		else if (strcmp(option, "1") != 0 && strcmp(option, "ab") != 0)
			queue_warn(queue, "%s: ignoring unknown option '%s'", location, *options);
	}
	return manner;
}

/*
 * SUSE's guards before a name: "+x" takes it only where x is wanted, "-x" leaves it out there.
 * Nothing is wanted here. Skips them; false if the entry is left out.
 */
static bool pass_guards(struct queue *queue, char ***words, const char *location)
{
	const char *needed = NULL;

	for (; ***words == '+' || ***words == '-'; ++*words) {
		if (!(*words)[1])
			return false; /* no name behind it */
		if (***words == '+')
			needed = **words;
	}
	if (needed)
		queue_warn(queue, "%s: '%s' is left out: its guard is '%s'", location, **words,
			   needed);
	return !needed;
}

static void read_line(struct queue *queue, struct slice line, const char *directory,
		      GHashTable *seen, const char *location)
{
	const char *comment = memchr(line.start, '#', line.length);

	/* quilt: '#' begins a comment at the line start or behind a blank */
	if (comment && (comment == line.start || g_ascii_isspace(comment[-1])))
		line.length = (size_t)(comment - line.start);

	g_autofree char *raw = slice_dup(line);
	g_autofree char *folded = text_fold(raw);
	g_auto(GStrv) words = text_words(folded);
	char **word = words;
	struct manner manner;

	if (!*word || !pass_guards(queue, &word, location))
		return;
	if (!g_hash_table_add(seen, g_canonicalize_filename(*word, "/"))) {
		queue_warn(queue, "%s: '%s' is listed before: reviewed once", location, *word);
		return;
	}
	manner = read_options(queue, word + 1, *word, location);
	read_entry(queue, directory, *word, manner, location);
}

bool queue_read_series(struct queue *queue, const char *path, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(path);
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	size_t length = 0;
	struct slice rest, line;
	size_t number = 0, before = queue->patches->len;

	if (!file_read_regular(path, FILE_LIST_LIMIT, true, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	rest = slice_of(text);
	while (text_next_line(&rest, &line)) {
		g_autofree char *location = g_strdup_printf("%s:%zu", path, ++number);

		if (queue->patches->len - before == PATCHES_LIMIT) {
			queue_warn(queue, "%s: more than %d patches: the rest is left out",
				   location, PATCHES_LIMIT);
			break;
		}
		read_line(queue, line, directory, seen, location);
	}
	if (queue->patches->len == before)
		return fail(error, WINNOW_ERROR_INPUT, "'%s' names no patch", path);
	return true;
}
