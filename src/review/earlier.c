/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/earlier.h"

#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "decide/seen.h"
#include "review/kept.h"

enum { VERSION = 1 };

static void earlier_patch_free(void *data)
{
	struct earlier_patch *patch = data;

	g_free(patch->key);
	g_free(patch->tree);
	g_free(patch->source);
	g_free(patch->subject);
	g_free(patch->seen);
	facts_clear(&patch->facts);
	g_free(patch);
}

struct earlier *earlier_none(void)
{
	struct earlier *earlier = g_new0(struct earlier, 1);

	earlier->patches = g_ptr_array_new_with_free_func(earlier_patch_free);
	return earlier;
}

void earlier_free(struct earlier *earlier)
{
	if (!earlier)
		return;
	g_free(earlier->made_at);
	g_ptr_array_unref(earlier->patches);
	g_free(earlier);
}

static char *text_of(json_t *object, const char *name)
{
	return g_strdup(json_string_value(json_object_get(object, name)));
}

static int number_of(const char *name, int count, const char *(*name_of)(int))
{
	for (int i = 0; name && i < count; i++)
		if (g_strcmp0(name, name_of(i)) == 0)
			return i;
	return -1;
}

static const char *kind_name(int kind)
{
	return fact_kind_name((enum fact_kind)kind);
}

static const char *state_name(int state)
{
	return fact_state_name((enum fact_state)state);
}

/* One of a kind that this program does not know tells it nothing. */
static void read_fact(json_t *object, struct facts *out)
{
	const char *id = json_string_value(json_object_get(object, "id"));
	const char *state = json_string_value(json_object_get(object, "state"));
	int kind = number_of(json_string_value(json_object_get(object, "kind")), N_FACT_KINDS,
			     kind_name);
	int standing = state ? number_of(state, N_FACT_STATES, state_name) : FACT_STATE_NONE;
	struct fact fact = { 0 };

	if (kind < 0 || standing < 0)
		return;
	fact.kind = (enum fact_kind)kind;
	fact.state = (enum fact_state)standing;
	fact.has_id = id && commit_id_parse(id, &fact.id);
	fact.mail = text_of(object, "message_id");
	fact.says = text_of(object, "says");
	fact.says = fact.says ? fact.says : g_strdup("");
	facts_add(out, fact);
}

static struct earlier_patch *read_patch(json_t *object)
{
	struct earlier_patch *patch = g_new0(struct earlier_patch, 1);
	const char *verdict;
	json_t *fact;
	size_t i;

	facts_init(&patch->facts);
	patch->key = text_of(object, "key");
	patch->tree = text_of(object, "tree");
	patch->source = text_of(object, "source");
	patch->subject = text_of(object, "subject");
	patch->seen = text_of(object, "seen");
	json_array_foreach(json_object_get(object, "facts"), i, fact)
		read_fact(fact, &patch->facts);
	if (patch->seen && !seen_is_valid(patch->seen))
		g_clear_pointer(&patch->seen, g_free);
	verdict = json_string_value(json_object_get(object, "verdict"));
	if (verdict && verdict_parse(verdict, &patch->verdict) && patch->source)
		return patch;
	earlier_patch_free(patch);
	return NULL;
}

static bool read_patches(const char *path, json_t *root, struct earlier *out, GError **error)
{
	json_t *patches = json_object_get(root, "patches"), *object;
	size_t i;

	if (json_integer_value(json_object_get(root, "version")) != VERSION ||
	    !json_is_array(patches))
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is no review in JSON of version %d",
			    path, VERSION);
	out->made_at = text_of(root, "generated_at");
	json_array_foreach(patches, i, object)
	{
		struct earlier_patch *patch = read_patch(object);

		if (!patch)
			return fail(error, WINNOW_ERROR_INPUT,
				    "'%s': patch %zu has no source or no verdict", path, i + 1);
		g_ptr_array_add(out->patches, patch);
	}
	return true;
}

bool earlier_read(const char *path, struct earlier **out, GError **error)
{
	_cleanup_(earlier_freep) struct earlier *earlier = earlier_none();
	json_t *root = NULL;
	bool ok;

	if (!kept_read(path, &root, error))
		return false;
	ok = read_patches(path, root, earlier, error);
	json_decref(root);
	if (ok)
		*out = g_steal_pointer(&earlier);
	return ok;
}

static void put_text(json_t *object, const char *name, const char *text)
{
	if (text)
		json_object_set_new(object, name, json_string(text));
}

static json_t *json_of_fact(const struct fact *fact)
{
	json_t *out = json_object();

	put_text(out, "kind", fact_kind_name(fact->kind));
	if (fact->state != FACT_STATE_NONE)
		put_text(out, "state", fact_state_name(fact->state));
	if (fact->has_id)
		put_text(out, "id", commit_id_hex(&fact->id).text);
	put_text(out, "message_id", fact->mail);
	put_text(out, "says", fact->says);
	return out;
}

static json_t *json_of_review(const struct review *review)
{
	json_t *out = json_object(), *facts = json_array();

	put_text(out, "key", review->keys->len ? review->keys->pdata[0] : NULL);
	put_text(out, "tree", review->tree);
	put_text(out, "source", review->patch->source);
	put_text(out, "subject", review->patch->message.subject);
	put_text(out, "verdict", verdict_name(review->judgement.verdict));
	put_text(out, "seen", review->seen);
	for (size_t i = 0; i < facts_count(&review->facts); i++)
		if (seen_is_telling(facts_at(&review->facts, i)))
			json_array_append_new(facts, json_of_fact(facts_at(&review->facts, i)));
	json_object_set_new(out, "facts", facts);
	return out;
}

bool earlier_write(const struct report *report, const char *path, GError **error)
{
	json_t *root = json_object(), *patches = json_array();

	for (size_t i = 0; i < report->n_reviews; i++)
		json_array_append_new(patches, json_of_review(&report->reviews[i]));
	json_object_set_new(root, "patches", patches);
	return kept_write(path, root, report->now, error);
}

char *earlier_path(const struct report *report, const struct repo *repo)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new();

	if (!report->names || !*report->names)
		return NULL;
	g_ptr_array_add(parts, (gpointer) "review");
	g_ptr_array_add(parts, (gpointer)(report->base_name ? report->base_name : ""));
	for (size_t i = 0; report->n_bases > 1 && i < report->n_bases; i++)
		g_ptr_array_add(parts,
				(gpointer)(report->bases[i]->name ? report->bases[i]->name : ""));
	for (const char *const *name = report->names; *name; name++) {
		if (strcmp(*name, "-") == 0)
			return NULL;
		g_ptr_array_add(parts, (gpointer)*name);
	}
	g_ptr_array_add(parts, NULL);
	return kept_path(repo, (const char *const *)parts->pdata);
}
