/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/link-options.h"

#include "base/error.h"
#include "cmd/deciding.h"

static bool read_address(struct repo *repo, const char *key, char **out, GError **error)
{
	g_autofree char *place = NULL;

	*out = repo_config(repo, key);
	if (*out && !**out)
		g_clear_pointer(out, g_free);
	if (!*out || link_address_is_valid(*out))
		return true;
	place = repo_config_place(repo, key);
	return fail(
		error, WINNOW_ERROR_INPUT,
		"%s: '%s' is no address that begins with https:// or http://, has {id} in it and "
		"no blank%s",
		key, *out, place);
}

bool link_options_read(struct repo *repo, const struct history *history, struct link_options *out,
		       struct report_style *style, GError **error)
{
	if (!read_address(repo, "winnow.commitUrl", &out->commit_url, error) ||
	    !read_address(repo, "winnow.mailUrl", &out->mail_url, error))
		return false;
	/* A page can be made by nobody. */
	if (!deciding_who(repo, &out->who, NULL))
		out->who = NULL;
	style->links = (struct links){ out->commit_url, out->mail_url, history };
	style->who = out->who;
	return true;
}

void link_options_clear(struct link_options *options)
{
	g_free(options->commit_url);
	g_free(options->mail_url);
	g_free(options->who);
}
