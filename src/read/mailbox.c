/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/mailbox.h"

#include <string.h>

#include "base/content.h"
#include "base/directory.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "read/mail-head.h"
#include "read/patch.h"

enum {
	UNPACKED_TIMES = 1000,
	UNPACKED_BYTES = 256 << 20, /* that a packed mailbox may have in any case */
	STREAM_BYTES = 512 << 20,   /* that are read from standard input */
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

static void visit_unquoted(const struct mailbox_visitor *visitor, struct slice mail,
			   const char *location)
{
	g_autoptr(GString) bytes = NULL;
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
	if (!bytes) {
		visitor->mail(mail.start, mail.length, location, visitor->data);
		return;
	}
	g_string_append_len(bytes, copied, mail.start + mail.length - copied);
	visitor->mail(bytes->str, bytes->len, location, visitor->data);
}

static bool begins_with_separator(struct slice rest)
{
	struct slice line;

	while (text_next_line(&rest, &line))
		if (slice_trim(line).length)
			return is_separator(line);
	return false;
}

/* Bytes in memory; name is what they are called. What is no mbox is one mail. */
static void split(const char *bytes, size_t length, const char *name,
		  const struct mailbox_visitor *visitor)
{
	struct slice rest = { bytes, length }, line;
	struct slice mail = { bytes, 0 };
	bool blank = true, is_mbox = false;
	size_t number = 1;

	/* Such a line within a single mail is its author's, and ends nothing. */
	if (!begins_with_separator(rest)) {
		if (slice_trim(rest).length)
			visitor->mail(bytes, length, name, visitor->data);
		return;
	}

	while (rest.length) {
		const char *start = rest.start;

		text_next_line(&rest, &line);
		if (blank && is_separator(line)) {
			mail.length = (size_t)(start - mail.start);
			if (is_mbox || slice_trim(mail).length) {
				g_autofree char *location =
					g_strdup_printf("%s" MAILBOX_PLACE "%zu", name, number++);

				visit_unquoted(visitor, mail, location);
			}
			/* What format-patch puts there says which commit it is. */
			mail.start = mail_is_format_patch(line, NULL) ? start : rest.start;
			is_mbox = true;
		}
		blank = !line.length;
	}
	mail.length = (size_t)(bytes + length - mail.start);
	if (!slice_trim(mail).length)
		return;
	if (is_mbox) {
		g_autofree char *location = g_strdup_printf("%s" MAILBOX_PLACE "%zu", name, number);

		visit_unquoted(visitor, mail, location);
	} else { /* nobody put a '>' there that the author did not write */
		visitor->mail(mail.start, mail.length, name, visitor->data);
	}
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

bool mailbox_read_maildir(const char *directory, const struct mailbox_visitor *visitor,
			  GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	if (!list_folder(directory, "cur", names, error) ||
	    !list_folder(directory, "new", names, error))
		return false;
	/*
	 * Names begin with the time of delivery: across both folders that is the order of arrival.
	 */
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(directory, names->pdata[i], NULL);
		g_autoptr(GError) read_error = NULL;
		struct content content;

		if (!content_read(&content, path, PATCH_BYTES_LIMIT, &read_error)) {
			visitor->unreadable(read_error->message, visitor->data);
			continue;
		}
		if (content.length)
			visitor->mail(content.bytes, content.length, names->pdata[i],
				      visitor->data);
		content_clear(&content);
	}
	return true;
}
