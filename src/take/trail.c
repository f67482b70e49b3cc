/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/trail.h"

#include <string.h>

static GHashTable *new_set(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void trail_init(struct trail *trail)
{
	*trail = (struct trail){
		.users = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					       (GDestroyNotify)g_hash_table_unref),
		.gone = new_set(),
		.idle = new_set(),
	};
}

void trail_clear(struct trail *trail)
{
	if (trail->origins)
		g_hash_table_unref(trail->origins);
	g_hash_table_unref(trail->users);
	g_hash_table_unref(trail->gone);
	g_hash_table_unref(trail->idle);
	*trail = (struct trail){ 0 };
}

const char *trail_origin(const struct trail *trail, const char *name)
{
	const char *origin = trail->origins ? g_hash_table_lookup(trail->origins, name) : NULL;

	return origin ? origin : name;
}

bool trail_is_added(const struct trail *trail, const char *name)
{
	return trail->origins && g_hash_table_contains(trail->users, trail_origin(trail, name));
}

bool trail_is_idle(const struct trail *trail, const char *origin)
{
	GHashTable *users = g_hash_table_lookup(trail->users, origin);
	GHashTableIter iter;
	gpointer user;

	if (!users)
		return false;
	g_hash_table_iter_init(&iter, users);
	while (g_hash_table_iter_next(&iter, &user, NULL))
		if (!g_hash_table_contains(trail->gone, user))
			return false;
	return true;
}

static bool same_change(const struct change *a, const struct change *b)
{
	return a->kind == b->kind && g_strcmp0(a->subject, b->subject) == 0 &&
	       (!a->has_id || !b->has_id || commit_id_equal(&a->id, &b->id));
}

static bool is_known(const GPtrArray *told, const struct change *change)
{
	for (guint i = 0; i < told->len; i++)
		if (same_change(told->pdata[i], change))
			return true;
	return false;
}

/* What was told of a patch that is there no longer. */
static void untell(GPtrArray *told, const struct change *change)
{
	for (guint i = told->len; i > 0; i--) {
		const struct change *one = told->pdata[i - 1];
		bool same = change->name ? g_strcmp0(one->name, change->name) == 0
					 : !one->name && one->has_id &&
						   commit_id_equal(&one->id, &change->id);

		if (same)
			g_ptr_array_remove_index(told, i - 1);
	}
}

/* Of what was added: it is not, which is told unless nobody wants it any more. */
static bool turn_back(struct trail *trail, struct change *change)
{
	char *reason = change->reason;

	if (g_hash_table_contains(trail->idle, commit_id_hex(&change->id).text))
		return false;
	change->kind = CHANGE_NOT;
	change->reason = g_strdup_printf("it is not added: %s", reason ? reason : "it is left out");
	g_free(reason);
	return true;
}

/* Give it the name that the queue has. Whether it is to be told at all. */
static bool translate(struct trail *trail, struct change *change, GPtrArray *told)
{
	bool added = change->name && trail_is_added(trail, change->name);
	bool out = change->kind == CHANGE_LEFT_OUT;
	char *name = change->name;

	if (!name)
		return true;
	change->name = added ? NULL : g_strdup(trail_origin(trail, name));
	if (out) {
		g_hash_table_add(trail->gone, g_strdup(trail_origin(trail, name)));
		if (change->has_id)
			g_hash_table_add(trail->gone, g_strdup(commit_id_hex(&change->id).text));
		untell(told, change);
	}
	g_free(name);
	return !out || !added || turn_back(trail, change);
}

/* What is found in each round again, and could not be done, is told once. */
size_t trail_tell(struct trail *trail, GPtrArray *changes, GPtrArray *told)
{
	size_t n = 0;

	while (changes->len) {
		struct change *change = g_ptr_array_steal_index(changes, 0);

		n += change->kind != CHANGE_NOT;
		if (translate(trail, change, told) &&
		    (change->kind != CHANGE_NOT || !is_known(told, change)))
			g_ptr_array_add(told, change);
		else
			change_free(change);
	}
	return n;
}

static void note_use(struct trail *trail, const struct use *use)
{
	g_autofree char *id = g_strdup(commit_id_hex(&use->id).text);
	GHashTable *users = g_hash_table_lookup(trail->users, id);

	if (!users) {
		users = new_set();
		g_hash_table_insert(trail->users, g_steal_pointer(&id), users);
	}
	g_hash_table_add(users, g_strdup(use->entry ? trail_origin(trail, use->entry)
						    : commit_id_hex(&use->added).text));
}

void trail_follow(struct trail *trail, const struct assembly *assembly)
{
	GHashTable *origins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	for (guint i = 0; i < assembly->uses->len; i++)
		note_use(trail, &g_array_index(assembly->uses, struct use, i));
	for (guint i = 0; i < assembly->parts->len; i++) {
		const struct part *part = assembly->parts->pdata[i];

		g_hash_table_insert(origins, g_strdup(part->name),
				    g_strdup(part->entry
						     ? trail_origin(trail, part->entry)
						     : commit_id_hex(&part->material.commit).text));
	}
	if (trail->origins)
		g_hash_table_unref(trail->origins);
	trail->origins = origins;
}
