/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/patch.h"

#include <stdlib.h>
#include <string.h>

#include "message/marker.h"
#include "message/stretches.h"
#include "message/version.h"
#include "message/words.h"

struct patch *patch_new(const char *source)
{
	struct patch *patch = g_new0(struct patch, 1);

	patch->source = text_to_utf8(source, strlen(source), NULL); /* file names may be anything */
	patch->versions = g_ptr_array_new_with_free_func(g_free);
	patch->stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
	patch->problems = g_ptr_array_new_with_free_func(g_free);
	patch->author = person_parse("");
	patch->revision = REVISION_FIRST;
	patch->strip = 1;
	patch->references = g_array_new(FALSE, FALSE, sizeof(struct reference));
	return patch;
}

void patch_free(struct patch *patch)
{
	g_free(patch->source);
	g_free(patch->file);
	g_free(patch->path);
	g_free(patch->tag);
	g_free(patch->head);
	g_free(patch->thread);
	g_free(patch->sender);
	if (patch->envelope)
		envelope_free(patch->envelope);
	if (patch->raw)
		g_bytes_unref(patch->raw);
	person_clear(&patch->author);
	message_clear(&patch->message);
	diff_clear(&patch->diff);
	g_ptr_array_unref(patch->versions);
	g_array_unref(patch->stretches);
	g_ptr_array_unref(patch->problems);
	g_array_unref(patch->references);
	g_free(patch);
}

void patch_problem(struct patch *patch, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(patch->problems, g_strdup_vprintf(format, args));
	va_end(args);
}

struct person person_parse(const char *text)
{
	const char *open = strrchr(text, '<');
	const char *close = open ? strchr(open, '>') : NULL;
	struct person person;
	size_t length;

	if (!close) {
		bool address = strchr(text, '@') && !strchr(text, ' ');

		person.name = address ? g_strdup("") : text_fold(text);
		person.email = address ? text_fold(text) : g_strdup("");
		return person;
	}
	person.email = g_strndup(open + 1, (gsize)(close - open - 1));

	g_autofree char *raw = g_strndup(text, (gsize)(open - text));

	person.name = text_fold(raw);
	length = strlen(person.name);
	if (length >= 2 && person.name[0] == '"' && person.name[length - 1] == '"') {
		memmove(person.name, person.name + 1, length - 2);
		person.name[length - 2] = '\0';
	}
	return person;
}

void person_clear(struct person *person)
{
	g_free(person->name);
	g_free(person->email);
}

bool person_equal(const struct person *a, const char *name, const char *email)
{
	if (*a->email && *email && g_ascii_strcasecmp(a->email, email) == 0)
		return true;
	return *a->name && *name && g_strcmp0(a->name, name) == 0;
}

static void add_version(struct patch *patch, const char *version)
{
	if (patch->versions->len >= PATCH_VERSIONS_LIMIT ||
	    g_ptr_array_find_with_equal_func(patch->versions, version, g_str_equal, NULL))
		return;
	g_ptr_array_add(patch->versions, g_strdup(version));
	stretches_add(patch->stretches, version);
}

void patch_drop_versions(struct patch *patch)
{
	g_ptr_array_set_size(patch->versions, 0);
	g_array_set_size(patch->stretches, 0);
}

void patch_add_version(struct patch *patch, const char *word)
{
	g_autofree char *version = version_of_word(word);

	if (version)
		add_version(patch, version);
}

int patch_compare_versions(const char *a, const char *b)
{
	while (*a || *b) {
		char *a_end = NULL, *b_end = NULL;
		unsigned long x = strtoul(a, &a_end, 10), y = strtoul(b, &b_end, 10);

		if (x != y)
			return x < y ? -1 : 1;
		a = *a_end == '.' ? a_end + 1 : a_end;
		b = *b_end == '.' ? b_end + 1 : b_end;
		if (a == a_end && b == b_end)
			break;
	}
	return 0;
}

bool patch_is_for(const struct patch *patch, const char *version)
{
	return stretches_have(patch->stretches, version);
}

char *patch_name(const struct patch *patch)
{
	if (patch->has_commit)
		return g_strdup(commit_id_short(&patch->commit).text);
	if (patch->file && !patch->envelope) {
		g_autofree char *name = g_path_get_basename(patch->file);

		/* Of several queues two may have files of one name. */
		return patch->stack && patch->versions->len
			       ? g_strdup_printf("%s/%s", (const char *)patch->versions->pdata[0],
						 name)
			       : g_steal_pointer(&name);
	}
	return patch_trees(patch);
}

const char *patch_message_id(const struct patch *patch)
{
	return patch->envelope ? patch->envelope->message_id : NULL;
}

char *patch_trees(const struct patch *patch)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < patch->versions->len; i++)
		g_string_append_printf(out, "%s%s", i ? " " : "",
				       (char *)patch->versions->pdata[i]);
	return g_string_free(out, FALSE);
}

bool patch_shares_queue(const struct patch *a, const struct patch *b)
{
	gint64 days = text_days_between(a->sent_date, b->sent_date);

	if (a->stack != b->stack)
		return false;
	if (a->sent_date && b->sent_date && ABS(days) > PATCH_QUEUE_DAYS)
		return false;
	if (!a->versions->len || !b->versions->len)
		return true;
	return stretches_meet(a->stretches, b->stretches);
}

/* What the words in "[PATCH AUTOSEL 5.10 03/17]" say. */
static void read_tag(struct patch *patch)
{
	if (!patch->tag)
		return;

	g_autoptr(GPtrArray) versions = versions_of_tag(patch->tag);
	g_auto(GStrv) words = g_strsplit_set(patch->tag, " ,", -1);

	for (char **word = words; *word; word++) {
		char *slash = NULL;
		unsigned long n = strtoul(*word, &slash, 10);

		if (slash != *word && *slash == '/' && g_ascii_isdigit(slash[1]) && n < 100000)
			patch->number = (unsigned)n;
		if (patch->number == n && slash != *word && *slash == '/')
			patch->total = (unsigned)MIN(strtoul(slash + 1, NULL, 10), 100000);
	}
	patch->revision = tag_revision(patch->tag, &patch->resent);
	for (guint i = 0; i < versions->len; i++)
		add_version(patch, versions->pdata[i]);
}

/* The message ends at "---" or where the diff begins. What stands between is nobody's message. */
static char *cut_message(const char *text, const char *diff_start)
{
	struct slice rest = slice_of(text), line;

	if (diff_start)
		rest.length = (size_t)(diff_start - text);
	while (text_next_line(&rest, &line))
		if (slice_has_prefix(line, "---") && slice_equal(slice_trim(line), "---"))
			return g_strndup(text, (gsize)(line.start - text));
	return g_strndup(text, (gsize)(rest.start - text));
}

/* Whether a model's words stand between "---" and the diff, which are left out in any case. */
static bool has_generated(const char *text, const char *diff_start)
{
	struct slice rest = slice_of(text), line;

	if (diff_start)
		rest.length = (size_t)(diff_start - text);
	while (text_next_line(&rest, &line))
		if (words_is_generated_heading(line))
			return true;
	return false;
}

void patch_fill(struct patch *patch, const char *subject, const char *from, const char *text,
		char *diff_text, unsigned strip)
{
	g_autofree char *in_body_from = NULL;
	g_autofree char *title =
		patch->has_commit ? text_fold(subject) : message_strip_tags(subject, &patch->tag);
	g_autofree char *message = NULL;
	bool generated = false;

	if (diff_text) {
		message = g_strdup(text);
	} else {
		const char *diff_start = diff_find_start(text);

		message = cut_message(text, diff_start);
		generated = has_generated(text + strlen(message), diff_start);
		diff_text = g_strdup(diff_start ? diff_start : "");
	}
	message_parse_below(&patch->message, title, patch->head, message,
			    patch->has_commit ? NULL : &in_body_from);
	references_scan(patch->message.subject, patch->message.body, patch->references);
	patch->message.generated_text |= generated;
	person_clear(&patch->author);
	patch->author = person_parse(in_body_from ? in_body_from : from);
	diff_parse(&patch->diff, diff_text, strip);
	for (guint i = 0; i < patch->diff.problems->len; i++)
		patch_problem(patch, "%s", (char *)patch->diff.problems->pdata[i]);
	/* A commit may be empty; a mail or file without a diff has lost it. */
	if (!patch->has_commit && !diff_n_files(&patch->diff) && !patch->diff.problems->len)
		patch_problem(patch, "there is no diff in it");
	read_tag(patch);
}

void patch_set_head(struct patch *patch, const struct mail_head *head)
{
	g_free(patch->head);
	patch->head = g_strdup(head->markers);
	patch->has_origin = head->has_commit;
	patch->origin = head->commit;
}

bool patch_is_backport(const struct patch *patch)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));

	markers_scan(patch->message.body, markers);
	for (guint i = 0; i < markers->len; i++)
		if (g_array_index(markers, struct marker, i).kind != MARKER_RELATED)
			return true;
	return false;
}

void patch_find_references(struct patch *patch, const GPtrArray *fix_words)
{
	if (!patch->message.subject || !patch->message.body)
		return;
	g_array_set_size(patch->references, 0);
	references_scan_with(patch->message.subject, patch->message.body, fix_words,
			     patch->references);
}

void patch_set_name(struct patch *patch, const char *name)
{
	/* The name is nobody's words about the change: rules see an empty message. */
	message_parse(&patch->message, "", "", NULL);
	g_free(patch->message.subject);
	patch->message.subject = text_to_utf8(name, strlen(name), NULL);
}
