/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The patch that a mail is. */
#include "read/queue-kinds.h"

void queue_patch_sent_as(struct patch *patch, const struct mail *mail)
{
	patch->sent_date = mail->date;
	patch->sender = g_strdup(mail->from);
	patch->envelope = envelope_copy(mail->envelope);
	patch->thread = g_strdup(mail->in_reply_to ? mail->in_reply_to : mail->message_id);
}

struct patch *queue_patch_of_mail(const struct mail *mail, const char *source)
{
	struct patch *patch = patch_new(source);

	for (guint i = 0; i < mail->problems->len; i++)
		patch_problem(patch, "%s", (char *)mail->problems->pdata[i]);
	patch_set_head(patch, &mail->head);
	patch_fill(patch, mail->subject, mail->from, mail->text, NULL, 1);
	if (mail->stable_base && !patch->versions->len) { /* "Linux 6.9.2": the tag says 6.9 */
		g_auto(GStrv) words = g_strsplit(mail->stable_base, " ", -1);

		for (char **word = words; *word; word++)
			patch_add_version(patch, *word);
	}
	if (mail->message_id)
		queue_patch_sent_as(patch, mail);
	return patch;
}
