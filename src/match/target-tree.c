/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What base and branch brought of upstream, and what they took back again. */
#include "match/target-parts.h"

#include <string.h>

#include "base/progress.h"
#include "git/walk.h"
#include "index/order.h"
#include "index/own.h"
#include "match/took.h"
#include "message/marker.h"
#include "message/message.h"

/* A commit that only the stable tree has, as read. */
struct raw {
	struct commit commit;	    /* of one that is kept only its id, until it has to be read */
	const struct own_row *kept; /* NULL: it is not */
	char *subject;
	GArray *markers;    /* struct marker */
	GArray *references; /* struct reference; NULL: it takes nothing back */
};

struct tree_reading {
	struct target *target;
	struct repo *repo;
	guint8 *marks; /* of what it shares with upstream */
	GArray *raw;   /* struct raw, in the order of order's nodes */
	struct order *order;
	GArray *kept;	  /* struct commit_id: those where the walk met what is kept */
	GHashTable *seen; /* struct commit_id *: behind which nothing is to be read again */
	GArray *news;	  /* struct own_row, to be kept */
	GHashTable *met;  /* struct commit_id *, upstream's that were met -> position + 1 */
};

static void raw_clear(void *data)
{
	struct raw *raw = data;

	commit_clear(&raw->commit);
	g_free(raw->subject);
	if (raw->markers)
		g_array_unref(raw->markers);
	if (raw->references)
		g_array_unref(raw->references);
}

/*
 * What needs no reading: where the tree meets upstream, all that lies behind is shared, and what is
 * kept of it is followed later.
 */
static bool is_known(const struct commit_id *id, void *data)
{
	struct tree_reading *reading = data;
	const struct history *history = reading->target->history;
	guint32 at;

	if (g_hash_table_contains(reading->seen, id) ||
	    g_hash_table_contains(reading->target->own_ids, id))
		return true;
	if (own_find(history, id)) {
		g_array_append_val(reading->kept, *id);
		return true;
	}
	at = history_find(history, id);
	if (at == HISTORY_NONE)
		return false;
	history_mark_ancestors(history, at, reading->marks);
	g_hash_table_insert(reading->met, g_memdup2(id, sizeof(*id)), GUINT_TO_POINTER(at + 1));
	return true;
}

/* The references of a message that takes back or brings back; NULL if it does neither. */
static GArray *scan_reverts(const char *subject, const char *body)
{
	GArray *references;

	if (!references_may_revert(subject, body))
		return NULL; /* a scan costs a hundred times as much */
	references = g_array_new(FALSE, FALSE, sizeof(struct reference));
	references_scan(subject, body, references);
	for (guint i = 0; i < references->len; i++) {
		enum reference_kind kind = g_array_index(references, struct reference, i).kind;

		if (kind == REFERENCE_REVERTS || kind == REFERENCE_REAPPLIES)
			return references;
	}
	g_array_unref(references);
	return NULL;
}

static void scan(struct raw *raw)
{
	const char *body;

	raw->subject = message_split(raw->commit.message, &body);
	raw->markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	markers_scan(body, raw->markers);
	raw->references = scan_reverts(raw->subject, body);
}

static void collect(struct commit *commit, void *data)
{
	struct tree_reading *reading = data;
	struct raw raw = { .commit = *commit };

	*commit = (struct commit){ 0 };
	scan(&raw);
	order_add(reading->order, &raw.commit.id, raw.commit.parents, raw.commit.n_parents);
	g_array_append_val(reading->raw, raw);
}

/* Those that are kept, from where the walk met them on. Whether all behind them is known, too. */
static bool follow_kept(struct tree_reading *reading, GArray *unknown)
{
	const struct history *history = reading->target->history;

	while (reading->kept->len) {
		struct commit_id id =
			g_array_index(reading->kept, struct commit_id, reading->kept->len - 1);
		struct raw raw = { .commit.id = id, .kept = own_find(history, &id) };

		g_array_set_size(reading->kept, reading->kept->len - 1);
		if (!g_hash_table_add(reading->seen, g_memdup2(&id, sizeof(id))))
			continue;
		order_add(reading->order, &id, raw.kept->parents, raw.kept->n_parents);
		g_array_append_val(reading->raw, raw);
		for (guint32 i = 0; i < raw.kept->n_parents; i++)
			if (!is_known(&raw.kept->parents[i], reading))
				g_array_append_val(unknown, raw.kept->parents[i]);
	}
	return !unknown->len;
}

/* All commits that the tree has and upstream has not, and where the two meet. */
static bool read_raw(struct tree_reading *reading, const struct commit_id *tip,
		     struct progress *progress, GError **error)
{
	struct walk walk = { is_known, collect, reading, progress };
	g_autoptr(GArray) unknown = g_array_new(FALSE, FALSE, sizeof(struct commit_id));

	g_array_append_val(unknown, *tip);
	do {
		for (guint i = 0; i < unknown->len; i++) {
			guint first = reading->raw->len;

			if (!walk_commits(reading->repo,
					  &g_array_index(unknown, struct commit_id, i), &walk,
					  error))
				return false;
			for (; first < reading->raw->len; first++)
				g_hash_table_add(
					reading->seen,
					g_memdup2(&g_array_index(reading->raw, struct raw, first)
							   .commit.id,
						  sizeof(struct commit_id)));
		}
		g_array_set_size(unknown, 0);
	} while (!follow_kept(reading, unknown));
	return true;
}

/* A number that stands for what came before and this, and is not 0. */
static guint64 mix(guint64 before, const guint8 *bytes, size_t length)
{
	guint64 sum = before ^ 0xcbf29ce484222325u;

	for (; length >= 8; bytes += 8, length -= 8) {
		guint64 word;

		memcpy(&word, bytes, 8);
		sum = (sum ^ word) * 0x9e3779b97f4a7c15u;
		sum ^= sum >> 29;
	}
	for (size_t i = 0; i < length; i++)
		sum = (sum ^ bytes[i]) * 0x100000001b3u;
	sum ^= sum >> 32;
	return sum ? sum : 1;
}

/*
 * What a commit is taken for may depend on what the tree has when its turn comes, and on upstream
 * as it is.
 */
static void begin_basis(struct target *target, struct repo *repo, const guint8 *marks)
{
	guint32 length = (guint32)history_length(target->history);
	const char *elsewhere = repo == history_repo(target->history) ? "" : repo_directory(repo);

	target->basis = mix(target->basis, (const guint8 *)&length, sizeof(length));
	target->basis = mix(target->basis, marks, length);
	target->basis = mix(target->basis, (const guint8 *)elsewhere, strlen(elsewhere));
}

static bool is_as_kept(const struct target *target, const struct raw *raw)
{
	return raw->kept && (!raw->kept->basis || raw->kept->basis == target->basis);
}

/* What is kept of a commit may be all there is to know. A failure leaves what was known then. */
static void read_kept(struct tree_reading *reading, struct raw *raw)
{
	struct commit commit;
	const char *body;

	if (is_as_kept(reading->target, raw)) {
		if (raw->kept->message) {
			raw->commit.message = g_strdup(raw->kept->message);
			raw->subject = message_split(raw->commit.message, &body);
			raw->references = scan_reverts(raw->subject, body);
		}
		return;
	}
	if (!repo_read_commit(reading->repo, &raw->commit.id, &commit, NULL))
		return;
	commit_clear(&raw->commit);
	raw->commit = commit;
	scan(raw);
}

static bool is_taken(guint32 position, void *data)
{
	return target_took(data, position);
}

/* What was found where something could not be read may be found otherwise another time. */
static size_t n_lacked(const struct tree_reading *reading)
{
	const struct repo *upstream = history_repo(reading->target->history);

	return repo_n_lacked(reading->repo) + (upstream ? repo_n_lacked(upstream) : 0);
}

/* The commits that it brings, to own, by what is kept or by asking; the latter is to be kept. */
static void find_brought(struct tree_reading *reading, struct raw *raw, struct own_commit *own)
{
	struct target *target = reading->target;
	struct person author = { raw->commit.author_name, raw->commit.author_email };
	struct took_message message = {
		.asker = {
			.subject = raw->subject,
			.author = &author,
			.commit = &raw->commit.id,
			.ids = target->patch_ids,
			.is_there = is_taken,
			.data = target,
		},
		.markers = raw->markers,
		.references = raw->references,
		.changes = raw->commit.n_parents == 1 ? target->changes : NULL,
		.repo = target->repo,
		.author_date = raw->commit.author_date,
		.in_base = target->in_base,
	};
	struct own_row row = { .id = raw->commit.id, .parents = raw->commit.parents };
	size_t lacked;

	if (!raw->markers) {
		g_array_append_vals(own->positions, raw->kept->brings, raw->kept->n_brings);
		own->subject = raw->kept->subject;
		return;
	}
	lacked = n_lacked(reading);
	row.basis = took_find(target->history, &message, own->positions) ? 0 : target->basis;
	own->subject = g_string_chunk_insert(target->strings, raw->subject);
	row.n_parents = (guint32)raw->commit.n_parents;
	row.brings = (const guint32 *)(const void *)own->positions->data;
	row.n_brings = own->positions->len;
	row.subject = own->subject;
	row.message = raw->references ? raw->commit.message : NULL;
	if (n_lacked(reading) == lacked)
		g_array_append_val(reading->news, row);
}

/* Where it stands on what upstream has. */
static void note_meetings(const struct tree_reading *reading, const struct raw *raw)
{
	struct target *target = reading->target;
	size_t n = raw->kept ? raw->kept->n_parents : raw->commit.n_parents;
	const struct commit_id *parents = raw->kept ? raw->kept->parents : raw->commit.parents;

	for (size_t i = 0; i < n; i++) {
		struct meeting meeting = { .place = target->own->len };
		guint at = GPOINTER_TO_UINT(g_hash_table_lookup(reading->met, &parents[i]));

		meeting.position = at - 1;
		if (at)
			g_array_append_val(target->meets, meeting);
	}
}

static void add_own(struct tree_reading *reading, struct raw *raw, bool on_line,
		    enum presence_state state)
{
	struct target *target = reading->target;
	struct own_commit *own;

	/* What the base has of the queue is there already; of the branch it is no news. */
	if (state == PRESENCE_BRANCH &&
	    g_hash_table_contains(target->queue_commits, &raw->commit.id))
		return;
	if (raw->kept)
		read_kept(reading, raw);
	own = g_new0(struct own_commit, 1);
	own->id = raw->commit.id;
	own->state = state;
	own->on_line = on_line;
	own->positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	own->taken_back = g_array_new(FALSE, FALSE, sizeof(guint32));
	own->undid = g_ptr_array_new();
	note_meetings(reading, raw);
	find_brought(reading, raw, own);
	for (guint i = 0; i < own->positions->len; i++)
		target_bring(target, g_array_index(own->positions, guint32, i), own);
	if (raw->references)
		target_apply_reverts(target, own, raw->references);

	target_note_index(target->own_by_prefix, target_prefix_key(&own->id), target->own->len);
	g_ptr_array_add(target->own, own);
	own->older = g_hash_table_lookup(target->own_by_subject, own->subject);
	g_hash_table_replace(target->own_by_subject, (char *)own->subject, own);
	g_hash_table_insert(target->own_ids, &own->id, GUINT_TO_POINTER(target->own->len));
	target->basis = mix(target->basis, own->id.raw, COMMIT_ID_SIZE);
}

static void reading_begin(struct tree_reading *reading)
{
	reading->raw = g_array_new(FALSE, FALSE, sizeof(struct raw));
	g_array_set_clear_func(reading->raw, raw_clear);
	reading->order = order_new();
	reading->kept = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	reading->seen = g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, NULL);
	reading->news = g_array_new(FALSE, FALSE, sizeof(struct own_row));
	reading->met = g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, NULL);
}

static void reading_end(struct tree_reading *reading)
{
	g_array_unref(reading->raw);
	order_free(reading->order);
	g_array_unref(reading->kept);
	g_hash_table_unref(reading->seen);
	g_array_unref(reading->news);
	g_hash_table_unref(reading->met);
}

static bool read_tree(struct target *target, struct repo *repo, const struct commit_id *tip,
		      guint8 *marks, enum presence_state state, bool progress, GError **error)
{
	struct tree_reading reading = { .target = target, .repo = repo, .marks = marks };
	struct progress line;
	g_autofree guint32 *sequence = NULL;
	g_autofree guint32 *bringers = NULL;
	guint32 node, n = 0;
	bool ok;

	if (!target->changes)
		target->changes = same_change_new(target->history, target->patch_ids, progress);
	reading_begin(&reading);
	progress_begin(&line, progress, "reading the target", 0);
	ok = read_raw(&reading, tip, &line, error);
	progress_end(&line);
	node = order_find(reading.order, tip);
	if (ok && node != ORDER_OUTSIDE) {
		sequence = g_new(guint32, reading.raw->len);
		bringers = g_new(guint32, reading.raw->len);
		n = order_arrivals(reading.order, node, sequence, bringers);
	}
	begin_basis(target, repo, marks);
	for (guint32 i = 0; i < n; i++)
		add_own(&reading, &g_array_index(reading.raw, struct raw, sequence[i]),
			bringers[sequence[i]] == sequence[i], state);
	if (ok)
		own_keep(target->history, reading.news);
	reading_end(&reading);
	return ok;
}

/* Add what commit and its ancestors have to what is marked. */
static bool read_marks(struct target *target, struct repo *repo, const struct commit_id *commit,
		       guint8 *marks, enum presence_state state, bool progress, GError **error)
{
	guint32 at = history_find(target->history, commit);

	if (at == HISTORY_NONE)
		return read_tree(target, repo, commit, marks, state, progress, error);
	/* straight off the mainline: nothing of its own */
	history_mark_ancestors(target->history, at, marks);
	return true;
}

bool target_read_tree(struct target *target, struct repo *repo, const struct commit_id *tip,
		      const struct commit_id *from, bool progress, GError **error)
{
	target->repo = repo;
	target->own_patch_ids = patch_ids_new(repo);
	target->base = *tip;
	target->in_base = g_new0(guint8, history_length(target->history));
	return (!from ||
		read_marks(target, repo, from, target->in_base, PRESENCE_BASE, progress, error)) &&
	       read_marks(target, repo, tip, target->in_base, PRESENCE_BASE, progress, error);
}

bool target_read_base(struct target *target, struct repo *repo, const struct commit_id *base,
		      bool progress, GError **error)
{
	return target_read_tree(target, repo, base, NULL, progress, error);
}

bool target_read_branch(struct target *target, struct repo *repo, const struct commit_id *tip,
			bool progress, GError **error)
{
	target->in_branch = g_new0(guint8, history_length(target->history));
	return read_marks(target, repo, tip, target->in_branch, PRESENCE_BRANCH, progress, error);
}
