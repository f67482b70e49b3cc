/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/unplaced.h"

#include "read/queue-kinds.h"
#include "message/version.h"

void unplaced_add(struct unplaced *unplaced, const char *title)
{
	if (!unplaced->n++)
		unplaced->first = g_strdup(title);
}

void unplaced_note(struct unplaced *unplaced, const struct patch *patch, bool by_tag)
{
	bool tagged = patch->tag && tag_means_stable(patch->tag, by_tag);

	if (patch->versions->len || !(tagged || (!by_tag && patch_is_backport(patch))))
		return;
	g_autofree char *title =
		patch->tag ? g_strdup_printf("[%s] %s", patch->tag, patch->message.subject)
			   : g_strdup(patch->message.subject);

	unplaced_add(unplaced, title);
}

void unplaced_warn(struct unplaced *unplaced, struct queue *queue, const char *location,
		   const char *done)
{
	if (unplaced->n)
		queue_warn(queue, "%s: %zu %s meant for a stable tree, but not for which: %s '%s'",
			   location, unplaced->n, unplaced->n == 1 ? "mail seems" : "mails seem",
			   done, unplaced->first);
	g_free(unplaced->first);
	*unplaced = (struct unplaced){ 0 };
}
