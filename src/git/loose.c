/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file is zlib's stream of "<type> <size>\0" and the bytes. Nothing in it is believed: libgit2
 * 1.5 loops for ever on one that is cut off, and writes behind its buffer where the size is a lie.
 */
#include "git/loose.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"

enum {
	STEP = 1 << 14,	  /* bytes of the file read at once: most have no more */
	HEADER_SIZE = 32, /* "commit " and 20 digits are 28 */
	FAN = 2,	  /* digits of an id that are the directory's name */
};

/* A stream that is read from a file as it is asked for. */
struct reading {
	struct inflater *inflater;
	int file;
	const char *rest; /* of buffer, not unpacked yet */
	size_t rest_length;
	bool ended;
	char buffer[STEP];
};

static char *path_of(const char *directory, const struct commit_id *id)
{
	struct commit_hex hex = commit_id_hex(id);

	return g_strdup_printf("%s/%.*s/%s", directory, FAN, hex.text, hex.text + FAN);
}

/* Have more of the file in the buffer; at its end there is none. */
static bool read_more(struct reading *reading, GError **error)
{
	ssize_t n;

	do
		n = read(reading->file, reading->buffer, sizeof(reading->buffer));
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail_errno(error, "it cannot be read");
	if (n == 0)
		return fail(error, WINNOW_ERROR_INPUT, "it is cut off");
	reading->rest = reading->buffer;
	reading->rest_length = (size_t)n;
	return true;
}

/* Unpack up to length bytes to out; *n: so many there were. */
static bool unpack(struct reading *reading, char *out, size_t length, size_t *n, GError **error)
{
	struct inflating inflating = { .out = out, .out_length = length };

	while (!reading->ended) {
		enum inflated result;

		inflating.in = reading->rest;
		inflating.in_length = reading->rest_length;
		result = inflater_run(reading->inflater, &inflating);
		reading->rest = inflating.in;
		reading->rest_length = inflating.in_length;
		if (result == INFLATED_DAMAGED)
			return fail(error, WINNOW_ERROR_INPUT, "it is damaged");
		reading->ended = result == INFLATED_END;
		if (result == INFLATED_FULL || !inflating.out_length)
			break;
		if (result == INFLATED_HUNGRY && !read_more(reading, error))
			return false;
	}
	*n = length - inflating.out_length;
	return true;
}

/* "<type> <size>" in text; false: it is none. */
static bool parse_header(const char *text, struct object *out)
{
	static const struct {
		const char *word;
		enum object_type type;
	} types[] = {
		{ "commit ", OBJECT_COMMIT },
		{ "tree ", OBJECT_TREE },
		{ "blob ", OBJECT_BLOB },
		{ "tag ", OBJECT_TAG },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		const char *digits = text + strlen(types[i].word);
		guint64 size = 0;

		if (!g_str_has_prefix(text, types[i].word))
			continue;
		out->type = types[i].type;
		/* Digits only, and no number that wraps around. */
		if (!g_ascii_string_to_unsigned(digits, 10, 0, G_MAXSSIZE, &size, NULL))
			return false;
		out->size = (size_t)size;
		return true;
	}
	return false;
}

/* The rest of the object, of which the first n bytes are in head. */
static bool read_body(struct reading *reading, const char *head, size_t n, struct object *out,
		      GError **error)
{
	size_t wanted, more = 0;
	char extra;

	if (!object_wanted(out->type, out->size, &wanted, error))
		return false;
	if (n > out->size)
		return fail(error, WINNOW_ERROR_INPUT, "it is longer than it says");
	n = MIN(n, wanted);
	out->data = object_alloc(wanted);
	if (!out->data)
		return fail(error, WINNOW_ERROR_SYSTEM, "there is no memory for it");
	out->length = wanted;
	memcpy(out->data, head, n);
	if (wanted > n && !unpack(reading, out->data + n, wanted - n, &more, error))
		return false;
	if (n + more < wanted)
		return fail(error, WINNOW_ERROR_INPUT, "it is shorter than it says");
	if (wanted < out->size) {
		object_trim(out);
		return true;
	}
	/* The checksum stands behind the last byte. */
	if (!unpack(reading, &extra, 1, &more, error))
		return false;
	if (more)
		return fail(error, WINNOW_ERROR_INPUT, "it is longer than it says");
	return reading->rest_length == 0 ||
	       fail(error, WINNOW_ERROR_INPUT, "other bytes stand behind it");
}

static bool read_object(struct reading *reading, bool whole, struct object *out, GError **error)
{
	char head[HEADER_SIZE];
	size_t n = 0;
	const char *end;

	inflater_begin(reading->inflater);
	if (!read_more(reading, error) || !unpack(reading, head, sizeof(head), &n, error))
		return false;
	end = memchr(head, '\0', n);
	if (!end || !parse_header(head, out))
		return fail(error, WINNOW_ERROR_INPUT, "it does not say what it is");
	return !whole || read_body(reading, end + 1, n - (size_t)(end + 1 - head), out, error);
}

static bool read_file(struct inflater *inflater, int file, bool whole, struct object *out,
		      GError **error)
{
	struct reading reading = { .inflater = inflater, .file = file };
	struct object object = { 0 };
	struct stat status;

	if (fstat(file, &status) < 0 || !S_ISREG(status.st_mode))
		return fail(error, WINNOW_ERROR_INPUT, "it is no regular file");
	if (!read_object(&reading, whole, &object, error)) {
		object_clear(&object);
		return false;
	}
	*out = object;
	return true;
}

bool loose_read(struct inflater *inflater, const char *directory, const struct commit_id *id,
		bool whole, bool *found, struct object *out, GError **error)
{
	g_autofree char *path = path_of(directory, id);
	/* A pipe in its place would wait for somebody who writes. */
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool ok;

	*found = file >= 0;
	if (file < 0)
		return errno == ENOENT || errno == ENOTDIR ||
		       fail_errno(error, "cannot open '%s'", path);
	ok = read_file(inflater, file, whole, out, error);
	close(file);
	return ok;
}

bool loose_exists(const char *directory, const struct commit_id *id)
{
	g_autofree char *path = path_of(directory, id);

	return access(path, F_OK) == 0;
}

void loose_find(const char *directory, const struct commit_id *prefix, size_t digits, GArray *out)
{
	struct commit_hex hex = commit_id_hex(prefix);
	g_autofree char *path = g_strdup_printf("%s/%.*s", directory, FAN, hex.text);
	GDir *entries = g_dir_open(path, 0, NULL);
	const char *name;

	while (entries && (name = g_dir_read_name(entries))) {
		char text[COMMIT_ID_HEX + 1];
		struct commit_id id;

		if (strlen(name) != COMMIT_ID_HEX - FAN)
			continue;
		snprintf(text, sizeof(text), "%.*s%s", FAN, hex.text, name);
		if (strncmp(text, hex.text, digits) == 0 && commit_id_parse(text, &id))
			g_array_append_val(out, id);
	}
	if (entries)
		g_dir_close(entries);
}
