/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"
#include "evidence/people.h"

#include <math.h>

void collect_people(const struct view *view, struct facts *out)
{
	/* Who asks what was known when a mail came leaves out what was replied. */
	gint64 until = view->evidence->no_replies ? G_MININT64 : view->evidence->now;
	struct people_odds odds;

	if (!view->evidence->people ||
	    !people_odds(view->evidence->people, view->patch, until, &odds))
		return;
	facts_set_number(out, FACT_NUMBER_OBJECTORS, (gint64)lround(1000 * odds.who));
	if (odds.name)
		facts_add(out, (struct fact){
				       .kind = FACT_PEOPLE_OBJECTOR,
				       .says = g_strdup_printf(
					       "%s %s, who objected to %zu of %zu %s picks", odds.role,
					       odds.name, odds.objected, odds.asked,
					       odds.late ? "other" : "earlier"),
			       });
	g_free(odds.name);
}
