/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/names.h"

#include <string.h>

#include "index/history.h"

enum {
	PREFIX_DIGITS = 6,
	TITLED_LIMIT =
		50, /* commits of one title that are compared: "Update version" is hundreds' */
};

/* The least and the greatest id that begin with hex. */
static bool range_of(const char *hex, struct commit_id *least, struct commit_id *greatest)
{
	char padded[COMMIT_ID_HEX + 1];
	size_t length = strlen(hex);

	if (!length || length > COMMIT_ID_HEX)
		return false;
	padded[COMMIT_ID_HEX] = '\0';
	memset(padded, '0', COMMIT_ID_HEX);
	memcpy(padded, hex, length);
	if (!commit_id_parse(padded, least))
		return false;
	memset(padded + length, 'f', COMMIT_ID_HEX - length);
	return commit_id_parse(padded, greatest);
}

guint32 names_find_prefix(const struct names *names, const char *hex, struct slice title,
			  bool *ambiguous)
{
	g_autoptr(GArray) found = NULL;
	struct commit_id least, greatest;
	guint32 titled = HISTORY_NONE;
	size_t n_titled = 0;

	if (ambiguous)
		*ambiguous = false;
	if (!range_of(hex, &least, &greatest))
		return HISTORY_NONE;
	found = g_array_new(FALSE, FALSE, sizeof(guint32));
	names->between(names->data, &least, &greatest, found);
	if (found->len == 1)
		return g_array_index(found, guint32, 0);
	for (guint i = 0; title.length && found->len <= NAMES_BETWEEN_LIMIT && i < found->len;
	     i++) {
		guint32 position = g_array_index(found, guint32, i);

		if (reference_title_matches(title, names->subject(names->data, position))) {
			n_titled++;
			titled = position;
		}
	}
	if (n_titled == 1)
		return titled;
	if (ambiguous)
		*ambiguous = found->len > 1;
	return HISTORY_NONE;
}

/* Of the commits of one title the newest that is called exactly so, else the nearest. */
static guint32 nearest(const struct names *names, const char *subject, guint32 limit)
{
	enum title_nearness best = TITLE_OTHER;
	guint32 found = HISTORY_NONE;
	size_t tried = 0;

	for (guint32 at = names->titled(names->data, subject, limit);
	     at != HISTORY_NONE && tried < TITLED_LIMIT && best < TITLE_EXACT;
	     at = names->titled(names->data, subject, at), tried++) {
		enum title_nearness near = title_nearness(subject, names->subject(names->data, at));

		if (near > best) {
			best = near;
			found = at;
		}
	}
	return found;
}

struct resolved names_find_reference(const struct names *names, const char *hex, struct slice title,
				     guint32 limit)
{
	struct resolved out = { .to = HISTORY_NONE };
	guint32 titled = HISTORY_NONE;

	if (*hex)
		out.to = names_find_prefix(names, hex, title, &out.ambiguous);
	if (title.length &&
	    (out.to == HISTORY_NONE ||
	     !reference_title_matches(title, names->subject(names->data, out.to)))) {
		g_autofree char *raw = slice_dup(title);
		g_autofree char *folded = text_fold(raw);

		titled = nearest(names, folded, limit);
	}
	if (titled != HISTORY_NONE) {
		out.to = titled;
		out.by_title = true;
	}
	return out;
}

void names_resolve(const struct names *names, guint32 from, const struct written *references,
		   size_t n, struct resolved *results)
{
	bool revert_by_id = false;

	for (size_t i = 0; i < n; i++) {
		struct slice title = slice_of(references[i].title);

		/* In prose a title in parentheses may belong to anything. */
		if (references[i].kind == REFERENCE_MENTIONS ||
		    references[i].kind == REFERENCE_FIX_WORDS) {
			results[i] = (struct resolved){ 0 };
			results[i].to = names_find_prefix(names, references[i].hex, title,
							  &results[i].ambiguous);
		} else {
			/*
			 * Side by side on two branches, order says nothing: an id is believed. A
			 * title is looked for among what was there already.
			 */
			results[i] = names_find_reference(names, references[i].hex, title, from);
		}
		if (results[i].to == from)
			results[i].to = HISTORY_NONE;
		if (references[i].kind == REFERENCE_REVERTS && *references[i].hex &&
		    results[i].to != HISTORY_NONE && !results[i].by_title)
			revert_by_id = true;
	}
	/*
	 * A revert names it twice, by title in the subject and by id in the body. Titles repeat:
	 * where an id leads somewhere, it alone counts.
	 */
	for (size_t i = 0; revert_by_id && i < n; i++)
		if (references[i].kind == REFERENCE_REVERTS && !*references[i].hex)
			results[i] = (struct resolved){ .to = HISTORY_NONE };
}

gint64 names_prefix(const char *hex)
{
	char digits[PREFIX_DIGITS + 1];

	if (strlen(hex) < PREFIX_DIGITS)
		return -1;
	memcpy(digits, hex, PREFIX_DIGITS);
	digits[PREFIX_DIGITS] = '\0';
	return g_ascii_strtoll(digits, NULL, 16);
}
