/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/mailbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "base/directory.h"
#include "base/error.h"
#include "base/file.h"
#include "base/leftover.h"
#include "base/text.h"
#include "read/mail.h"
#include "answer/letter.h"

#define MBOX_SEPARATOR "From mboxrd@z Thu Jan  1 00:00:00 1970\n"

enum {
	HEADERS_READ = 64 << 10, /* bytes of a draft that are looked at for what it answers */
	SLUG_LENGTH = 60,
	DRAFT_MODE = 0600,
};

struct mailbox {
	enum mailbox_kind kind;
	char *path;
	GString *mbox;
	/* Of a maildir: the part of a name before the flags, and message ids that drafts answer,
	 * each -> path. */
	GHashTable *by_base, *by_answered;
};

void mailbox_free(struct mailbox *mailbox)
{
	g_free(mailbox->path);
	g_string_free(mailbox->mbox, TRUE);
	g_hash_table_unref(mailbox->by_base);
	g_hash_table_unref(mailbox->by_answered);
	g_free(mailbox);
}

/* *out: NULL for what is no answer, and for what is no file. */
static bool find_answered(const char *path, char **out, GError **error)
{
	g_autoptr(GMappedFile) file = NULL;
	const char *bytes, *end;
	struct mail mail;
	mode_t mode;
	size_t length;

	*out = NULL;
	if (!directory_look_at(path, &mode, error))
		return false;
	if (!S_ISREG(mode))
		return true;
	if (!file_map(path, &file, error))
		return false;
	bytes = g_mapped_file_get_contents(file);
	if (!bytes)
		return true;
	length = g_mapped_file_get_length(file);
	end = g_strstr_len(bytes, (gssize)length, "\n\n");
	length = end ? (size_t)(end + 2 - bytes) : length;
	mail_parse(&mail, bytes, MIN(length, (size_t)HEADERS_READ));
	*out = g_strdup(mail.in_reply_to);
	mail_clear(&mail);
	return true;
}

/* All of it, or a draft that was changed would be taken for one that is not there. */
static bool scan_folder(struct mailbox *mailbox, const char *folder, GError **error)
{
	g_autofree char *directory = g_build_filename(mailbox->path, folder, NULL);
	g_autoptr(GPtrArray) names = NULL;

	if (!directory_list(directory, &names, error))
		return false;
	for (guint i = 0; names && i < names->len; i++) {
		const char *name = names->pdata[i];
		const char *flags = strstr(name, ":2,");
		char *path, *answered;

		if (name[0] == '.')
			continue;
		path = g_build_filename(directory, name, NULL);
		g_hash_table_insert(mailbox->by_base,
				    flags ? g_strndup(name, (gsize)(flags - name)) : g_strdup(name),
				    path);
		if (!find_answered(path, &answered, error))
			return false;
		if (answered)
			g_hash_table_insert(mailbox->by_answered, answered, g_strdup(path));
	}
	return true;
}

static bool open_maildir(struct mailbox *mailbox, GError **error)
{
	static const char *const folders[] = { "cur", "new", "tmp" };
	g_autofree char *cur = g_build_filename(mailbox->path, "cur", NULL);
	g_autoptr(GDir) dir = g_dir_open(mailbox->path, 0, NULL);

	/* Not into a directory that is something else. */
	if (dir && g_dir_read_name(dir) && !g_file_test(cur, G_FILE_TEST_IS_DIR))
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is no maildir: it has no 'cur'",
			    mailbox->path);
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *path = g_build_filename(mailbox->path, folders[i], NULL);

		if (!file_make_directory(path, 0700, error))
			return false;
	}
	return scan_folder(mailbox, "cur", error) && scan_folder(mailbox, "new", error);
}

bool mailbox_open(enum mailbox_kind kind, const char *path, struct mailbox **out, GError **error)
{
	_cleanup_(mailbox_freep) struct mailbox *mailbox = g_new0(struct mailbox, 1);

	/* Names below it would be names in the current directory. */
	if (!*path)
		return fail(error, WINNOW_ERROR_USAGE, "the name of a mailbox is empty");
	mailbox->kind = kind;
	mailbox->path = g_strdup(path);
	mailbox->mbox = g_string_new(NULL);
	mailbox->by_base = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	mailbox->by_answered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if ((kind == MAILBOX_MAILDIR && !open_maildir(mailbox, error)) ||
	    (kind == MAILBOX_FILES && !file_make_directory(path, 0700, error)))
		return false;
	*out = g_steal_pointer(&mailbox);
	return true;
}

void mailbox_quote(GString *out, struct slice text)
{
	struct slice line;

	while (text_next_line(&text, &line)) {
		size_t quotes = 0;

		while (quotes < line.length && line.start[quotes] == '>')
			quotes++;
		if (slice_has_prefix((struct slice){ line.start + quotes, line.length - quotes },
				     "From "))
			g_string_append_c(out, '>');
		g_string_append_len(out, line.start, (gssize)line.length);
		g_string_append_c(out, '\n');
	}
}

static void append_mbox(GString *out, const char *bytes, size_t length)
{
	g_string_append(out, MBOX_SEPARATOR);
	mailbox_quote(out, (struct slice){ bytes, length });
	g_string_append_c(out, '\n');
}

/* "s390/pci: improve zpci_dev" -> "s390-pci-improve-zpci_dev" */
static char *slug_of(const char *subject)
{
	GString *out = g_string_new(NULL);

	for (const char *p = subject; *p && out->len < SLUG_LENGTH; p++) {
		if (g_ascii_isalnum(*p) || *p == '_')
			g_string_append_c(out, *p);
		else if (out->len && out->str[out->len - 1] != '-')
			g_string_append_c(out, '-');
	}
	while (out->len && out->str[out->len - 1] == '-')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

/* What may be done with what is at path; a file that cannot be read is not ours to replace. */
static enum mailbox_outcome compare(const char *path, const char *bytes, size_t length)
{
	g_autofree char *old = NULL;
	size_t old_length = 0;
	mode_t mode;

	if (!directory_look_at(path, &mode, NULL))
		return MAILBOX_KEPT;
	if (!mode)
		return MAILBOX_NEW;
	if (!file_read_regular(path, FILE_LIST_LIMIT, true, &old, &old_length, NULL))
		return MAILBOX_KEPT;
	if (old_length == length && memcmp(old, bytes, length) == 0)
		return MAILBOX_SAME;
	return letter_is_untouched(old, old_length) ? MAILBOX_REPLACED : MAILBOX_KEPT;
}

static bool add_file(struct mailbox *mailbox, const struct mailbox_name *name, const char *bytes,
		     size_t length, enum mailbox_outcome *outcome, char **path, GError **error)
{
	g_autofree char *slug = slug_of(name->subject);
	g_autofree char *digits = letter_name(name->key);
	g_autofree char *file = g_strdup_printf("%s%s%.8s.eml", slug, *slug ? "-" : "", digits);
	g_autofree char *at = g_build_filename(mailbox->path, file, NULL);

	*outcome = compare(at, bytes, length);
	if ((*outcome == MAILBOX_NEW || *outcome == MAILBOX_REPLACED) &&
	    !file_write(at, bytes, length, DRAFT_MODE, error))
		return false;
	*path = g_steal_pointer(&at);
	return true;
}

/* Nobody looks into a maildir's tmp/. */
static bool write_through(const char *passing, const char *path, const char *bytes, size_t length,
			  GError **error)
{
	bool ok;

	leftover_note(passing);
	ok = file_write(passing, bytes, length, DRAFT_MODE, error);
	if (ok && g_rename(passing, path) != 0) {
		ok = fail_errno(error, "cannot rename '%s' to '%s'", passing, path);
		(void)!g_unlink(passing);
	}
	leftover_forget(passing);
	return ok;
}

/* Mail programs change flags, and write a draft that was edited under a name of their own. */
static bool add_to_maildir(struct mailbox *mailbox, const struct mailbox_name *name,
			   const char *bytes, size_t length, enum mailbox_outcome *outcome,
			   char **path, GError **error)
{
	g_autofree char *digits = letter_name(name->key);
	g_autofree char *base =
		g_strdup_printf("%" G_GINT64_FORMAT ".%s.winnow", name->date, digits);
	g_autofree char *file = g_strdup_printf("%s:2,DS", base);
	g_autofree char *fresh = g_build_filename(mailbox->path, "cur", file, NULL);
	g_autofree char *passing = g_build_filename(mailbox->path, "tmp", base, NULL);
	const char *old = g_hash_table_lookup(mailbox->by_base, base);
	const char *other = name->in_reply_to
				    ? g_hash_table_lookup(mailbox->by_answered, name->in_reply_to)
				    : NULL;
	const char *flags = old ? strstr(old, ":2,") : NULL;

	if (!old && other) {
		*outcome = MAILBOX_KEPT;
		*path = g_strdup(other);
		return true;
	}
	*outcome = flags && strchr(flags, 'T') ? MAILBOX_KEPT
					       : compare(old ? old : fresh, bytes, length);
	*path = g_strdup(old ? old : fresh);
	if (*outcome == MAILBOX_KEPT || *outcome == MAILBOX_SAME)
		return true;
	if (write_through(passing, *path, bytes, length, error)) {
		g_hash_table_insert(mailbox->by_base, g_strdup(base), g_strdup(*path));
		return true;
	}
	g_clear_pointer(path, g_free);
	return false;
}

bool mailbox_add(struct mailbox *mailbox, const struct mailbox_name *name, const char *bytes,
		 size_t length, enum mailbox_outcome *outcome, char **path, GError **error)
{
	*path = NULL;
	switch (mailbox->kind) {
	case MAILBOX_FILES:
		return add_file(mailbox, name, bytes, length, outcome, path, error);
	case MAILBOX_MAILDIR:
		return add_to_maildir(mailbox, name, bytes, length, outcome, path, error);
	case MAILBOX_MBOX:
		break;
	}
	append_mbox(mailbox->mbox, bytes, length);
	*outcome = MAILBOX_NEW;
	return true;
}

/* Whether one mail out of an mbox, its separator left out, is as it was written. */
static bool is_untouched_entry(struct slice entry)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	struct slice line;

	while (text_next_line(&entry, &line)) {
		struct slice bare = line;

		while (bare.length && bare.start[0] == '>') {
			bare.start++;
			bare.length--;
		}
		if (bare.length < line.length && slice_has_prefix(bare, "From "))
			line = (struct slice){ line.start + 1, line.length - 1 };
		g_string_append_len(bytes, line.start, (gssize)line.length);
		g_string_append_c(bytes, '\n');
	}
	if (!bytes->len)
		return false;
	g_string_truncate(bytes, bytes->len - 1); /* the blank line before the next separator */
	return letter_is_untouched(bytes->str, bytes->len);
}

static bool is_untouched_mbox(const char *bytes, size_t length)
{
	const char *end = bytes + length, *at = bytes;

	while (at < end) {
		const char *next;

		if (!slice_has_prefix((struct slice){ at, (size_t)(end - at) }, MBOX_SEPARATOR))
			return false;
		at += strlen(MBOX_SEPARATOR);
		next = g_strstr_len(at, end - at, "\n" MBOX_SEPARATOR);
		next = next ? next + 1 : end;
		if (!is_untouched_entry((struct slice){ at, (size_t)(next - at) }))
			return false;
		at = next;
	}
	return true;
}

bool mailbox_finish(struct mailbox *mailbox, GError **error)
{
	g_autofree char *old = NULL;
	size_t length = 0;
	mode_t mode;

	if (mailbox->kind != MAILBOX_MBOX)
		return true;
	if (strcmp(mailbox->path, "-") == 0) {
		fwrite(mailbox->mbox->str, 1, mailbox->mbox->len, stdout); /* main() checks it */
		return true;
	}
	if (!directory_look_at(mailbox->path, &mode, error))
		return false;
	if (S_ISREG(mode) ||
	    (S_ISLNK(mode) && g_file_test(mailbox->path, G_FILE_TEST_IS_REGULAR))) {
		if (!file_read_regular(mailbox->path, FILE_LIST_LIMIT, true, &old, &length, error))
			return false;
		if (!is_untouched_mbox(old, length))
			return fail(error, WINNOW_ERROR_INPUT,
				    "'%s' holds a mail that was changed since, or another one: "
				    "it is kept, and nothing is written",
				    mailbox->path);
	}
	return file_write(mailbox->path, mailbox->mbox->str, mailbox->mbox->len, DRAFT_MODE, error);
}
