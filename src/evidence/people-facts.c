/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"
#include "evidence/people.h"

#include <math.h>

void collect_people(const struct view *view, struct facts *out)
{
	struct people_odds odds;

	if (!view->evidence->people || !people_odds(view->evidence->people, view->patch, &odds))
		return;
	facts_set_number(out, FACT_NUMBER_OBJECTORS, (gint64)lround(1000 * odds.who));
	if (odds.name)
		facts_add(out, (struct fact){
				       .kind = FACT_PEOPLE_OBJECTOR,
				       .says = g_strdup_printf(
					       "%s %s, who objected to %zu of %zu earlier picks",
					       odds.role, odds.name, odds.objected, odds.asked),
			       });
	g_free(odds.name);
}
