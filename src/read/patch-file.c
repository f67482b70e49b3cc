/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/patch-file.h"

#include "base/text.h"
#include "read/dep3.h"
#include "read/diff.h"
#include "read/mail.h"
#include "read/mailbox.h"

static bool has_subject(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;

	while (text_next_line(&rest, &line) && line.length)
		if (slice_has_prefix_nocase(line, "Subject:"))
			return true;
	return false;
}

/*
 * The first line that says something is the subject where no header does; an in-body "From:" before
 * it is kept for patch_fill(). The caller frees both.
 */
static char *subject_of_text(const char *text, char **without)
{
	const char *diff = diff_find_start(text);
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line) && line.start != diff) {
		struct slice trimmed = slice_trim(line);

		if (!trimmed.length || slice_has_prefix(trimmed, "From:") ||
		    slice_has_prefix(trimmed, "Date:"))
			continue;
		*without = g_strdup_printf("%.*s%s", (int)(line.start - text), text, rest.start);
		return slice_dup(trimmed);
	}
	*without = g_strdup(text);
	return g_strdup("");
}

/* Debian's head may have a mail's fields among its own. */
static bool is_mail(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;
	bool from = false, subject = false;

	while (text_next_line(&rest, &line) && line.length) {
		from |= slice_has_prefix_nocase(line, "From:");
		subject |= slice_has_prefix_nocase(line, "Subject:");
	}
	return from && subject;
}

/* What says nothing of itself is called as the file is; that is nobody's words about the change. */
static void fill(struct patch *patch, const char *subject, const char *from, const char *text,
		 unsigned strip)
{
	patch_fill(patch, subject, from, text, NULL, strip);
	if (*patch->message.subject)
		return;
	g_free(patch->message.subject);
	patch->message.subject = g_strdup(patch->source);
}

static void fill_from_mail(struct patch *patch, const char *bytes, size_t length, unsigned strip)
{
	g_autofree char *text = NULL;
	g_autofree char *subject = NULL;
	struct mail mail;

	mail_parse(&mail, bytes, length);
	for (guint i = 0; i < mail.problems->len; i++)
		patch_problem(patch, "%s", (char *)mail.problems->pdata[i]);
	if (has_subject(bytes, length)) {
		subject = g_strdup(mail.subject);
		text = g_strdup(mail.text);
	} else {
		subject = subject_of_text(mail.text, &text);
	}
	patch_set_head(patch, &mail.head);
	fill(patch, subject, mail.from, text, strip);
	mail_clear(&mail);
}

void patch_file_fill(struct patch *patch, const char *bytes, size_t length, unsigned strip)
{
	g_autofree char *whole = NULL;
	g_autofree char *subject = NULL;
	g_autofree char *from = NULL;
	g_autofree char *text = NULL;
	bool had_nul = false;

	if (length > PATCH_BYTES_LIMIT || is_mail(bytes, length)) {
		fill_from_mail(patch, bytes, length, strip); /* mail_parse() bounds what is read */
		return;
	}
	whole = text_to_utf8(bytes, length, &had_nul);
	text_drop_returns(whole);
	if (!dep3_read(whole, &subject, &from, &text)) {
		if (mail_begins(bytes, length)) {
			fill_from_mail(patch, bytes, length, strip);
			return;
		}
		from = g_strdup("");
		subject = subject_of_text(whole, &text);
	}
	if (had_nul)
		patch_problem(patch, "the text holds NUL bytes");
	fill(patch, subject, from, text, strip);
}

bool patch_file_is_bare(const char *bytes, size_t length)
{
	g_autofree char *text = NULL;
	g_autofree char *subject = NULL;
	g_autofree char *from = NULL;
	g_autofree char *rest = NULL;

	if (length > PATCH_BYTES_LIMIT || is_mail(bytes, length) || mailbox_is_mbox(bytes, length))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	text_drop_returns(text);
	return (dep3_read(text, &subject, &from, &rest) || !mail_begins(bytes, length)) &&
	       diff_find_start(text);
}
