/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "decide/import-parts.h"

/* Mesa's "resolution". */
enum {
	MESA_OPEN,
	MESA_MERGED,
	MESA_DENOMINATED,
	MESA_BACKPORTED,
	MESA_NOT_NEEDED,
};

static char *text_of(json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text && *text ? g_strdup(text) : NULL;
}

/* What nobody nominated, nobody decided. */
static bool read_mesa(json_t *entry, struct imported *out)
{
	g_autofree char *commit = text_of(entry, "sha");
	json_int_t resolution = json_integer_value(json_object_get(entry, "resolution"));
	enum decision_word word = DECISION_DROP;

	if (!commit || !import_is_commit(commit))
		return false;
	if (resolution == MESA_MERGED || resolution == MESA_BACKPORTED)
		word = DECISION_KEEP;
	else if (resolution != MESA_DENOMINATED && resolution != MESA_NOT_NEEDED)
		resolution = MESA_OPEN;
	if (resolution == MESA_OPEN || !json_is_true(json_object_get(entry, "nominated")))
		out->n_open++;
	else
		import_add(out, commit, NULL, word, text_of(entry, "notes"), 0);
	return true;
}

static bool read_patchbot(json_t *entry, struct imported *out)
{
	g_autofree char *commit = text_of(entry, "cid");
	g_autofree char *state = text_of(entry, "state");
	enum decision_word word;

	if (!commit || !import_is_commit(commit))
		return false;
	if (state && import_state(state, &word))
		import_add(out, commit, NULL, word, text_of(entry, "notes"), 0);
	else
		out->n_open++;
	return true;
}

/* A patch of a review: only what somebody decided, not what was found. */
static bool read_reviewed(json_t *entry, struct imported *out)
{
	json_t *object = json_object_get(entry, "decision");
	g_autofree char *word = text_of(object, "word");
	g_autofree char *until = text_of(object, "until");
	struct decision *decision;

	if (!json_is_object(entry))
		return false;
	if (!json_is_object(object)) {
		out->n_open++;
		return true;
	}
	decision = g_new0(struct decision, 1);
	decision->key = text_of(object, "key");
	decision->tree = text_of(object, "tree");
	decision->date = text_of(object, "date");
	decision->who = text_of(object, "who");
	decision->note = text_of(object, "note");
	decision->seen = text_of(object, "seen");
	if (!decision->key ||
	    !(decision_key_is_valid(decision->key) || import_is_commit(decision->key)) || !word ||
	    !decision_word_parse(word, &decision->word) ||
	    (until && !decision_until_read(until, decision))) {
		decision_free(decision);
		return false;
	}
	g_ptr_array_add(out->list, decision);
	return true;
}

static const struct {
	const char *name; /* what an entry of this kind has */
	bool (*read)(json_t *entry, struct imported *out);
} kinds[] = {
	{ "sha", read_mesa },
	{ "cid", read_patchbot },
	{ "position", read_reviewed },
};

static bool read_entry(json_t *entry, struct imported *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (json_object_get(entry, kinds[i].name))
			return kinds[i].read(entry, out);
	return false;
}

bool import_json(const char *path, const char *text, size_t length, struct imported *out,
		 GError **error)
{
	json_error_t problem;
	json_t *root = json_loadb(text, length, 0, &problem), *entry;
	json_t *list = json_is_object(root) ? json_object_get(root, "patches") : root;
	size_t i;

	if (!root)
		return fail(error, WINNOW_ERROR_INPUT, "%s:%d:%d: %s", path, problem.line,
			    problem.column, problem.text);
	json_array_foreach(list, i, entry) if (!read_entry(entry, out)) g_ptr_array_add(
		out->warnings, g_strdup_printf("%s: entry %zu is no decision", path, i + 1));
	json_decref(root);
	return true;
}
