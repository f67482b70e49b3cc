/* SPDX-License-Identifier: GPL-2.0-or-later */
/* marker-value - what follows a marker's words: ids, and little else, or it is a sentence. */

#ifndef WINNOW_MESSAGE_MARKER_VALUE_H
#define WINNOW_MESSAGE_MARKER_VALUE_H

#include "message/marker-forms.h"
#include "message/marker-ids.h"

/*
 * Put the ids of text, all that follows the form's words as it is dressed, to its end, into ids
 * (struct marker_id; what it held goes). False if it names none, or something else, too.
 */
bool marker_value(const struct marker_form *form, enum marker_dress dress, struct slice text,
		  GArray *ids);

#endif
