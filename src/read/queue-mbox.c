/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mails: an mbox, a maildir, a single mail, standard input. */
#include "read/queue-kinds.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

static const size_t stream_limit = (size_t)2 << 30;

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

static void hand_over(struct slice mail, const char *place, mail_visitor *visit, void *data)
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
		visit(mail.start, mail.length, place, data);
		return;
	}
	g_string_append_len(bytes, copied, mail.start + mail.length - copied);
	visit(bytes->str, bytes->len, place, data);
}

static void split(const char *bytes, size_t length, const char *name, mail_visitor *visit,
		  void *data)
{
	struct slice rest = { bytes, length }, line;
	struct slice mail = { bytes, 0 };
	bool blank = true, is_mbox = false;
	size_t number = 1;

	while (rest.length) {
		const char *start = rest.start;

		text_next_line(&rest, &line);
		if (blank && is_separator(line)) {
			mail.length = (size_t)(start - mail.start);
			if (is_mbox || slice_trim(mail).length) {
				g_autofree char *place =
					g_strdup_printf("%s: mail %zu", name, number++);

				hand_over(mail, place, visit, data);
			}
			mail.start = rest.start;
			is_mbox = true;
		}
		blank = !line.length;
	}
	mail.length = (size_t)(bytes + length - mail.start);
	if (slice_trim(mail).length) {
		g_autofree char *place =
			is_mbox ? g_strdup_printf("%s: mail %zu", name, number) : g_strdup(name);

		hand_over(mail, place, visit, data);
	}
}

/* A mail and where it belongs. */
struct place {
	struct patch *patch;
	gint64 date;  /* when its mailing, or it alone, was begun */
	size_t index; /* as it stood */
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	bool same_mailing = g_strcmp0(x->patch->thread, y->patch->thread) == 0;

	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	if (same_mailing && x->patch->number != y->patch->number)
		return x->patch->number < y->patch->number ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* The earliest date among the numbered mails of each thread; a thread may hold several mailings. */
static GHashTable *begin_of_mailings(const struct place *places, size_t n)
{
	GHashTable *begin = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

	for (size_t i = 0; i < n; i++) {
		const struct patch *patch = places[i].patch;
		gint64 *known;

		if (!patch->number)
			continue;
		known = g_hash_table_lookup(begin, patch->thread);
		if (!known)
			g_hash_table_insert(begin, patch->thread,
					    g_memdup2(&patch->sent_date, sizeof(patch->sent_date)));
		else
			*known = MIN(*known, patch->sent_date);
	}
	return begin;
}

/*
 * Mails arrive in any order. Mailings apply in the order they were sent, the mails of one in the
 * order of their numbers. Where a mail has no date all stay as they are.
 */
void queue_order_mails(struct queue *queue, size_t first)
{
	size_t n = queue->patches->len - first;
	g_autofree struct place *places = g_new(struct place, n);
	g_autoptr(GHashTable) begin = NULL;

	for (size_t i = 0; i < n; i++) {
		places[i].patch = queue->patches->pdata[first + i];
		places[i].index = i;
		if (!places[i].patch->sent_date)
			return;
	}
	begin = begin_of_mailings(places, n);
	for (size_t i = 0; i < n; i++) {
		const struct patch *patch = places[i].patch;
		const gint64 *date =
			patch->number ? g_hash_table_lookup(begin, patch->thread) : NULL;

		places[i].date = date ? *date : patch->sent_date;
	}
	if (n)
		qsort(places, n, sizeof(*places), by_place);
	for (size_t i = 0; i < n; i++)
		queue->patches->pdata[first + i] = places[i].patch;
}

struct patch *queue_patch_of_mail(struct mail *mail, const char *source)
{
	struct patch *patch = patch_new(source);

	for (guint i = 0; i < mail->problems->len; i++)
		patch_problem(patch, "%s", (char *)mail->problems->pdata[i]);
	patch_fill(patch, mail->subject, mail->from, mail->text, NULL, 1);
	if (mail->stable_base && !patch->versions->len) { /* "Linux 6.9.2": the tag says 6.9 */
		g_auto(GStrv) words = g_strsplit(mail->stable_base, " ", -1);

		for (char **word = words; *word; word++)
			patch_add_version(patch, *word);
	}
	if (mail->message_id) {
		patch->sent_date = mail->date;
		patch->sender = g_strdup(mail->from);
		patch->envelope = g_steal_pointer(&mail->envelope);
		patch->thread = g_strdup(mail->in_reply_to ? mail->in_reply_to : mail->message_id);
	}
	return patch;
}

static void add_mail(const char *bytes, size_t length, const char *place, void *data)
{
	struct queue *queue = data;
	struct mail mail;
	const char *source;

	mail_parse(&mail, bytes, length);
	source = mail.message_id ? mail.message_id : place;
	/* A broken mail may have been a patch; what has neither subject nor diff was none. */
	if (mail.kind != MAIL_PATCH && (!mail.problems->len || !*mail.subject)) {
		queue_skip(queue, source, mail.subject, mail_kind_name(mail.kind));
		if (mail.kind == MAIL_REPLY)
			g_ptr_array_add(queue->replies, reply_new(&mail, source));
	} else {
		queue_add(queue, queue_patch_of_mail(&mail, source), place);
	}
	mail_clear(&mail);
}

static bool read_stream(FILE *stream, const char *name, mail_visitor *visit, void *data,
			GError **error)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	char buffer[1 << 16];
	size_t n;

	while ((n = fread(buffer, 1, sizeof(buffer), stream)) > 0) {
		if (bytes->len + n > stream_limit)
			return fail(error, WINNOW_ERROR_INPUT, "%s is longer than %zu bytes", name,
				    stream_limit);
		g_string_append_len(bytes, buffer, (gssize)n);
	}
	if (ferror(stream))
		return fail_errno(error, "cannot read %s", name);
	split(bytes->str, bytes->len, name, visit, data);
	return true;
}

bool queue_each_mail(const char *path, mail_visitor *visit, void *data, GError **error)
{
	g_autoptr(GMappedFile) file = NULL;
	struct stat status;

	/* What the shell's <(...) gives cannot be mapped. */
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
		FILE *stream = fopen(path, "rb");
		bool ok = stream ? read_stream(stream, path, visit, data, error)
				 : fail_errno(error, "cannot open '%s'", path);

		if (stream)
			fclose(stream);
		return ok;
	}
	file = file_map(path, error);
	if (!file)
		return false;
	if (g_mapped_file_get_length(file))
		split(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), path, visit,
		      data);
	return true;
}

bool queue_read_mbox(struct queue *queue, const char *path, GError **error)
{
	size_t first = queue->patches->len;

	if (!queue_each_mail(path, add_mail, queue, error))
		return false;
	queue_order_mails(queue, first);
	return true;
}

bool queue_read_stdin(struct queue *queue, GError **error)
{
	size_t first = queue->patches->len;

	if (!read_stream(stdin, "standard input", add_mail, queue, error))
		return false;
	queue_order_mails(queue, first);
	return true;
}

/* Entries are "cur/NAME" and "new/NAME", both four letters before the name. */
static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a + 4, *(char *const *)b + 4);
}

static void list_folder(const char *directory, const char *part, GPtrArray *out)
{
	g_autofree char *path = g_build_filename(directory, part, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (name[0] != '.')
			g_ptr_array_add(out, g_build_filename(part, name, NULL));
}

bool queue_read_maildir(struct queue *queue, const char *directory, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	size_t first = queue->patches->len;

	(void)error;
	list_folder(directory, "cur", names);
	list_folder(directory, "new", names);
	/*
	 * Names begin with the time of delivery: across both folders that is the order of arrival.
	 */
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(directory, names->pdata[i], NULL);
		g_autoptr(GError) read_error = NULL;
		g_autoptr(GMappedFile) file = file_map(path, &read_error);

		if (!file)
			queue_warn(queue, "%s", read_error->message);
		else if (g_mapped_file_get_length(file))
			add_mail(g_mapped_file_get_contents(file), g_mapped_file_get_length(file),
				 names->pdata[i], queue);
	}
	queue_order_mails(queue, first);
	return true;
}
