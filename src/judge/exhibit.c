/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/exhibit.h"

#include <math.h>
#include <string.h>

static const char *const text_names[] = {
#define X(name, word, meaning) [EXHIBIT_##name] = word,
	EXHIBIT_TEXTS(X)
#undef X
};

static const char *const text_meanings[] = {
#define X(name, word, meaning) [EXHIBIT_##name] = meaning,
	EXHIBIT_TEXTS(X)
#undef X
};

static void string_free(void *string)
{
	g_string_free(string, TRUE);
}

void exhibit_init(struct exhibit *exhibit)
{
	memset(exhibit, 0, sizeof(*exhibit));
	exhibit->trailers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, string_free);
}

void exhibit_clear(struct exhibit *exhibit)
{
	for (int i = 0; i < N_EXHIBIT_TEXTS; i++)
		g_free(exhibit->texts[i]);
	g_hash_table_unref(exhibit->trailers);
}

static void set_text(struct exhibit *exhibit, enum exhibit_text which, char *text)
{
	g_free(exhibit->texts[which]);
	exhibit->texts[which] = text;
}

static void append_line(GString *text, struct slice line)
{
	if (text->len + line.length + 1 > EXHIBIT_TEXT_LIMIT)
		return;
	if (text->len)
		g_string_append_c(text, '\n');
	g_string_append_len(text, line.start, (gssize)line.length);
}

void exhibit_add_trailer(struct exhibit *exhibit, const char *key, const char *value)
{
	GString *values = g_hash_table_lookup(exhibit->trailers, key);

	if (!values) {
		values = g_string_new(NULL);
		g_hash_table_insert(exhibit->trailers, g_strdup(key), values);
	}
	append_line(values, slice_of(value));
}

static void set_message(struct exhibit *exhibit, const struct message *message)
{
	struct slice body = slice_cut(slice_of(message->own_body), EXHIBIT_TEXT_LIMIT);
	struct slice subject = slice_cut(slice_of(message->own_subject), EXHIBIT_SUBJECT_LIMIT);
	GString *all = g_string_new(NULL);

	for (guint i = 0; message->trailers && i < message->trailers->len; i++) {
		const struct trailer *trailer =
			&g_array_index(message->trailers, struct trailer, i);
		g_autofree char *key =
			g_ascii_strdown(trailer->key.start, (gssize)trailer->key.length);
		g_autofree char *value = slice_dup(trailer->value);
		g_autofree char *folded = text_fold(value);

		append_line(all, slice_trim(trailer->line));
		exhibit_add_trailer(exhibit, key, folded);
	}
	set_text(exhibit, EXHIBIT_TRAILERS, g_string_free(all, FALSE));
	set_text(exhibit, EXHIBIT_SUBJECT, slice_dup(subject));
	set_text(exhibit, EXHIBIT_BODY, slice_dup(body));
	set_text(exhibit, EXHIBIT_LOG,
		 slice_dup(slice_cut(slice_of(message->log), EXHIBIT_TEXT_LIMIT)));
	set_text(exhibit, EXHIBIT_MESSAGE,
		 g_strdup_printf("%.*s\n\n%.*s", (int)subject.length, subject.start,
				 (int)body.length, body.start));
}

/* What the scan for references took for fixes; a list's line once. */
static void set_fixes(struct exhibit *exhibit, const GArray *references)
{
	GString *lines = g_string_new(NULL);
	const char *last = NULL;

	for (guint i = 0; references && i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);

		if (reference->kind == REFERENCE_FIXES && reference->line.start != last)
			append_line(lines, slice_trim(reference->line));
		last = reference->line.start;
	}
	set_text(exhibit, EXHIBIT_FIXES, g_string_free(lines, FALSE));
}

void exhibit_set_message(struct exhibit *exhibit, const char *text)
{
	const char *body;
	g_autofree char *subject = message_split(text, &body);
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));
	struct message message;

	message_parse(&message, subject, body, NULL);
	set_message(exhibit, &message);
	references_scan(subject, body, references);
	set_fixes(exhibit, references);
	message_clear(&message);
}

void exhibit_set_paths(struct exhibit *exhibit, const GPtrArray *paths)
{
	GString *lines = g_string_new(NULL);

	for (guint i = 0; paths && i < paths->len; i++)
		append_line(lines, slice_of(paths->pdata[i]));
	set_text(exhibit, EXHIBIT_PATH, g_string_free(lines, FALSE));
}

static void set_diff(struct exhibit *exhibit, const struct diff *diff)
{
	GString *paths = g_string_new(NULL), *added = g_string_new(NULL),
		*removed = g_string_new(NULL);

	for (size_t i = 0; i < diff_n_files(diff); i++)
		append_line(paths, slice_of(diff_file_path(diff_file_at(diff, i))));
	for (size_t i = 0; i < diff_n_lines(diff); i++) {
		const struct diff_line line = diff_line_of(diff, i);

		if (line.origin == '+')
			append_line(added, line.text);
		else if (line.origin == '-')
			append_line(removed, line.text);
	}
	set_text(exhibit, EXHIBIT_PATH, g_string_free(paths, FALSE));
	set_text(exhibit, EXHIBIT_ADDED, g_string_free(added, FALSE));
	set_text(exhibit, EXHIBIT_REMOVED, g_string_free(removed, FALSE));
}

static char *missing_series(const struct facts *facts)
{
	GString *subjects = g_string_new(NULL);

	for (size_t i = 0; i < facts_count(facts); i++) {
		const struct fact *fact = facts_at(facts, i);

		if (fact_is(fact, FACT_CONTINUES) && fact->state == FACT_STATE_MISSING)
			append_line(subjects, slice_of(fact->subject));
	}
	return g_string_free(subjects, FALSE);
}

void exhibit_set_patch(struct exhibit *exhibit, const struct patch *patch,
		       const struct facts *facts)
{
	set_message(exhibit, &patch->message);
	set_fixes(exhibit, patch->references);
	set_diff(exhibit, &patch->diff);
	set_text(exhibit, EXHIBIT_AUTHOR,
		 g_strdup_printf("%s <%s>", patch->author.name, patch->author.email));
	set_text(exhibit, EXHIBIT_TAG, g_strdup(patch->tag));
	set_text(exhibit, EXHIBIT_SERIES, missing_series(facts));
	exhibit->facts = facts;
	memcpy(exhibit->known, facts->known, sizeof(exhibit->known));
	memcpy(exhibit->numbers, facts->numbers, sizeof(exhibit->numbers));
	for (size_t i = 0; i < facts_count(facts); i++)
		exhibit->counts[facts_at(facts, i)->kind][facts_at(facts, i)->state]++;
}

void exhibit_set_model(struct exhibit *exhibit, const struct text_model *model,
		       const struct patch *patch)
{
	char *words = NULL;

	if (!model)
		return;
	exhibit->model_score = text_model_score(model, patch, &words);
	set_text(exhibit, EXHIBIT_WORDS, words);
}

void exhibit_set_kind(struct exhibit *exhibit, const struct kind_model *model,
		      const struct patch *patch)
{
	char *words = NULL;

	exhibit->fix_probability = -1;
	if (!model)
		return;
	exhibit->fix_probability = kind_model_probability(model, patch, &words);
	exhibit->known[FACT_NUMBER_FIX_PERCENT] = true;
	exhibit->numbers[FACT_NUMBER_FIX_PERCENT] = lround(100 * exhibit->fix_probability);
	set_text(exhibit, EXHIBIT_KIND, words);
}

struct exhibit_name exhibit_name_parse(const char *name)
{
	struct exhibit_name out = { .kind = EXHIBIT_NAME_NONE };

	for (int i = 0; i < N_FACT_NUMBERS; i++)
		if (strcmp(name, fact_number_name((enum fact_number)i)) == 0) {
			out.kind = EXHIBIT_NAME_NUMBER;
			out.number = (enum fact_number)i;
			return out;
		}
	for (int i = 0; i < N_FACT_KINDS; i++) {
		const char *kind = fact_kind_name((enum fact_kind)i);
		size_t length = strlen(kind);

		if (strncmp(name, kind, length) != 0 || (name[length] && name[length] != '.'))
			continue;
		for (int s = 0; s < (fact_kind_has_states((enum fact_kind)i) ? N_FACT_STATES : 1);
		     s++) {
			const char *state = fact_state_name((enum fact_state)s);

			if (strcmp(name[length] ? name + length + 1 : "", state) != 0)
				continue;
			out.kind = EXHIBIT_NAME_FACT;
			out.fact = (enum fact_kind)i;
			out.state = (enum fact_state)s;
			return out;
		}
	}
	return out;
}

bool exhibit_name_is_of(const struct exhibit_name *name, const struct fact *fact)
{
	return name->kind == EXHIBIT_NAME_FACT && fact->kind == name->fact &&
	       (name->state == FACT_STATE_NONE || name->state == fact->state);
}

bool exhibit_number(const struct exhibit *exhibit, const struct exhibit_name *name, gint64 *out)
{
	if (name->kind == EXHIBIT_NAME_NUMBER) {
		*out = exhibit->numbers[name->number];
		return exhibit->known[name->number];
	}
	*out = 0;
	for (int s = 0; s < N_FACT_STATES; s++)
		if (name->state == FACT_STATE_NONE || (int)name->state == s)
			*out += exhibit->counts[name->fact][s];
	return true;
}

int exhibit_text_parse(const char *word)
{
	for (int i = 0; i < N_EXHIBIT_TEXTS; i++)
		if (strcmp(word, text_names[i]) == 0)
			return i;
	return -1;
}

const char *exhibit_text_name(enum exhibit_text text)
{
	return text_names[text];
}

const char *exhibit_text_meaning(enum exhibit_text text)
{
	return text_meanings[text];
}
