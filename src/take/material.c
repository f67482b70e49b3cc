/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/material.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "message/message.h"
#include "read/address.h"
#include "read/diff.h"
#include "read/diff-reverse.h"
#include "read/encoded-word.h"
#include "read/mail.h"

enum { DIFF_LIMIT = 64 << 20 }; /* bytes; a longer patch is none */

void material_clear(struct material *material)
{
	if (material->head)
		g_string_free(material->head, TRUE);
	if (material->diff)
		g_bytes_unref(material->diff);
	g_free(material->author);
	g_free(material->email);
	g_free(material->subject);
	g_free(material->message);
	*material = (struct material){ 0 };
}

/* "Fri, 01 Apr 2022 12:00:00 +0200" */
static char *date_line(gint64 date, int zone)
{
	g_autoptr(GTimeZone) offset = g_time_zone_new_offset(zone * 60);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(date);
	g_autoptr(GDateTime) local = utc ? g_date_time_to_timezone(utc, offset) : NULL;

	return local ? g_date_time_format(local, "%a, %d %b %Y %H:%M:%S %z") : NULL;
}

/* What a mail's header says of who wrote it; a name alone stays one. */
static char *from_line(const char *name, const char *email)
{
	const struct address address = { (char *)name, (char *)email };
	g_autofree char *plain = g_strdup_printf("%s <%s>", name, email);
	g_autofree char *encoded =
		address_is_valid(email) ? address_encode(&address) : g_strdup(plain);

	return text_one_line(encoded, 0);
}

/* The headers of a mail with these; from is as it stands there. */
static GString *headers(const struct material *material, const char *from, const char *subject)
{
	static const char mbox_date[] = "Mon Sep 17 00:00:00 2001";
	struct commit_id none = { 0 };
	const struct commit_id *id = material->repo ? &material->commit : &none;
	GString *out = g_string_new(NULL);
	g_autofree char *date = date_line(material->date, material->zone);
	g_autofree char *one_line = text_one_line(subject, 0);
	g_autofree char *words = encoded_words_write(one_line);

	g_string_append_printf(out, "From %s %s\nFrom: %s\n", commit_id_hex(id).text, mbox_date,
			       from);
	if (material->date && date)
		g_string_append_printf(out, "Date: %s\n", date);
	g_string_append_printf(out, "Subject: %s\n", words ? words : one_line);
	return out;
}

/* What is no ASCII has to be said to be UTF-8. */
static void end_headers(GString *out, const char *text)
{
	if (!g_str_is_ascii(out->str) || !g_str_is_ascii(text))
		g_string_append(out, "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
				     "Content-Transfer-Encoding: 8bit\n");
	g_string_append_c(out, '\n');
}

/* A line that git am may take for the beginning of another mail: it looks for the time of day. */
static bool begins_mail(struct slice line)
{
	if (!slice_has_prefix(line, "From "))
		return false;
	for (size_t i = strlen("From "); i + 1 < line.length; i++)
		if (line.start[i] == ':' && g_ascii_isdigit(line.start[i - 1]) &&
		    g_ascii_isdigit(line.start[i + 1]))
			return true;
	return false;
}

/*
 * Lines of a message that whoever applies a patch takes for the end of it or for a diff. To
 * patch(1) a diff may be indented; by its hunks it knows one.
 */
static bool ends_message(struct slice line)
{
	static const char *const words[] = { "diff -", "Index: ", "--- ", "+++ ", "*** " };
	static const char *const hunks[] = { "@@ -", "********" };
	struct slice text = slice_trim(line);

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (slice_has_prefix(line, words[i]))
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(hunks); i++)
		if (slice_has_prefix(text, hunks[i]))
			return true;
	return slice_equal(text, "---") || begins_mail(line);
}

static void append_message(GString *out, const char *message)
{
	struct slice rest = slice_of(message), line;

	while (text_next_line(&rest, &line)) {
		if (ends_message(line))
			g_string_append(out, "> ");
		g_string_append_len(out, line.start, (gssize)line.length);
		g_string_append_c(out, '\n');
	}
}

/* A last line that another one of its kind may follow: "Key: value", "[ note ]", "(picked ...)". */
static bool is_tail(struct slice line)
{
	size_t n = 0;

	if (slice_has_prefix(line, "[") || slice_has_prefix(line, "("))
		return true;
	while (n < line.length && (g_ascii_isalnum(line.start[n]) || line.start[n] == '-'))
		n++;
	return n && n + 1 < line.length && line.start[n] == ':' && line.start[n + 1] == ' ';
}

void message_append_line(GString *message, gsize end, const char *line)
{
	gsize start;
	g_autoptr(GString) added = g_string_new(NULL);

	while (end && g_ascii_isspace(message->str[end - 1]))
		end--;
	start = end;
	while (start && message->str[start - 1] != '\n')
		start--;
	if (end && !is_tail((struct slice){ message->str + start, end - start }))
		g_string_append_c(added, '\n');
	g_string_append_printf(added, "\n%s", line);
	g_string_insert_len(message, (gssize)end, added->str, (gssize)added->len);
}

/* Where the message ends in a head: at "---" or at its end. */
static gsize end_of_message(const GString *head)
{
	struct slice rest = { head->str, head->len }, line;

	while (text_next_line(&rest, &line))
		if (slice_has_prefix(line, "---") && slice_equal(slice_trim(line), "---"))
			return (gsize)(line.start - head->str);
	return head->len;
}

void material_note(struct material *material, const char *line)
{
	g_autoptr(GString) message = g_string_new(material->message);
	g_autofree char *one_line = text_one_line(line, 0);

	message_append_line(material->head, end_of_message(material->head), one_line);
	message_append_line(message, message->len, one_line);
	g_free(material->message);
	material->message = g_string_free(g_steal_pointer(&message), FALSE);
}

bool material_of_commit(struct repo *repo, const struct commit_id *id, material_adapt *adapt,
			const void *data, struct material *out, GError **error)
{
	struct commit commit;
	const char *body = NULL;
	g_autofree char *tagged = NULL;
	g_autofree char *from = NULL;
	bool cut = false;

	*out = (struct material){ .strip = 1, .repo = repo, .commit = *id };
	if (!repo_diff_bytes(repo, id, DIFF_LIMIT, &out->diff, &cut, error))
		return false;
	if (cut)
		return fail(error, WINNOW_ERROR_INPUT, "the diff of commit %s is too long",
			    commit_id_short(id).text);
	if (!repo_read_commit(repo, id, &commit, error))
		return false;
	if (commit.cut) {
		commit_clear(&commit);
		return fail(error, WINNOW_ERROR_INPUT, "the message of commit %s is too long",
			    commit_id_short(id).text);
	}
	out->author = g_strdup(commit.author_name);
	out->email = g_strdup(commit.author_email);
	out->date = commit.author_date;
	out->zone = commit.author_zone;
	out->message = adapt ? adapt(&commit, data) : g_strdup(commit.message);
	commit_clear(&commit);
	out->subject = message_split(out->message, &body);
	while (*body == '\n')
		body++;
	tagged = g_strconcat("[PATCH] ", out->subject, NULL);
	from = from_line(out->author, out->email);
	out->head = headers(out, from, tagged);
	end_headers(out->head, body);
	append_message(out->head, body);
	g_string_append(out->head, "---\n\n");
	return true;
}

/* As it stands, but for lines behind the first one of out that begin a mail. */
static void append_text(GString *out, const char *text, size_t length)
{
	struct slice rest = { text, length }, line;
	const char *start = rest.start;

	while (text_next_line(&rest, &line)) {
		if (out->len && begins_mail(line))
			g_string_append(out, "> ");
		g_string_append_len(out, start, rest.start - start);
		start = rest.start;
	}
}

/* The same of a diff, and of what stands behind it. */
static GBytes *diff_bytes(const char *diff)
{
	GString *out = g_string_new(NULL);

	append_text(out, diff, strlen(diff));
	return g_string_free_to_bytes(out);
}

/* Split text in front of the diff. */
static bool split(struct material *out, const char *text, GError **error)
{
	const char *diff = diff_find_start(text);

	if (!diff)
		return fail(error, WINNOW_ERROR_INPUT, "there is no diff in it");
	append_text(out->head, text, (size_t)(diff - text));
	out->diff = diff_bytes(diff);
	return true;
}

/* What the message is, as a commit would have it. */
static void describe(const struct patch *patch, struct material *out)
{
	out->strip = patch->strip;
	out->author = g_strdup(patch->author.name);
	out->email = g_strdup(patch->author.email);
	out->subject = g_strdup(patch->message.subject);
	out->message = *patch->message.body ? g_strdup_printf("%s\n\n%s\n", patch->message.subject,
							      patch->message.body)
					    : g_strdup_printf("%s\n", patch->message.subject);
}

/* Its own words and headers, decoded; text stands below. */
static bool of_mail(const struct patch *patch, struct material *out, GError **error)
{
	gsize length = 0;
	const char *bytes = g_bytes_get_data(patch->raw, &length);
	struct mail mail;
	g_autofree char *from = NULL;
	bool ok;

	mail_parse(&mail, bytes, length);
	out->date = mail.date;
	out->zone = mail.envelope ? mail.envelope->zone : 0;
	from = mail.envelope && mail.envelope->from
		       ? text_one_line(mail.envelope->from, 0)
		       : from_line(patch->author.name, patch->author.email);
	out->head = headers(out, from, mail.subject);
	if (mail.message_id && !strpbrk(mail.message_id, "<>\r\n"))
		g_string_append_printf(out->head, "Message-Id: <%s>\n", mail.message_id);
	end_headers(out->head, mail.text);
	ok = split(out, mail.text, error);
	mail_clear(&mail);
	return ok;
}

/* Of an attached patch, or a file without a mail's headers: what was understood of it. */
static bool of_parts(const struct patch *patch, const char *diff, struct material *out)
{
	g_autofree char *from = from_line(patch->author.name, patch->author.email);
	g_autofree char *tagged = g_strconcat("[PATCH] ", patch->message.subject, NULL);

	out->date = patch->sent_date;
	out->head = headers(out, from, tagged);
	end_headers(out->head, patch->message.body);
	append_message(out->head, patch->message.body);
	g_string_append(out->head, "---\n\n");
	out->diff = diff_bytes(diff);
	return true;
}

/* The value of a header of bytes; NULL: there is none. The caller frees. */
static char *header_of(const char *bytes, size_t length, const char *name)
{
	struct slice rest = { bytes, length }, line;

	while (text_next_line(&rest, &line) && line.length)
		if (slice_has_prefix_nocase(line, name))
			return g_strndup(line.start + strlen(name), line.length - strlen(name));
	return NULL;
}

static bool is_encoded(const char *bytes, size_t length)
{
	g_autofree char *encoding = header_of(bytes, length, "Content-Transfer-Encoding:");
	g_autofree char *type = header_of(bytes, length, "Content-Type:");

	return (encoding && (strcasestr(encoding, "quoted") || strcasestr(encoding, "base64"))) ||
	       (type && strcasestr(type, "multipart"));
}

static bool has_mail_headers(const char *bytes, size_t length)
{
	g_autofree char *from = header_of(bytes, length, "From:");
	g_autofree char *subject = header_of(bytes, length, "Subject:");

	return from && subject;
}

/* Of a mail's headers, when it was written. */
static void note_date(const char *bytes, size_t length, struct material *out)
{
	g_autofree char *date = header_of(bytes, length, "Date:");

	if (date)
		mail_read_date(date, &out->date, &out->zone);
}

static bool of_file(const struct patch *patch, struct material *out, GError **error)
{
	gsize length = 0;
	const char *bytes = g_bytes_get_data(patch->raw, &length);
	g_autofree char *text = g_strndup(bytes ? bytes : "", length);

	if (strlen(text) != length)
		return fail(error, WINNOW_ERROR_INPUT, "it holds NUL bytes");
	note_date(bytes, length, out);
	out->head = g_string_new(NULL);
	return split(out, text, error);
}

/* patch(1) takes returns for a mail program's where the lines between the hunks have them, too. */
static bool has_returns_throughout(const char *diff)
{
	struct slice rest = slice_of(diff), line;

	while (text_next_line(&rest, &line))
		if (slice_has_prefix(line, "@@ -"))
			return line.start[line.length] == '\r';
	return false;
}

/*
 * What is understood of a patch has lost the returns of its lines, which some of a file's may have:
 * it is turned round once more from its bytes. A mail's text has none to lose.
 */
static bool of_reversed(const struct patch *patch, struct material *out)
{
	gsize length = 0;
	const char *bytes = patch->raw ? g_bytes_get_data(patch->raw, &length) : NULL;
	g_autofree char *text = g_strndup(bytes ? bytes : "", length);
	const char *start = diff_find_start(text);
	g_autofree char *reversed = NULL;
	struct diff diff = { 0 };

	if (!start || strlen(text) != length || patch->envelope || is_encoded(bytes, length) ||
	    has_returns_throughout(start))
		return of_parts(patch, patch->diff.text, out);
	diff_parse(&diff, g_strdup(start), patch->raw_strip);
	reversed = diff_reversed(&diff);
	diff_clear(&diff);
	return of_parts(patch, reversed, out);
}

bool material_of_patch(const struct patch *patch, struct repo *repo, enum material_form form,
		       struct material *out, GError **error)
{
	gsize length = 0;
	const char *bytes = patch->raw ? g_bytes_get_data(patch->raw, &length) : NULL;

	*out = (struct material){ 0 };
	if (patch->has_commit)
		return material_of_commit(repo, &patch->commit, NULL, NULL, out, error);
	/* Nothing of it could be read. */
	if (!patch->raw && !patch->diff.text)
		return fail(error, WINNOW_ERROR_INPUT, "%s",
			    patch->problems->len ? (const char *)patch->problems->pdata[0]
						 : "there is no diff in it");
	describe(patch, out);
	if (patch->reversed)
		return of_reversed(patch, out);
	if (!patch->raw)
		return of_parts(patch, patch->diff.text, out);
	if (patch->envelope || is_encoded(bytes, length))
		return of_mail(patch, out, error);
	if (form == MATERIAL_FILE || has_mail_headers(bytes, length))
		return of_file(patch, out, error);
	return of_parts(patch, patch->diff.text, out);
}
