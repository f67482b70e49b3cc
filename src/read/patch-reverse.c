/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A patch as its series has it applied: in reverse. */
#include "read/patch.h"

#include "message/marker.h"
#include "read/diff-reverse.h"

/* The commit that the patch says it is; "" if it says none. The caller frees. */
static char *find_commit(const struct patch *patch, const GArray *markers)
{
	for (guint i = 0; i < markers->len; i++) {
		const struct marker *marker = &g_array_index(markers, struct marker, i);

		if (marker->kind != MARKER_RELATED && *marker->hex)
			return g_strdup(marker->hex);
	}
	return g_strdup(patch->has_origin ? commit_id_hex(&patch->origin).text : "");
}

/* What git revert would say of it. */
static void reverse_message(struct patch *patch)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	g_autofree char *subject = g_strdup_printf("Revert \"%s\"", patch->message.subject);
	g_autofree char *body = NULL;
	g_autofree char *commit = NULL;

	markers_scan(patch->message.body, markers);
	commit = find_commit(patch, markers);
	body = *commit ? g_strdup_printf("This reverts commit %s.\n", commit) : g_strdup("");
	g_clear_pointer(&patch->head, g_free);
	patch->has_origin = false;
	g_array_set_size(patch->references, 0); /* their slices point into the message */
	message_clear(&patch->message);
	message_parse(&patch->message, subject, body, NULL);
	references_scan(patch->message.subject, patch->message.body, patch->references);
}

void patch_reverse(struct patch *patch)
{
	char *text = NULL;

	reverse_message(patch);
	patch->reversed = true;
	patch->raw_strip = patch->strip;
	patch->strip = 1;
	if (!diff_is_reversible(&patch->diff))
		patch_problem(patch, "it copies a file, which cannot be reviewed in reverse");
	text = diff_reversed(&patch->diff);
	diff_clear(&patch->diff);
	diff_parse(&patch->diff, text, 1);
}
