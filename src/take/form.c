/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/form.h"

#include <string.h>

#include "base/text.h"
#include "message/marker.h"
#include "message/message.h"
#include "take/material.h"

enum { COMMITS_READ = 1000 }; /* of the base, where the queue has no example */

void form_clear(struct form *form)
{
	g_free(form->before);
	g_free(form->after);
	g_free(form->date);
	*form = (struct form){ 0 };
}

/* How often each form was seen. */
struct forms {
	GHashTable *counts; /* "before\1after\1date\1end" -> how often */
	bool depends;
	size_t left; /* commits to read */
};

/* "master commit:" goes with "master date:", which says when upstream committed it. */
static char *date_words(struct slice key, struct slice next)
{
	const char *blank = memchr(key.start, ' ', key.length);
	g_autofree char *words =
		blank ? g_strdup_printf("%.*s date: ", (int)(blank - key.start), key.start) : NULL;

	return words && slice_has_prefix(next, words) ? g_steal_pointer(&words) : g_strdup("");
}

/* What stands around the only id of the line is the form. */
static void count_line(struct forms *forms, struct slice line, struct slice rest, const char *hex,
		       bool at_end)
{
	size_t length = strlen(hex);
	struct slice next = { 0 };

	if (!text_next_line(&rest, &next))
		next = (struct slice){ line.start, 0 };
	for (size_t i = 0; i + length <= line.length; i++) {
		g_autofree char *date = NULL;
		g_autofree char *key = NULL;
		size_t end = i + slice_hex_run((struct slice){ line.start + i, line.length - i });
		guint n;

		if (g_ascii_strncasecmp(line.start + i, hex, length) != 0)
			continue;
		date = date_words((struct slice){ line.start, i }, slice_trim(next));
		key = g_strdup_printf("%.*s\1%.*s\1%s\1%d", (int)i, line.start,
				      (int)(line.length - end), line.start + end, date, at_end);
		n = GPOINTER_TO_UINT(g_hash_table_lookup(forms->counts, key));
		g_hash_table_insert(forms->counts, g_steal_pointer(&key), GUINT_TO_POINTER(n + 1));
		return;
	}
}

static void count_message(struct forms *forms, const char *body)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	struct slice rest = slice_of(body), line;
	const struct marker *marker;
	bool at_top = true;

	forms->depends = forms->depends || strstr(body, "\nStable-dep-of: ");
	markers_scan(body, markers);
	if (!markers->len)
		return;
	marker = &g_array_index(markers, struct marker, 0);
	if (marker->kind > MARKER_CHERRY_PICK || strlen(marker->hex) < COMMIT_ID_SHORT)
		return;
	while (text_next_line(&rest, &line)) {
		struct slice trimmed = slice_trim(line);

		if (marker->line.start >= line.start &&
		    marker->line.start <= line.start + line.length) {
			count_line(forms, trimmed, rest, marker->hex, !at_top);
			return;
		}
		at_top = at_top && !trimmed.length;
	}
}

static bool visit(const struct commit *commit, void *data)
{
	struct forms *forms = data;
	const char *body = "";

	g_free(message_split(commit->message, &body));
	count_message(forms, body);
	return --forms->left > 0;
}

static char *most_frequent(const struct forms *forms)
{
	GHashTableIter iter;
	gpointer key, count;
	const char *best = NULL;
	guint most = 0;

	g_hash_table_iter_init(&iter, forms->counts);
	while (g_hash_table_iter_next(&iter, &key, &count)) {
		guint n = GPOINTER_TO_UINT(count);

		if (n > most || (n == most && strcmp(key, best) < 0)) {
			best = key;
			most = n;
		}
	}
	return g_strdup(best);
}

void form_find(const struct report *report, struct repo *repo, struct form *out)
{
	struct forms forms = { .left = COMMITS_READ };
	g_autofree char *best = NULL;
	g_auto(GStrv) parts = NULL;

	forms.counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t i = 0; i < report->n_reviews; i++)
		count_message(&forms, report->reviews[i].patch->message.body);
	if (!g_hash_table_size(forms.counts) && repo)
		(void)!repo_walk(repo, &report->base, NULL, 0, visit, &forms, NULL);
	best = most_frequent(&forms);
	g_hash_table_unref(forms.counts);
	parts = g_strsplit(best ? best
				: "[ Upstream commit \1 ]\1\1"
				  "0",
			   "\1", 4);
	*out = (struct form){ .before = g_strdup(parts[0]),
			      .after = g_strdup(parts[1]),
			      .date = *parts[2] ? g_strdup(parts[2]) : NULL,
			      .at_end = *parts[3] == '1',
			      .depends = forms.depends };
}

static void append_marker(const struct form *form, const struct commit *commit, GString *message)
{
	g_autofree char *line =
		g_strconcat(form->before, commit_id_hex(&commit->id).text, form->after, NULL);
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset(commit->commit_zone * 60);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(commit->commit_date);
	g_autoptr(GDateTime) local = utc ? g_date_time_to_timezone(utc, zone) : NULL;
	g_autofree char *date = local ? g_date_time_format(local, "%Y-%m-%d %H:%M:%S %z") : NULL;
	g_autofree char *dated = form->date && date ? g_strconcat(form->date, date, NULL) : NULL;

	if (form->at_end) {
		message_append_line(message, message->len, line);
		if (dated)
			g_string_append_printf(message, "%s\n", dated);
	} else {
		g_string_append_printf(message, "%s\n%s%s\n", line, dated ? dated : "",
				       dated ? "\n" : "");
	}
}

char *form_message(const struct form *form, const struct commit *commit,
		   const struct commit_id *user, const char *user_subject)
{
	const char *body = "";
	g_autofree char *subject = message_split(commit->message, &body);
	GString *message = g_string_new(NULL);

	g_string_append_printf(message, "%s\n\n", subject);
	if (!form->at_end)
		append_marker(form, commit, message);
	while (*body == '\n')
		body++;
	g_string_append(message, body);
	while (message->len && g_ascii_isspace(message->str[message->len - 1]))
		g_string_truncate(message, message->len - 1);
	g_string_append_c(message, '\n');
	if (user && form->depends) {
		g_autofree char *name = fact_commit_name(user, user_subject);
		g_autofree char *line = g_strconcat("Stable-dep-of: ", name, NULL);

		message_append_line(message, message->len, line);
	}
	if (form->at_end)
		append_marker(form, commit, message);
	return g_string_free(message, FALSE);
}
