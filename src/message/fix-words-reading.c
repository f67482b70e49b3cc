/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/fix-words-parts.h"

bool fix_words_read_sentence(struct slice sentence, struct slice id, struct reading *out)
{
	out->n = prose_read(sentence, id, out->tokens);
	out->here = out->n;
	for (size_t i = 0; i < out->n; i++) {
		out->classes[i] = out->tokens[i].kind == PROSE_WORD
					  ? fix_words_classes(out->tokens[i].text)
					  : 0;
		if (out->tokens[i].kind == PROSE_HERE)
			out->here = i;
	}
	out->object = out->teller = MIN(out->here, out->n ? out->n - 1 : 0);
	return out->here < out->n;
}
