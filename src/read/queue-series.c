/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A quilt directory: "series" names the patch files in apply order. */
#include "read/queue-kinds.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

/* Whether the text begins with mail headers or an mbox "From " line, or is bare. */
static bool has_headers(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;
	static const char *const headers[] = { "From:",	 "Subject:",  "Date:", "Message-Id:",
					       "To:",	 "Cc:",	      "MIME-", "Received:",
					       "Return", "Delivered", "X-",    "List-" };

	if (!text_next_line(&rest, &line))
		return false;
	if (slice_has_prefix(line, "From ") && !text_next_line(&rest, &line))
		return false;
	/* "net: fix it" is a subject, not a header. */
	for (size_t i = 0; i < G_N_ELEMENTS(headers); i++)
		if (slice_has_prefix_nocase(line, headers[i]))
			return true;
	return false;
}

static bool has_subject(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;

	while (text_next_line(&rest, &line) && line.length)
		if (slice_has_prefix_nocase(line, "Subject:"))
			return true;
	return false;
}

/* "queue-5.10" says what tree the queue is for. */
static void add_version_of_directory(struct patch *patch, const char *directory)
{
	g_autofree char *real = realpath(directory, NULL);
	g_autofree char *base = g_path_get_basename(real ? real : directory);

	if (g_str_has_prefix(base, "queue-"))
		patch_add_version(patch, base + strlen("queue-"));
}

/*
 * The first line that says something is the subject where no header does; an in-body "From:" before
 * it is kept for patch_fill(). The caller frees both.
 */
static char *subject_of_text(const char *text, char **without)
{
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line)) {
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

static void fill_from_file(struct patch *patch, const char *bytes, size_t length, unsigned strip)
{
	struct mail mail = { 0 };
	g_autofree char *text = NULL;
	g_autofree char *subject = NULL;
	bool headers = has_headers(bytes, length);

	if (length > PATCH_BYTES_LIMIT)
		headers = true; /* mail_parse() bounds what is read */
	if (headers) {
		mail_parse(&mail, bytes, length);
	} else {
		bool had_nul = false;

		mail.subject = g_strdup("");
		mail.from = g_strdup("");
		mail.text = text_to_utf8(bytes, length, &had_nul);
		mail.problems = g_ptr_array_new_with_free_func(g_free);
		if (had_nul)
			g_ptr_array_add(mail.problems, g_strdup("the text holds NUL bytes"));
	}
	for (guint i = 0; i < mail.problems->len; i++)
		patch_problem(patch, "%s", (char *)mail.problems->pdata[i]);
	if (headers && has_subject(bytes, length)) {
		subject = g_strdup(mail.subject);
		text = g_strdup(mail.text);
	} else {
		subject = subject_of_text(mail.text, &text);
	}
	patch_set_head(patch, &mail.head);
	patch_fill(patch, subject, mail.from, text, NULL, strip);
	mail_clear(&mail);
}

static void read_entry(struct queue *queue, const char *directory, const char *name, unsigned strip,
		       const char *place)
{
	g_autofree char *path = g_build_filename(directory, name, NULL);
	g_autoptr(GMappedFile) file = NULL;
	g_autoptr(GError) error = NULL;
	struct patch *patch = patch_new(name);

	add_version_of_directory(patch, directory);
	file = file_map(path, &error);
	if (!file) {
		patch_problem(patch, "%s", error->message);
		patch_set_name(patch, name);
	} else {
		const char *bytes = g_mapped_file_get_contents(file);

		fill_from_file(patch, bytes ? bytes : "", g_mapped_file_get_length(file), strip);
	}
	queue_add(queue, patch, place);
}

bool queue_read_series(struct queue *queue, const char *directory, GError **error)
{
	g_autofree char *path = g_build_filename(directory, "series", NULL);
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	size_t length = 0;
	struct slice rest, line;
	size_t number = 0, before = queue->patches->len;

	if (!file_read(path, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	rest = slice_of(text);
	while (text_next_line(&rest, &line)) {
		const char *comment = memchr(line.start, '#', line.length);
		g_autofree char *place = g_strdup_printf("%s:%zu", path, ++number);
		unsigned strip = 1;

		/* quilt: '#' begins a comment at the line start or behind a blank */
		if (comment && (comment == line.start || g_ascii_isspace(comment[-1])))
			line.length = (size_t)(comment - line.start);

		g_autofree char *raw = slice_dup(line);
		g_autofree char *folded = text_fold(raw);
		g_auto(GStrv) words = g_strsplit(folded, " ", -1);

		if (!words[0] || !*words[0])
			continue;
		for (char **option = words + 1; *option; option++) {
			if (strcmp(*option, "-p0") == 0)
				strip = 0;
			else if (strcmp(*option, "-p1") != 0 && strcmp(*option, "-R") != 0)
				queue_warn(queue, "%s: ignoring unknown option '%s'", place,
					   *option);
			else if (strcmp(*option, "-R") == 0)
				queue_warn(queue,
					   "%s: '%s' is applied in reverse; reviewed as it stands",
					   place, words[0]);
		}
		read_entry(queue, directory, words[0], strip, place);
	}
	if (queue->patches->len == before)
		return fail(error, WINNOW_ERROR_INPUT, "'%s' names no patch", path);
	return true;
}
