/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was said about a patch, as facts. */
#include "evidence/parts.h"

#include "evidence/clause.h"
#include "match/took.h"
#include "message/marker.h"

/* A fix that nobody took for so long is not on its way. */
enum { PENDING_DAYS = 180 };

static const struct {
	enum fact_kind kind;
	const char *verb;
} sayings[] = {
	[THREAD_SAYS_DROP] = { FACT_THREAD_DROP, "objects" },
	[THREAD_SAYS_DROPPED] = { FACT_THREAD_DROPPED, "has dropped it" },
	[THREAD_SAYS_NEEDS] = { FACT_THREAD_NEEDS, "says that it needs" },
	[THREAD_SAYS_DOUBT] = { FACT_THREAD_DOUBT, "has doubts" },
	[THREAD_SAYS_REVERTED] = { FACT_THREAD_REVERTED, "speaks of a revert" },
	[THREAD_SAYS_REGRESSION] = { FACT_THREAD_REGRESSION, "reports a regression" },
	[THREAD_SAYS_TESTED] = { FACT_THREAD_TESTED, "tested it" },
	[THREAD_SAYS_ACK] = { FACT_THREAD_ACK, "agrees" },
	[THREAD_SAYS_QUESTION] = { FACT_THREAD_QUESTION, "asks" },
};

/* " another commit", " 0123456789ab ("subject"), which is missing"; sets the fact's commit. */
static char *needed(const struct view *view, const char *hex, struct fact *fact)
{
	const struct history *history = view->evidence->history;
	struct reference reference = { .kind = REFERENCE_PREREQUISITE,
				       .title = slice_of(""),
				       .line = slice_of("") };
	struct presence presence;
	bool resolved = false;
	guint32 at;

	g_strlcpy(reference.hex, hex, sizeof(reference.hex));
	fact->state = FACT_STATE_UNKNOWN;
	presence = target_find_reference(view->evidence->target, &reference, view->patch, &fact->id,
					 &resolved);
	if (!resolved)
		return g_strdup_printf(" %.12s, which is not known here", hex);
	at = history ? history_find(history, &fact->id) : HISTORY_NONE;
	fact->has_id = true;
	fact->state = fact_state_of(presence.state);
	fact->position = at;
	fact->subject = at == HISTORY_NONE ? NULL : g_strdup(history_at(history, at)->subject);

	g_autofree char *name = fact_commit_name(&fact->id, fact->subject);
	g_autofree char *clause = state_clause(&presence, fact->state);

	return g_strdup_printf(" %s, which %s", name, clause);
}

/* ", of the one for 5.10"; "" when it was said of this one or of the commit. */
static char *of_which(const struct view *view, const struct saying *saying)
{
	if (saying->patch == view->patch || saying->about)
		return g_strdup("");
	if (!saying->patch->versions->len)
		return g_strdup(saying->patch->position ? "" : ", of it as posted before");
	return g_strdup_printf(", of the one for %s", (char *)saying->patch->versions->pdata[0]);
}

/* An objection that says for which trees it is meant is none for the others. */
static enum fact_kind kind_of(const struct view *view, const struct saying *saying)
{
	const GPtrArray *versions = view->patch->versions;

	/* Everything in mainline was agreed to once: that says nothing of stable trees. */
	if (saying->on_its_way)
		return saying->says == THREAD_SAYS_DROP ? FACT_THREAD_EARLY : FACT_THREAD_MAINLINE;
	if (saying->says != THREAD_SAYS_DROP || thread_scope_covers(&saying->scope, versions) ||
	    (saying->patch == view->patch && !versions->len))
		return sayings[saying->says].kind;
	return versions->len ? FACT_THREAD_ELSEWHERE : FACT_THREAD_SOME;
}

static void add_saying(const struct view *view, const struct saying *saying, struct facts *out)
{
	struct fact fact = { .kind = kind_of(view, saying),
			     .proof = g_strdup(saying->sentence),
			     .mail = g_strdup(saying->reply->id) };
	g_autofree char *what =
		saying->says == THREAD_SAYS_NEEDS ? needed(view, saying->hex, &fact) : g_strdup("");
	g_autofree char *which = of_which(view, saying);

	fact.says =
		g_strdup_printf("%s %s%s%s", saying->who, sayings[saying->says].verb, what, which);
	facts_add(out, fact);
}

static bool is_in_mainline(const struct view *view, const struct patch *patch)
{
	const struct history *history = view->evidence->history;
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));

	struct took_message message = {
		.asker = { .subject = patch->message.subject, .author = &patch->author },
		.markers = markers,
	};

	markers_scan(patch->message.body, markers);
	if (markers->len || !history)
		return markers->len > 0;
	took_find(history, &message, positions);
	return positions->len > 0;
}

static void add_pending(const struct view *view, const struct pending *pending, struct facts *out)
{
	const struct patch *patch = pending->patch;
	gint64 days = text_days_between(patch->sent_date, view->evidence->now);
	const char *author = *patch->author.name ? patch->author.name : patch->author.email;
	const char *where = view->evidence->history ? "which mainline does not have"
						    : "and no upstream was given to look for it in";

	if (days < 0 || days > PENDING_DAYS || is_in_mainline(view, patch))
		return;
	facts_add(out, (struct fact){
			       .kind = FACT_THREAD_PENDING_FIX,
			       .subject = g_strdup(patch->message.subject),
			       .proof = slice_dup(pending->line),
			       .mail = g_strdup(patch->source),
			       .says = g_strdup_printf("%s posted a fix of it, \"%s\", %s",
						       *author ? author : "somebody",
						       patch->message.subject, where),
		       });
}

/*
 * Who agrees to this very entry does not object to it by what he said of another.
 */
static bool agreed_here(const GPtrArray *direct, const struct saying *saying)
{
	for (guint i = 0; direct && i < direct->len; i++) {
		const struct saying *other = direct->pdata[i];

		if (other->says == THREAD_SAYS_ACK &&
		    person_equal(&other->reply->from, saying->reply->from.name,
				 saying->reply->from.email))
			return saying->says == THREAD_SAYS_DROP;
	}
	return false;
}

void collect_thread(const struct view *view, struct facts *out)
{
	const struct threads *threads = view->evidence->threads;
	size_t index = view->patch->position - 1;
	const GPtrArray *direct = threads ? threads_direct(threads, index) : NULL;
	const GPtrArray *others = threads ? threads_elsewhere(threads, index) : NULL;
	const GPtrArray *pending = threads ? threads_pending(threads, index) : NULL;

	for (guint i = 0; direct && i < direct->len; i++)
		add_saying(view, direct->pdata[i], out);
	for (guint i = 0; others && i < others->len; i++)
		if (((const struct saying *)others->pdata[i])->patch != view->patch &&
		    !agreed_here(direct, others->pdata[i]))
			add_saying(view, others->pdata[i], out);
	for (guint i = 0; pending && i < pending->len; i++)
		add_pending(view, pending->pdata[i], out);
}
