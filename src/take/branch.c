/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/branch.h"

#include "base/error.h"
#include "git/scratch-commit.h"
#include "take/fitting.h"

static bool write_part(struct scratch *scratch, struct repo *repo, const struct part *part,
		       struct commit_id *tip, GError **error)
{
	const struct material *material = &part->material;
	struct fitting_change change = { .strip = material->strip };
	struct commit commit = { .author_name = material->author,
				 .author_email = material->email,
				 .author_date = material->date,
				 .author_zone = material->zone,
				 .message = material->message };
	struct fitting result;
	bool ok;

	change.diff = g_bytes_get_data(material->diff, &change.length);
	scratch_begin(scratch);
	fitting_put(scratch, &change, &result);
	ok = result.kind == FITTING_EXACT ||
	     fail(error, WINNOW_ERROR_INPUT, "what was made of the queue does not apply: %s",
		  part->name);
	fitting_clear(&result);
	ok = ok && scratch_commit(scratch, repo, tip, &commit, tip, error);
	scratch_keep(scratch);
	return ok;
}

bool branch_write(const struct assembly *assembly, struct repo *repo, const struct commit_id *base,
		  const char *name, GError **error)
{
	_cleanup_(scratch_freep) struct scratch *scratch = NULL;
	struct commit_id tip = *base;

	if (!scratch_new(repo, base, &scratch, error))
		return false;
	for (guint i = 0; i < assembly->parts->len; i++)
		if (!write_part(scratch, repo, assembly->parts->pdata[i], &tip, error))
			return false;
	return branch_create(repo, name, &tip, error);
}
