/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/objects.h"

#include <stdlib.h>
#include <string.h>

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include "base/error.h"
#include "git/loose.h"
#include "git/object-dirs.h"
#include "git/pack.h"
#include "git/repo-raw.h"

enum { SEVERAL = 2 }; /* ids that one file is asked for: more make a prefix no less ambiguous */

/* A directory of objects. */
struct place {
	char *path;
	GPtrArray *packs; /* struct pack *, by path; also those that are gone by now */
};

struct store {
	git_odb_backend backend; /* the first, for libgit2 hands it back */
	GPtrArray *places;	 /* struct place * */
	struct inflater *inflater;
	struct pack_reader reader;
	struct pack *last;	 /* in which the last object was */
	git_odb_backend *writer; /* libgit2's, of the first place; NULL: nothing was written */
	bool syncs;		 /* what it writes is to be on the disk */
};

static void pack_destroy(void *pack)
{
	pack_free(pack);
}

static void place_free(void *data)
{
	struct place *place = data;

	g_ptr_array_unref(place->packs);
	g_free(place->path);
	g_free(place);
}

static struct place *place_new(const char *path)
{
	struct place *place = g_new0(struct place, 1);

	place->path = g_strdup(path);
	place->packs = g_ptr_array_new_with_free_func(pack_destroy);
	return place;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(pack_path(*(struct pack *const *)a), pack_path(*(struct pack *const *)b));
}

static int path_to_pack(const void *path, const void *pack)
{
	return strcmp(path, pack_path(*(struct pack *const *)pack));
}

/*
 * Add the packs that came. False: none did. The directory's time does not tell: what comes within
 * the tick of a clock leaves it as it was.
 */
static bool list_packs(struct place *place)
{
	g_autoptr(GPtrArray) paths = object_packs(place->path);
	guint n = place->packs->len;

	for (guint i = 0; i < paths->len; i++)
		if (!(n && bsearch(paths->pdata[i], place->packs->pdata, n, sizeof(void *),
				   path_to_pack)))
			g_ptr_array_add(place->packs, pack_new(paths->pdata[i]));
	g_ptr_array_sort(place->packs, by_path);
	return place->packs->len > n;
}

static bool refresh(struct store *store)
{
	bool more = false;

	for (guint i = 0; i < store->places->len; i++)
		more = list_packs(store->places->pdata[i]) || more;
	return more;
}

/* One copy of an object, wherever it is; a reason in *error is of a copy that could not be read. */
struct search {
	struct store *store;
	const struct commit_id *id;
	bool whole;
	struct object *out;
	GError *error;
};

static bool in_pack(struct search *search, struct pack *pack)
{
	const struct pack_index *index = pack_index_of(pack);
	g_autoptr(GError) error = NULL;
	size_t i;

	if (!index || !pack_index_find(index, search->id, &i))
		return false;
	if (pack_read(&search->store->reader, pack, i, search->whole, search->out, &error)) {
		search->store->last = pack;
		return true;
	}
	g_clear_error(&search->error);
	search->error = g_steal_pointer(&error);
	g_prefix_error(&search->error, "in '%s': ", pack_path(pack));
	return false;
}

static bool in_packs(struct search *search)
{
	struct store *store = search->store;

	if (store->last && in_pack(search, store->last))
		return true;
	for (guint i = 0; i < store->places->len; i++) {
		const struct place *place = store->places->pdata[i];

		for (guint k = 0; k < place->packs->len; k++)
			if (place->packs->pdata[k] != store->last &&
			    in_pack(search, place->packs->pdata[k]))
				return true;
	}
	return false;
}

static bool in_files(struct search *search)
{
	struct store *store = search->store;

	for (guint i = 0; i < store->places->len; i++) {
		const struct place *place = store->places->pdata[i];
		bool found = false;

		if (loose_read(store->inflater, place->path, search->id, search->whole, &found,
			       search->out, search->error ? NULL : &search->error) &&
		    found)
			return true;
	}
	return false;
}

/* A pack of which nobody knows what is in it. NULL: there is none. */
static const char *unread_index(const struct store *store)
{
	for (guint i = 0; i < store->places->len; i++) {
		const struct place *place = store->places->pdata[i];

		for (guint k = 0; k < place->packs->len; k++)
			if (pack_problem(place->packs->pdata[k]))
				return pack_problem(place->packs->pdata[k]);
	}
	return NULL;
}

static void refuse(const struct commit_id *id, const char *reason)
{
	g_autofree char *text = g_strdup_printf("object %s: %s", commit_id_hex(id).text, reason);

	repo_refuse(text);
}

/* As libgit2 wants it; *out is set if it is found. */
static int find(struct store *store, const git_oid *oid, bool whole, struct object *out)
{
	struct commit_id id;
	struct search search = { store, &id, whole, out, NULL };
	const char *unread;
	bool found;
	int status = GIT_ENOTFOUND;

	memcpy(id.raw, oid->id, COMMIT_ID_SIZE);
	found = in_packs(&search) || in_files(&search);
	/* Packed anew since, or again: the copy that was known is gone, or cannot be read. */
	while (!found && refresh(store))
		found = in_packs(&search);
	unread = found ? NULL : unread_index(store);
	if (!found && (search.error || unread)) {
		refuse(&id, search.error ? search.error->message : unread);
		status = GIT_ERROR;
	}
	g_clear_error(&search.error);
	return found ? GIT_OK : status;
}

static struct store *store_of(git_odb_backend *backend)
{
	return (struct store *)backend;
}

static int read_whole(void **data, size_t *length, git_object_t *type, git_odb_backend *backend,
		      const git_oid *oid)
{
	struct object object = { 0 };
	int status = find(store_of(backend), oid, true, &object);

	if (status < 0)
		return status;
	*data = object.data;
	*length = object.length;
	*type = (git_object_t)object.type;
	return GIT_OK;
}

static int read_header(size_t *length, git_object_t *type, git_odb_backend *backend,
		       const git_oid *oid)
{
	struct object object = { 0 };
	int status = find(store_of(backend), oid, false, &object);

	if (status < 0)
		return status;
	*length = object.size;
	*type = (git_object_t)object.type;
	return GIT_OK;
}

static void find_ids(struct store *store, const struct commit_id *prefix, size_t digits,
		     GArray *out)
{
	for (guint i = 0; i < store->places->len; i++) {
		const struct place *place = store->places->pdata[i];

		for (guint k = 0; k < place->packs->len; k++) {
			const struct pack_index *index = pack_index_of(place->packs->pdata[k]);

			if (index)
				pack_index_prefix(index, prefix, digits, SEVERAL, out);
		}
		loose_find(place->path, prefix, digits, out);
	}
}

/* The one object whose id begins with digits of a prefix. */
static int find_prefix(git_oid *out, struct store *store, const git_oid *oid, size_t digits)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	struct commit_id prefix;

	memcpy(prefix.raw, oid->id, COMMIT_ID_SIZE);
	find_ids(store, &prefix, digits, ids);
	if (!ids->len && refresh(store))
		find_ids(store, &prefix, digits, ids);
	if (!ids->len)
		return GIT_ENOTFOUND;
	/* Several copies of one object are one. */
	for (guint i = 1; i < ids->len; i++)
		if (!commit_id_equal(&g_array_index(ids, struct commit_id, i),
				     &g_array_index(ids, struct commit_id, 0))) {
			repo_refuse("several objects begin with these digits");
			return GIT_EAMBIGUOUS;
		}
	git_oid_fromraw(out, g_array_index(ids, struct commit_id, 0).raw);
	return GIT_OK;
}

static int read_prefix(git_oid *out, void **data, size_t *length, git_object_t *type,
		       git_odb_backend *backend, const git_oid *oid, size_t digits)
{
	int status = find_prefix(out, store_of(backend), oid, digits);

	return status < 0 ? status : read_whole(data, length, type, backend, out);
}

static int exists_prefix(git_oid *out, git_odb_backend *backend, const git_oid *oid, size_t digits)
{
	return find_prefix(out, store_of(backend), oid, digits);
}

static bool is_there(const struct store *store, const struct commit_id *id)
{
	size_t ignored;

	for (guint i = 0; i < store->places->len; i++) {
		const struct place *place = store->places->pdata[i];

		for (guint k = 0; k < place->packs->len; k++) {
			const struct pack_index *index = pack_index_of(place->packs->pdata[k]);

			if (index && pack_index_find(index, id, &ignored))
				return true;
		}
		if (loose_exists(place->path, id))
			return true;
	}
	return false;
}

static int exists(git_odb_backend *backend, const git_oid *oid)
{
	struct store *store = store_of(backend);
	struct commit_id id;

	memcpy(id.raw, oid->id, COMMIT_ID_SIZE);
	return is_there(store, &id) || (refresh(store) && is_there(store, &id));
}

static git_odb_backend *writer_of(struct store *store)
{
	const struct place *own = store->places->pdata[0];

	if (!store->writer &&
	    git_odb_backend_loose(&store->writer, own->path, -1, store->syncs, 0, 0) < 0)
		store->writer = NULL;
	return store->writer;
}

static int write_object(git_odb_backend *backend, const git_oid *oid, const void *data,
			size_t length, git_object_t type)
{
	git_odb_backend *writer = writer_of(store_of(backend));

	return writer ? writer->write(writer, oid, data, length, type) : GIT_ERROR;
}

/* Have what is about to be used again not be too old for git's garbage collection. */
static int freshen(git_odb_backend *backend, const git_oid *oid)
{
	git_odb_backend *writer = writer_of(store_of(backend));

	if (writer && writer->freshen(writer, oid) == 0)
		return GIT_OK;
	return exists(backend, oid) ? GIT_OK : GIT_ENOTFOUND;
}

static void store_free(git_odb_backend *backend)
{
	struct store *store = store_of(backend);

	if (store->writer)
		store->writer->free(store->writer);
	pack_reader_clear(&store->reader);
	inflater_free(store->inflater);
	g_ptr_array_unref(store->places);
	g_free(store);
}

static struct store *store_new(const char *directory, bool syncs)
{
	struct store *store = g_new0(struct store, 1);
	g_autoptr(GPtrArray) paths = object_dirs(directory);

	git_odb_init_backend(&store->backend, GIT_ODB_BACKEND_VERSION);
	store->backend.read = read_whole;
	store->backend.read_prefix = read_prefix;
	store->backend.read_header = read_header;
	store->backend.exists = exists;
	store->backend.exists_prefix = exists_prefix;
	store->backend.write = write_object;
	store->backend.freshen = freshen;
	store->backend.free = store_free;
	store->places = g_ptr_array_new_with_free_func(place_free);
	for (guint i = 0; i < paths->len; i++)
		g_ptr_array_add(store->places, place_new(paths->pdata[i]));
	store->inflater = inflater_new();
	pack_reader_init(&store->reader, store->inflater);
	store->syncs = syncs;
	refresh(store);
	return store;
}

static bool wants_sync(git_repository *repository)
{
	git_config *config = NULL;
	int value = 0;

	if (git_repository_config_snapshot(&config, repository) == 0)
		git_config_get_bool(&value, config, "core.fsyncObjectFiles");
	git_config_free(config);
	return value;
}

/* Have the store be all that the repository knows of objects. */
static int install(git_repository *repository)
{
	g_autofree char *directory =
		g_build_filename(git_repository_commondir(repository), "objects", NULL);
	struct store *store = store_new(directory, wants_sync(repository));
	git_odb *odb = NULL;
	int status = git_odb_new(&odb);

	if (status == 0)
		status = git_odb_add_backend(odb, &store->backend, 1);
	if (status < 0)
		store_free(&store->backend);
	else
		status = git_repository_set_odb(repository, odb);
	git_odb_free(odb);
	return status;
}

int objects_open(git_repository **out, const char *path, unsigned flags, const char *ceilings)
{
	git_repository *repository = NULL;
	int status = git_repository_open_ext(&repository, path, flags, ceilings);

	if (status == 0)
		status = install(repository);
	if (status < 0) {
		git_repository_free(repository);
		return status;
	}
	*out = repository;
	return GIT_OK;
}

/* The tree without entries, which git knows without an object. */
static bool is_empty_tree(const git_oid *id)
{
	static const guchar empty[GIT_OID_RAWSZ] = {
		0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60,
		0xe5, 0x4b, 0xf8, 0xd6, 0x92, 0x88, 0xfb, 0xee, 0x49, 0x04,
	};

	return memcmp(id->id, empty, sizeof(empty)) == 0;
}

int objects_read(git_odb *odb, const git_oid *id, int type, struct object *out)
{
	struct object object = { 0 };
	int status = GIT_ENOTFOUND;

	if (type == OBJECT_TREE && is_empty_tree(id)) {
		*out = (struct object){ .type = OBJECT_TREE, .data = g_strdup("") };
		return GIT_OK;
	}

	for (size_t i = 0; status == GIT_ENOTFOUND && i < git_odb_num_backends(odb); i++) {
		git_odb_backend *backend;
		git_object_t found;
		void *data;

		if (git_odb_get_backend(&backend, odb, i) < 0 || !backend->read)
			continue;
		status = backend->read(&data, &object.length, &found, backend, id);
		if (status < 0)
			continue;
		object.data = data;
		object.type = (enum object_type)found;
		object.size = object.length;
	}
	if (status == GIT_ENOTFOUND || (status == 0 && (int)object.type != type)) {
		char hex[GIT_OID_HEXSZ + 1];
		g_autofree char *reason = NULL;

		object_clear(&object);
		git_oid_tostr(hex, sizeof(hex), id);
		reason = g_strdup_printf("object not found - no match for id (%s)", hex);
		repo_refuse(reason);
		return GIT_ENOTFOUND;
	}
	if (status == 0)
		*out = object;
	return status;
}
