/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/unplaced.h"

#include "read/marker.h"
#include "read/queue-kinds.h"
#include "read/version.h"

/* Only a backport says which commit of mainline it was. */
static bool names_upstream(const struct patch *patch)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));

	markers_scan(patch->message.body, markers);
	for (guint i = 0; i < markers->len; i++) {
		enum marker_kind kind = g_array_index(markers, struct marker, i).kind;

		if (kind == MARKER_UPSTREAM || kind == MARKER_BACKPORT)
			return true;
	}
	return false;
}

void unplaced_note(struct unplaced *unplaced, const struct patch *patch, bool by_tag)
{
	bool tagged = patch->tag && tag_means_stable(patch->tag, by_tag);

	if (patch->versions->len || !(tagged || (!by_tag && names_upstream(patch))))
		return;
	if (!unplaced->n++)
		unplaced->first =
			patch->tag ? g_strdup_printf("[%s] %s", patch->tag, patch->message.subject)
				   : g_strdup(patch->message.subject);
}

void unplaced_warn(struct unplaced *unplaced, struct queue *queue, const char *place,
		   const char *done)
{
	if (unplaced->n)
		queue_warn(queue, "%s: %zu %s meant for a stable tree, but not for which: %s '%s'",
			   place, unplaced->n, unplaced->n == 1 ? "mail seems" : "mails seem", done,
			   unplaced->first);
	g_free(unplaced->first);
	*unplaced = (struct unplaced){ 0 };
}
