/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/posts.h"

#include <string.h>

#include "message/marker.h"
#include "message/message-id.h"
#include "read/mailbox.h"
#include "read/queue-kinds.h"
#include "read/supersede.h"

enum {
	DIGITS_MIN = 8,	       /* of a commit id that a text names: fewer are chance */
	TEXT_LIMIT = 64 << 10, /* bytes of a mail that are searched for them */
};

/* A commit that an entry stands for. */
struct known {
	char hex[COMMIT_ID_HEX + 1];
	const struct patch *entry;
};

struct posts_reading {
	struct queue *queue;
	GHashTable *by_mail;	/* message id -> entry, or NULL for a post or reply that is kept */
	GHashTable *by_title;	/* subject_bare() -> GPtrArray of entries */
	GHashTable *identified; /* entries whose commit is known */
	GHashTable *by_digits;	/* the first DIGITS_MIN -> GArray of struct known */
};

static void pointers_free(void *pointers)
{
	g_ptr_array_unref(pointers);
}

static void array_free(void *array)
{
	g_array_unref(array);
}

static void know_commit(struct posts_reading *reading, const char *hex, const struct patch *entry)
{
	struct known known = { .entry = entry };
	g_autofree char *digits = g_strndup(hex, DIGITS_MIN);
	GArray *list = g_hash_table_lookup(reading->by_digits, digits);

	g_strlcpy(known.hex, hex, sizeof(known.hex));
	if (!list) {
		list = g_array_new(FALSE, FALSE, sizeof(struct known));
		g_hash_table_insert(reading->by_digits, g_steal_pointer(&digits), list);
	}
	g_array_append_val(list, known);
	g_hash_table_add(reading->identified, (void *)entry);
}

static void know_mail(struct posts_reading *reading, const char *id, const struct patch *entry)
{
	if (!entry || !g_hash_table_contains(reading->by_mail, id))
		g_hash_table_insert(reading->by_mail, g_strdup(id), (void *)entry);
}

/* The upstream commit that the patch says it is; "" if it does not. */
static void marked(const struct patch *patch, char *hex)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	const struct marker *first;

	*hex = '\0';
	markers_scan(patch->message.body, markers);
	first = markers->len ? &g_array_index(markers, struct marker, 0) : NULL;
	if (first && first->kind != MARKER_RELATED)
		g_strlcpy(hex, first->hex, COMMIT_ID_HEX + 1);
}

static void know_entry(struct posts_reading *reading, const struct patch *entry,
		       const struct commit_id *id)
{
	g_autofree char *title = subject_bare(entry->message.subject);
	g_autofree char *link = message_id_of_commit(entry->message.body);
	GPtrArray *list = g_hash_table_lookup(reading->by_title, title);
	char hex[COMMIT_ID_HEX + 1];

	know_mail(reading, entry->source, entry);
	if (link)
		know_mail(reading, link, entry);
	marked(entry, hex);
	if (id)
		know_commit(reading, commit_id_hex(id).text, entry);
	else if (strlen(hex) == COMMIT_ID_HEX)
		know_commit(reading, hex, entry);
	if (entry->has_commit)
		know_commit(reading, commit_id_hex(&entry->commit).text, entry);
	if (!*title)
		return;
	if (!list) {
		list = g_ptr_array_new();
		g_hash_table_insert(reading->by_title, g_steal_pointer(&title), list);
	}
	g_ptr_array_add(list, (void *)entry);
}

/* The entry whose commit begins with the n digits at hex; NULL if none does. */
static const struct patch *named_by(const struct posts_reading *reading, const char *hex, size_t n)
{
	char digits[DIGITS_MIN + 1] = { 0 };
	const GArray *list;

	if (n < DIGITS_MIN || n > COMMIT_ID_HEX)
		return NULL;
	for (int i = 0; i < DIGITS_MIN; i++)
		digits[i] = g_ascii_tolower(hex[i]);
	list = g_hash_table_lookup(reading->by_digits, digits);
	for (guint i = 0; list && i < list->len; i++) {
		const struct known *known = &g_array_index(list, struct known, i);

		if (g_ascii_strncasecmp(known->hex, hex, n) == 0)
			return known->entry;
	}
	return NULL;
}

/* The first entry whose commit text names anywhere. */
static const struct patch *named_in(const struct posts_reading *reading, struct slice text)
{
	const char *end = text.start + MIN(text.length, TEXT_LIMIT);

	for (const char *p = text.start; p < end;) {
		size_t n = slice_hex_run((struct slice){ p, (size_t)(end - p) });
		const struct patch *entry;

		if (n >= DIGITS_MIN && (p == text.start || !g_ascii_isalnum(p[-1])) &&
		    (p + n == end || !g_ascii_isalnum(p[n]))) {
			entry = named_by(reading, p, n);
			if (entry)
				return entry;
		}
		p += n + !n;
	}
	return NULL;
}

static const struct patch *same_change(const struct posts_reading *reading,
				       const struct patch *patch)
{
	const struct patch *entry = g_hash_table_lookup(reading->by_mail, patch->source);
	g_autofree char *title = subject_bare(patch->message.subject);
	const GPtrArray *list;
	char hex[COMMIT_ID_HEX + 1];

	if (entry)
		return entry;
	marked(patch, hex);
	entry = named_by(reading, hex, strlen(hex));
	if (entry)
		return entry;
	list = g_hash_table_lookup(reading->by_title, title);
	for (guint i = 0; list && i < list->len; i++) {
		entry = list->pdata[i];
		/* Two commits of one subject are two when both are known. */
		if (*hex && g_hash_table_contains(reading->identified, entry))
			continue;
		if (person_equal(&entry->author, patch->author.name, patch->author.email))
			return entry;
	}
	return NULL;
}

static void add_fixes(const struct posts_reading *reading, struct post *post)
{
	const GArray *references = post->patch->references;

	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);
		struct post_fix fix = { .line = reference->line };

		if (reference->kind != REFERENCE_FIXES)
			continue;
		fix.entry = named_by(reading, reference->hex, strlen(reference->hex));
		if (fix.entry)
			g_array_append_val(post->fixes, fix);
	}
}

/* The diff, which is most of the mail, is nothing that posts are asked for. */
static void cut_diff(struct mail *mail)
{
	const char *diff = diff_find_start(mail->text);

	if (diff)
		mail->text[diff - mail->text] = '\0';
}

static void add_patch(struct posts_reading *reading, struct mail *mail, const char *id)
{
	g_autofree char *subject = message_strip_tags(mail->subject, NULL);
	g_autofree char *title = subject_bare(subject);
	struct post *post;

	cut_diff(mail);
	if (!g_hash_table_contains(reading->by_title, title) &&
	    !g_hash_table_contains(reading->by_mail, id) &&
	    !named_in(reading, slice_of(mail->text)))
		return;
	post = g_new0(struct post, 1);
	post->patch = queue_patch_of_mail(mail, id);
	post->fixes = g_array_new(FALSE, FALSE, sizeof(struct post_fix));
	post->same = same_change(reading, post->patch);
	add_fixes(reading, post);
	/* What was said of an earlier version is settled by the one under review. */
	if ((post->same && patch_supersedes(post->same, post->patch)) ||
	    (!post->same && !post->fixes->len)) {
		post_free(post);
		return;
	}
	know_mail(reading, id, NULL);
	g_ptr_array_add(reading->queue->posts, post);
}

static bool replies_to_known(const struct posts_reading *reading, const struct reply *reply)
{
	for (guint i = 0; i < reply->ancestors->len; i++)
		if (g_hash_table_contains(reading->by_mail, reply->ancestors->pdata[i]))
			return true;
	return false;
}

static void add_reply(struct posts_reading *reading, const struct mail *mail, const char *id)
{
	struct reply *reply = reply_new(mail, id);
	g_autofree char *title = subject_bare(reply->subject);

	if (!replies_to_known(reading, reply) &&
	    !(mail->kind == MAIL_REPLY && g_hash_table_contains(reading->by_title, title))) {
		reply->about = named_in(reading, slice_of(reply->text));
		if (!reply->about) {
			reply_free(reply);
			return;
		}
	}
	know_mail(reading, id, NULL);
	g_ptr_array_add(reading->queue->replies, reply);
}

/* Whether it is under review or was read with the queue. */
static bool is_known(const struct posts_reading *reading, const char *id)
{
	const struct patch *entry = NULL;
	void *found = NULL;

	if (!g_hash_table_lookup_extended(reading->by_mail, id, NULL, &found))
		return false;
	entry = found;
	return !entry || strcmp(entry->source, id) == 0;
}

/* Whether a header line holds the id, in <>, of a mail that matters. */
static bool names_mail(const struct posts_reading *reading, struct slice line)
{
	const char *end = line.start + line.length;

	for (const char *p = line.start; p < end; p++) {
		const char *open = memchr(p, '<', (size_t)(end - p));
		const char *close = open ? memchr(open, '>', (size_t)(end - open)) : NULL;

		if (!close)
			return false;
		g_autofree char *id = g_strndup(open + 1, (gsize)(close - open - 1));

		if (g_hash_table_contains(reading->by_mail, id))
			return true;
		p = close;
	}
	return false;
}

/*
 * Whether the mail as it came may concern the queue. Nearly all do not, and taking one apart takes
 * a hundred times as long as this. What is encoded may be anything.
 */
static bool may_concern(const struct posts_reading *reading, const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;
	g_autoptr(GString) subject = g_string_new(NULL);
	bool in_subject = false, in_ids = false;

	while (text_next_line(&rest, &line) && line.length) {
		if (line.start[0] != ' ' && line.start[0] != '\t') {
			in_subject = slice_has_prefix_nocase(line, "Subject:");
			in_ids = slice_has_prefix_nocase(line, "In-Reply-To:") ||
				 slice_has_prefix_nocase(line, "References:") ||
				 slice_has_prefix_nocase(line, "Message-ID:");
		}
		if (slice_has_prefix_nocase(line, "Content-Transfer-Encoding:") &&
		    !g_strstr_len(line.start, (gssize)line.length, "bit"))
			return true;
		if (in_subject)
			g_string_append_len(subject, line.start, (gssize)line.length);
		if (in_ids && names_mail(reading, line))
			return true;
	}
	if (strstr(subject->str, "=?"))
		return true;

	const char *text =
		subject->len > strlen("Subject:") ? subject->str + strlen("Subject:") : "";
	g_autofree char *valid = text_to_utf8(text, strlen(text), NULL);
	g_autofree char *plain = message_strip_tags(valid, NULL);
	g_autofree char *title = subject_bare(plain);

	return g_hash_table_contains(reading->by_title, title) || named_in(reading, rest);
}

static void visit(const char *bytes, size_t length, const char *location, void *data)
{
	struct posts_reading *reading = data;
	struct mail mail;
	const char *id;

	if (!may_concern(reading, bytes, length))
		return;
	mail_parse(&mail, bytes, length);
	id = mail.message_id ? mail.message_id : location;
	if (is_known(reading, id)) {
		mail_clear(&mail);
		return;
	}
	if (mail.kind == MAIL_PATCH)
		add_patch(reading, &mail, id);
	else if (mail.kind != MAIL_COVER)
		add_reply(reading, &mail, id);
	mail_clear(&mail);
}

static void visit_inbox(const char *bytes, size_t length, gint64 arrived, const char *location,
			void *data)
{
	(void)arrived;
	visit(bytes, length, location, data);
}

static void visit_unreadable(const char *why, void *data)
{
	queue_warn(((struct posts_reading *)data)->queue, "%s", why);
}

static bool read_sources(struct posts_reading *reading, const struct inbox *inbox,
			 char *const *files, GError **error)
{
	const struct mailbox_visitor visitor = { .mail = visit,
						 .unreadable = visit_unreadable,
						 .data = reading };

	for (; files && *files; files++)
		if (!mailbox_read_file(*files, &visitor, error))
			return false;
	return !inbox || inbox_each(inbox, reading->queue->warnings, visit_inbox, reading, error);
}

bool posts_read(struct queue *queue, const struct commit_id *const *ids, const struct inbox *inbox,
		char *const *files, GError **error)
{
	g_autoptr(GHashTable) by_mail =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) by_title =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, pointers_free);
	g_autoptr(GHashTable) by_digits =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, array_free);
	g_autoptr(GHashTable) identified = g_hash_table_new(NULL, NULL);
	struct posts_reading reading = { queue, by_mail, by_title, identified, by_digits };

	for (size_t i = 0; i < queue_length(queue); i++)
		know_entry(&reading, queue_at(queue, i), ids[i]);
	for (guint i = 0; i < queue->superseded->len; i++)
		know_mail(
			&reading,
			g_array_index(queue->superseded, struct queue_superseded, i).patch->source,
			NULL);
	for (guint i = 0; i < queue->replies->len; i++)
		know_mail(&reading, ((struct reply *)queue->replies->pdata[i])->id, NULL);
	return read_sources(&reading, inbox, files, error);
}
