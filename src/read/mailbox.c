/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/mailbox.h"

#include <string.h>

#include "base/content.h"
#include "base/directory.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/workers.h"
#include "read/mail-head.h"
#include "read/patch.h"

enum {
	UNPACKED_TIMES = 1000,
	UNPACKED_BYTES = 256 << 20, /* that a packed mailbox may have in any case */
	STREAM_BYTES = 512 << 20,   /* that are read from standard input */
	/* Mails that wait to be taken: each may take some of PATCH_BYTES_LIMIT. */
	READ_AHEAD = 32,
};

static const size_t unpacked_most = (size_t)2 << 30;

/*
 * git format-patch does not quote "From " lines in messages, so only a line that ends like an mbox
 * separator ends a mail: "From <word> ... hh:mm:ss [zone] yyyy".
 */
static bool is_separator(struct slice line)
{
	bool time = false, year = false;

	if (!slice_has_prefix(line, "From ") || line.length > 1000)
		return false;
	for (size_t i = 7; i + 3 < line.length; i++) {
		const char *p = line.start + i;

		if (p[0] == ':' && g_ascii_isdigit(p[-1]) && g_ascii_isdigit(p[1]) &&
		    g_ascii_isdigit(p[2]))
			time = true;
		if (time && p[-1] == ' ' && g_ascii_isdigit(p[0]) && g_ascii_isdigit(p[1]) &&
		    g_ascii_isdigit(p[2]) && g_ascii_isdigit(p[3]))
			year = true;
	}
	return time && year;
}

/* mboxrd: one '>' was put before every "From ", ">From ", ... line. */
static bool is_quoted_from(struct slice line)
{
	size_t n = 0;

	while (n < line.length && line.start[n] == '>')
		n++;
	return n > 0 &&
	       slice_has_prefix((struct slice){ line.start + n, line.length - n }, "From ");
}

/* mail without that quoting, in *own where it had any. */
static struct slice unquoted(struct slice mail, GString **own)
{
	GString *bytes = NULL;
	struct slice rest = mail;
	const char *copied = mail.start;

	while (rest.length) {
		const char *at = memchr(rest.start, '>', rest.length);
		struct slice line;

		if (!at)
			break;
		if (at != mail.start && at[-1] != '\n') {
			rest.length -= (size_t)(at + 1 - rest.start);
			rest.start = at + 1;
			continue;
		}
		rest.length -= (size_t)(at - rest.start);
		rest.start = at;
		text_next_line(&rest, &line);
		if (!is_quoted_from(line))
			continue;
		if (!bytes)
			bytes = g_string_sized_new(mail.length);
		g_string_append_len(bytes, copied, at - copied);
		copied = at + 1;
	}
	if (!bytes)
		return mail;
	g_string_append_len(bytes, copied, mail.start + mail.length - copied);
	*own = bytes;
	return (struct slice){ bytes->str, bytes->len };
}

/* What came of a mail. */
struct given {
	void *read;    /* NULL: it was told, or there is nothing */
	GError *error; /* why it cannot be read */
};

static void given_free(void *data)
{
	struct given *given = data;

	g_clear_error(&given->error);
	g_free(given);
}

static void *give(const struct mailbox_visitor *visitor, struct slice mail, const char *location)
{
	if (visitor->read)
		return visitor->read(mail.start, mail.length, location, visitor->data);
	visitor->mail(mail.start, mail.length, location, visitor->data);
	return NULL;
}

/* Have make() read n mails of data, on the visitor's threads, and tell of each in order. */
static void visit_all(const struct mailbox_visitor *visitor, size_t n,
		      void *(*make)(size_t i, void *tool, void *data), void *data)
{
	const struct row_work work = {
		.n = n,
		.ahead = READ_AHEAD,
		.data = data,
		.make = make,
		.drop = given_free,
	};
	_cleanup_(row_freep) struct row *row = row_new(visitor->workers, &work);

	for (size_t i = 0; i < n; i++) {
		struct given *given = row_take(row, i);

		if (given->error)
			visitor->unreadable(given->error->message, visitor->data);
		else if (given->read)
			visitor->take(given->read, visitor->data);
		given_free(given);
	}
}

static bool begins_with_separator(struct slice rest)
{
	struct slice line;

	while (text_next_line(&rest, &line))
		if (slice_trim(line).length)
			return is_separator(line);
	return false;
}

/* Mails in memory. */
struct mails {
	const struct mailbox_visitor *visitor;
	const char *name; /* what they are called together */
	bool is_mbox;
	GArray *mails; /* struct slice */
};

static void *read_slice(size_t i, void *tool, void *data)
{
	const struct mails *mails = data;
	struct slice mail = g_array_index(mails->mails, struct slice, i);
	struct given *given = g_new0(struct given, 1);

	(void)tool;
	if (mails->is_mbox) {
		g_autofree char *location =
			g_strdup_printf("%s" MAILBOX_PLACE "%zu", mails->name, i + 1);
		g_autoptr(GString) own = NULL;

		given->read = give(mails->visitor, unquoted(mail, &own), location);
	} else { /* nobody put a '>' there that the author did not write */
		given->read = give(mails->visitor, mail, mails->name);
	}
	return given;
}

/* The mails of an mbox, each up to the next one's separator; what is none is one mail. */
static void find_mails(const char *bytes, size_t length, struct mails *out)
{
	struct slice rest = { bytes, length }, line;
	struct slice mail = { bytes, 0 };
	bool blank = true;

	/* Such a line within a single mail is its author's, and ends nothing. */
	if (!begins_with_separator(rest))
		rest.length = 0;
	while (rest.length) {
		const char *start = rest.start;

		text_next_line(&rest, &line);
		if (blank && is_separator(line)) {
			mail.length = (size_t)(start - mail.start);
			if (out->is_mbox || slice_trim(mail).length)
				g_array_append_val(out->mails, mail);
			/* What format-patch puts there says which commit it is. */
			mail.start = mail_is_format_patch(line, NULL) ? start : rest.start;
			out->is_mbox = true;
		}
		blank = !line.length;
	}
	mail.length = (size_t)(bytes + length - mail.start);
	if (slice_trim(mail).length)
		g_array_append_val(out->mails, mail);
}

/* Bytes in memory; name is what they are called. */
static void split(const char *bytes, size_t length, const char *name,
		  const struct mailbox_visitor *visitor)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct slice));
	struct mails mails = { visitor, name, false, found };

	find_mails(bytes, length, &mails);
	visit_all(visitor, found->len, read_slice, &mails);
}

static bool is_header(struct slice line)
{
	size_t name = 0;

	while (name < line.length && line.start[name] > ' ' && line.start[name] < 0x7f &&
	       line.start[name] != ':')
		name++;
	return name > 0 && name < line.length && line.start[name] == ':';
}

bool mailbox_is_mbox(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;
	bool behind = false;

	if (!begins_with_separator(rest))
		return false;
	/* Of the first mail it may be broken off. */
	while (text_next_line(&rest, &line)) {
		if (behind && is_header(line))
			return true;
		behind = is_separator(line);
	}
	return false;
}

/* Mails pack to a tenth; what claims to be thousands of times as long is made to fill memories. */
static size_t unpacked_limit(size_t length)
{
	return MIN(MAX(length * UNPACKED_TIMES, (size_t)UNPACKED_BYTES), unpacked_most);
}

static bool split_content(const char *bytes, size_t length, const char *name,
			  const struct mailbox_visitor *visitor, GError **error)
{
	struct content content;

	if (!content_of_bytes(&content, bytes, length, unpacked_limit(length), error))
		return false;
	split(content.bytes, content.length, name, visitor);
	content_clear(&content);
	return true;
}

void mailbox_read_bytes(const char *bytes, size_t length, const char *name,
			const struct mailbox_visitor *visitor)
{
	split(bytes, length, name, visitor);
}

/* Of a stream, which cannot be mapped. */
static bool read_stream(const char *path, const struct mailbox_visitor *visitor, GError **error)
{
	bool is_stdin = strcmp(path, "-") == 0;
	const char *name = is_stdin ? "standard input" : path;
	g_autofree char *bytes = NULL;
	size_t length = 0;

	if (!file_read_given(path, STREAM_BYTES, &bytes, &length, error))
		return false;
	if (split_content(bytes, length, name, visitor, error))
		return true;
	g_prefix_error(error, is_stdin ? "cannot read %s: " : "cannot read '%s': ", name);
	return false;
}

bool mailbox_read_stdin(const struct mailbox_visitor *visitor, GError **error)
{
	return read_stream("-", visitor, error);
}

bool mailbox_read_file(const char *path, const struct mailbox_visitor *visitor, GError **error)
{
	g_autoptr(GMappedFile) file = NULL;

	if (file_is_stream(path))
		return read_stream(path, visitor, error);
	if (!file_map(path, &file, error))
		return false;
	if (!g_mapped_file_get_length(file) ||
	    split_content(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), path,
			  visitor, error))
		return true;
	g_prefix_error(error, "cannot read '%s': ", path);
	return false;
}

bool mailbox_is_maildir(const char *directory)
{
	g_autofree char *cur = g_build_filename(directory, "cur", NULL);

	return g_file_test(cur, G_FILE_TEST_IS_DIR);
}

/* Entries are "cur/NAME" and "new/NAME", both four letters before the name. */
static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a + 4, *(char *const *)b + 4);
}

static bool list_folder(const char *directory, const char *part, GPtrArray *out, GError **error)
{
	g_autofree char *path = g_build_filename(directory, part, NULL);
	g_autoptr(GPtrArray) names = NULL;

	if (!directory_list(path, &names, error))
		return false;
	for (guint i = 0; names && i < names->len; i++) {
		const char *name = names->pdata[i];

		if (name[0] != '.')
			g_ptr_array_add(out, g_build_filename(part, name, NULL));
	}
	return true;
}

struct maildir {
	const struct mailbox_visitor *visitor;
	const char *directory;
	GPtrArray *names; /* char * */
};

static void *read_entry(size_t i, void *tool, void *data)
{
	const struct maildir *maildir = data;
	const char *name = maildir->names->pdata[i];
	g_autofree char *path = g_build_filename(maildir->directory, name, NULL);
	struct given *given = g_new0(struct given, 1);
	struct content content;

	(void)tool;
	if (!content_read(&content, path, PATCH_BYTES_LIMIT, &given->error))
		return given;
	if (content.length)
		given->read = give(maildir->visitor,
				   (struct slice){ content.bytes, content.length }, name);
	content_clear(&content);
	return given;
}

bool mailbox_read_maildir(const char *directory, const struct mailbox_visitor *visitor,
			  GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	struct maildir maildir = { visitor, directory, names };

	if (!list_folder(directory, "cur", names, error) ||
	    !list_folder(directory, "new", names, error))
		return false;
	/*
	 * Names begin with the time of delivery: across both folders that is the order of arrival.
	 */
	g_ptr_array_sort(names, by_name);
	visit_all(visitor, names->len, read_entry, &maildir);
	return true;
}
