/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/fields.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "decide/decision.h"
#include "review/brief.h"
#include "review/subsystem.h"

enum {
	NAME_LIMIT = 40, /* bytes of a name that is looked for */
	MEANT_EDITS = 2, /* letters to change at most, so that a name may have been meant */
};

/* Each gives the caller a text, NULL where nothing is known. */

static char *verdict_of(const struct review *review)
{
	return g_strdup(verdict_name(review->judgement.verdict));
}

static char *position_of(const struct review *review)
{
	return g_strdup_printf("%zu", review->patch->position);
}

static char *file_of(const struct review *review)
{
	return g_strdup(review->patch->file);
}

static char *path_of(const struct review *review)
{
	return g_strdup(review->patch->path);
}

static char *id_of(const struct review *review)
{
	const struct patch *patch = review->patch;

	return patch->has_commit ? g_strdup(commit_id_hex(&patch->commit).text) : NULL;
}

static char *short_id_of(const struct review *review)
{
	const struct patch *patch = review->patch;

	return patch->has_commit ? g_strdup(commit_id_short(&patch->commit).text) : NULL;
}

static char *upstream_of(const struct review *review)
{
	const struct upstream *upstream = review->upstream;

	return upstream->has_id ? g_strdup(commit_id_hex(&upstream->id).text) : NULL;
}

static char *short_upstream_of(const struct review *review)
{
	const struct upstream *upstream = review->upstream;

	return upstream->has_id ? g_strdup(commit_id_short(&upstream->id).text) : NULL;
}

static char *source_of(const struct review *review)
{
	return g_strdup(review->patch->source);
}

static char *subject_of(const struct review *review)
{
	return g_strdup(review->patch->message.subject);
}

static char *author_of(const struct review *review)
{
	return g_strdup(review->patch->author.name);
}

static char *email_of(const struct review *review)
{
	return g_strdup(review->patch->author.email);
}

static char *class_of(const struct review *review)
{
	return g_strdup(class_name(review->judgement.class));
}

static char *probability_of(const struct review *review)
{
	return g_strdup_printf("%.0f", 100 * review->judgement.drop_probability);
}

static char *reason_of(const struct review *review)
{
	return review_brief(review, false);
}

static char *says_of(const struct review *review)
{
	return g_strdup(review_says(review));
}

static char *rule_of(const struct review *review)
{
	const struct reason *reason = review_first_reason(review);

	return reason ? g_strdup(reason->rule->id) : NULL;
}

static char *proof_of(const struct review *review)
{
	const struct reason *reason = review_first_reason(review);

	if (!reason || reason->proof || !reason->facts->len)
		return reason ? g_strdup(reason->proof) : NULL;
	return g_strdup(facts_at(&review->facts, g_array_index(reason->facts, size_t, 0))->proof);
}

static char *with_of(const struct review *review)
{
	const GArray *with = review->judgement.with;
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < with->len; i++)
		g_string_append_printf(
			out, "%s%s", i ? " " : "",
			commit_id_hex(&g_array_index(with, struct commit_id, i)).text);
	return g_string_free(out, FALSE);
}

static char *versions_of(const struct review *review)
{
	return patch_trees(review->patch);
}

static char *subsystem_of(const struct review *review)
{
	return subsystem_of_subject(review->patch->message.subject);
}

static char *change_of(const struct review *review)
{
	return g_strdup_printf("%u", review->change);
}

static char *decision_of(const struct review *review)
{
	const struct decision *decision = review->decision;

	return decision ? g_strdup(decision_word_name(decision->word)) : NULL;
}

static char *note_of(const struct review *review)
{
	return review->decision ? g_strdup(review->decision->note) : NULL;
}

static char *news_of(const struct review *review)
{
	return review_since(review);
}

static char *key_of(const struct review *review)
{
	return g_strdup(review->keys->len ? review->keys->pdata[0] : NULL);
}

static char *queue_of(const struct review *review)
{
	return g_strdup(review->base ? review->base->queue : NULL);
}

static char *base_of(const struct review *review)
{
	return g_strdup(review->base ? review->base->name : NULL);
}

static const struct field {
	const char *name;
	char *(*value)(const struct review *review);
	const char *meaning;
} table[] = {
	{ "verdict", verdict_of, "keep, keep-with, drop or ask" },
	{ "position", position_of, "its number in the queue" },
	{ "file", file_of, "the patch file as its queue calls it, for quilt" },
	{ "path", path_of, "the same as it can be opened" },
	{ "id", id_of, "the branch's commit" },
	{ "short-id", short_id_of, "12 digits of it" },
	{ "upstream", upstream_of, "the upstream commit" },
	{ "short-upstream", short_upstream_of, "12 digits of it" },
	{ "source", source_of, "message id, file name or commit id" },
	{ "subject", subject_of, "the subject without tags" },
	{ "author", author_of, "the author's name" },
	{ "email", email_of, "the author's address" },
	{ "reason", reason_of, "why, in a few words, as the list has it" },
	{ "says", says_of, "the same as a sentence" },
	{ "rule", rule_of, "the rule that says so" },
	{ "proof", proof_of, "the line that shows it" },
	{ "with", with_of, "commits of a keep-with in apply order, a blank between" },
	{ "probability", probability_of, "how likely it is to be refused, in per cent" },
	{ "class", class_of, "what kind of change it is" },
	{ "versions", versions_of, "the trees it is for, a blank between" },
	{ "subsystem", subsystem_of, "what its subject begins with" },
	{ "decision", decision_of, "the word that was decided" },
	{ "note", note_of, "the note with it" },
	{ "since", news_of, "what has become known since" },
	{ "key", key_of, "what a decision about it is filed under" },
	{ "change", change_of, "the same number where it is the same change" },
	{ "queue", queue_of, "the directory of its queue, where there are several" },
	{ "base", base_of, "what it is put on, as given or found" },
};

/* Either a field or a text. */
struct piece {
	const struct field *field;
	char *text;
	size_t length;
};

struct fields {
	GArray *pieces; /* struct piece */
};

static void piece_clear(void *data)
{
	g_free(((struct piece *)data)->text);
}

static const struct field *find_field(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

/* How many letters to change, put in or leave out until one is the other; both are short. */
static size_t distance(const char *a, const char *b)
{
	size_t row[NAME_LIMIT + 1], n = strlen(b);

	for (size_t k = 0; k <= n; k++)
		row[k] = k;
	for (size_t i = 0; a[i]; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t k = 0; k < n; k++) {
			size_t above = row[k + 1];
			size_t least = MIN(MIN(above, row[k]) + 1, diagonal + (a[i] != b[k]));

			row[k + 1] = least;
			diagonal = above;
		}
	}
	return row[n];
}

static const char *meant(const char *name)
{
	const char *best = NULL;
	size_t least = MEANT_EDITS + 1;

	for (size_t i = 0; strlen(name) <= NAME_LIMIT && i < G_N_ELEMENTS(table); i++) {
		size_t edits = distance(name, table[i].name);

		if (edits < least) {
			least = edits;
			best = table[i].name;
		}
	}
	return best;
}

static void add_piece(struct fields *fields, const struct field *field, const char *text,
		      size_t length)
{
	struct piece piece = { field, field ? NULL : g_memdup2(text, length), length };

	g_array_append_val(fields->pieces, piece);
}

/* What stands behind "%(" up to ")". */
static bool add_field(struct fields *fields, const char **p, GError **error)
{
	const char *end = strchr(*p, ')');
	g_autofree char *name = NULL;
	const struct field *field;

	if (!end)
		return fail(error, WINNOW_ERROR_USAGE, "--format: '%%(%s' has no ')'", *p);
	name = g_strndup(*p, (size_t)(end - *p));
	field = find_field(name);
	if (!field && meant(name))
		return fail(error, WINNOW_ERROR_USAGE,
			    "--format: no field '%s'; did you mean %%(%s)?", name, meant(name));
	if (!field)
		return fail(error, WINNOW_ERROR_USAGE,
			    "--format: no field '%s' (see winnow review --help)", name);
	add_piece(fields, field, NULL, 0);
	*p = end + 1;
	return true;
}

static bool add_escape(struct fields *fields, const char **p, GError **error)
{
	char byte = **p;

	if (byte == 'n') {
		byte = '\n';
	} else if (byte == 'x' && g_ascii_isxdigit((*p)[1]) && g_ascii_isxdigit((*p)[2])) {
		byte = (char)(g_ascii_xdigit_value((*p)[1]) * 16 + g_ascii_xdigit_value((*p)[2]));
		*p += 2;
	} else if (byte != '%') {
		return fail(error, WINNOW_ERROR_USAGE,
			    "--format: '%%%.1s' is none of %%(FIELD), %%n, %%xNN and %%%%", *p);
	}
	add_piece(fields, NULL, &byte, 1);
	++*p;
	return true;
}

bool fields_parse(const char *text, struct fields **out, GError **error)
{
	_cleanup_(fields_freep) struct fields *fields = g_new0(struct fields, 1);

	fields->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	g_array_set_clear_func(fields->pieces, piece_clear);
	while (*text) {
		size_t length = strcspn(text, "%");
		bool ok = true;

		if (length)
			add_piece(fields, NULL, text, length);
		text += length;
		if (!*text)
			break;
		text++;
		if (*text == '(') {
			text++;
			ok = add_field(fields, &text, error);
		} else {
			ok = add_escape(fields, &text, error);
		}
		if (!ok)
			return false;
	}
	*out = fields;
	fields = NULL;
	return true;
}

void fields_free(struct fields *fields)
{
	if (!fields)
		return;
	g_array_unref(fields->pieces);
	g_free(fields);
}

void fields_append(const struct fields *fields, const struct review *review, bool raw, GString *out)
{
	for (guint i = 0; i < fields->pieces->len; i++) {
		const struct piece *piece = &g_array_index(fields->pieces, struct piece, i);
		g_autofree char *value = NULL;
		g_autofree char *shown = NULL;

		if (!piece->field) {
			g_string_append_len(out, piece->text, (gssize)piece->length);
			continue;
		}
		value = piece->field->value(review);
		if (value && !raw)
			shown = text_one_line(value, 0);
		g_string_append(out, shown ? shown : value ? value : "");
	}
}

char *fields_value(const char *name, const struct review *review)
{
	const struct field *field = find_field(name);
	char *value = field ? field->value(review) : NULL;

	return field && !value ? g_strdup("") : value;
}

char *fields_help(void)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
		g_string_append_printf(out, "  %%(%s)%*s %s\n", table[i].name,
				       (int)(14 - strlen(table[i].name)), "", table[i].meaning);
	return g_string_free(out, FALSE);
}
