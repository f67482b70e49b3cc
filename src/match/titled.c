/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/titled.h"

bool titled_same_author(const struct history_commit *commit, const struct person *author)
{
	return person_equal(author, commit->author_name, commit->author_email);
}

guint32 titled_find(const struct history *history, const char *subject, const struct person *author,
		    bool *same_person, size_t *others)
{
	guint32 limit = (guint32)history_length(history);
	guint32 any = HISTORY_NONE, same = HISTORY_NONE;
	size_t n_same = 0, n_any = 0;

	if (!*subject)
		return HISTORY_NONE;
	for (guint32 at = history_find_subject(history, subject, limit); at != HISTORY_NONE;
	     at = history_find_subject(history, subject, at)) {
		if (history_at(history, at)->merge)
			continue;
		n_any++;
		if (any == HISTORY_NONE)
			any = at;
		if (!titled_same_author(history_at(history, at), author))
			continue;
		n_same++;
		if (same == HISTORY_NONE)
			same = at;
	}
	*same_person = same != HISTORY_NONE;
	*others = (*same_person ? n_same : n_any) - (any != HISTORY_NONE);
	return *same_person ? same : any;
}
