/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/output.h"

#include <signal.h>
#include <string.h>

#include "base/error.h"
#include "base/terminal.h"

/* What the user set for this command, else for all: a boolean, or a pager of its own. */
static char *paging_setting(struct repo *repo, const char *command)
{
	g_autofree char *key = g_strdup_printf("pager.%s", command);
	char *value = repo_config(repo, key);

	return value ? value : repo_config(repo, "pager.winnow");
}

/* "less", the way git finds it: GIT_PAGER, core.pager, PAGER. NULL: there is none. */
static char *usual_pager(struct repo *repo)
{
	static const char *const usual[] = { "less", "more" };
	char *out = g_strdup(g_getenv("GIT_PAGER"));

	if (!out)
		out = repo_config(repo, "core.pager");
	if (!out)
		out = g_strdup(g_getenv("PAGER"));
	for (size_t i = 0; !out && i < G_N_ELEMENTS(usual); i++) {
		g_autofree char *path = g_find_program_in_path(usual[i]);

		if (path)
			out = g_strdup(usual[i]);
	}
	return out;
}

/* The command to page with; NULL: none. */
static char *find_pager(const struct global_options *global, struct repo *repo, const char *command)
{
	g_autofree char *setting = NULL;
	g_autofree char *pager = NULL;
	bool wanted = true;

	if (!global->pager || global->paging == PAGER_UNWANTED || !terminal_is_one())
		return NULL;
	setting = paging_setting(repo, command);
	if (setting && !repo_config_is_bool(setting, &wanted))
		pager = g_steal_pointer(&setting);
	if (!wanted && global->paging != PAGER_WANTED)
		return NULL;
	if (!pager)
		pager = usual_pager(repo);
	return pager && *pager && strcmp(pager, "cat") != 0 ? g_steal_pointer(&pager) : NULL;
}

static bool read_when(struct repo *repo, const char *key, enum color_when *out, bool *given,
		      GError **error)
{
	g_autofree char *value = *given ? NULL : repo_config(repo, key);
	g_autofree char *place = NULL;
	bool wanted;

	if (!value)
		return true;
	*given = true;
	if (color_parse_when(value, out))
		return true;
	if (repo_config_is_bool(value, &wanted)) {
		*out = wanted ? COLOR_AUTO : COLOR_NEVER;
		return true;
	}
	place = repo_config_place(repo, key);
	return fail(error, WINNOW_ERROR_INPUT, "%s: '%s' is none of auto, always, never%s", key,
		    value, place);
}

static bool wants_color(const struct global_options *global, struct repo *repo, bool paged,
			bool *out, GError **error)
{
	bool given = global->color_given;
	enum color_when when = given ? global->color : COLOR_AUTO;
	const char *no_color = g_getenv("NO_COLOR");
	bool pager_can = true;

	if (!read_when(repo, "color.winnow", &when, &given, error) ||
	    !read_when(repo, "color.ui", &when, &given, error) ||
	    (paged && !repo_config_bool(repo, "color.pager", &pager_can, error)))
		return false;
	*out = when == COLOR_ALWAYS ||
	       (when == COLOR_AUTO && terminal_is_one() && terminal_is_able() && pager_can &&
		!(no_color && *no_color));
	return true;
}

static bool read_colors(struct repo *repo, struct report_style *style, GError **error)
{
	style_set_colors(style);
	for (int i = PAINT_PLAIN + 1; i < N_PAINTS; i++) {
		g_autofree char *key =
			g_strdup_printf("color.winnow.%s", paint_slot((enum paint)i));
		g_autofree char *value = repo_config(repo, key);

		g_autofree char *place = NULL;

		if (!value || color_parse(value, &style->colors[i]))
			continue;
		place = repo_config_place(repo, key);
		return fail(error, WINNOW_ERROR_INPUT, "%s: '%s' is no colour%s", key, value,
			    place);
	}
	return true;
}

/* Whether the terminal shall have links, if what shows it does; nothing else ever does. */
static bool wants_links(const struct global_options *global, struct repo *repo,
			enum color_when *when, GError **error)
{
	bool given = global->hyperlinks_given;

	*when = given ? global->hyperlinks : COLOR_AUTO;
	if (!read_when(repo, "winnow.hyperlinks", when, &given, error))
		return false;
	if (!terminal_is_one() || (*when == COLOR_AUTO && !terminal_has_links()))
		*when = COLOR_NEVER;
	return true;
}

bool output_prepare(const struct global_options *global, struct repo *repo, const char *command,
		    GError **error)
{
	g_autofree char *pager = find_pager(global, repo, command);
	enum color_when links;

	if (!pager || global->pager->waits)
		return true;
	if (wants_links(global, repo, &links, NULL) && links == COLOR_AUTO)
		global->pager->shows_links = pager_knows_links(pager);
	return pager_prepare(global->pager, pager, error);
}

bool output_begin(const struct global_options *global, struct repo *repo, const char *command,
		  struct report_style *style, GError **error)
{
	enum color_when links;
	bool color = false, paged;

	if (!output_prepare(global, repo, command, error))
		return false;
	paged = global->pager && global->pager->waits;
	if (style) {
		style->columns = terminal_columns();
		style->wraps = terminal_is_one();
		style->ascii = !terminal_has_utf8();
		style->ascii_text = style->ascii && terminal_is_one();
		if (!wants_color(global, repo, paged, &color, error) ||
		    (color && !read_colors(repo, style, error)) ||
		    !wants_links(global, repo, &links, error))
			return false;
		style->hyperlinks = links == COLOR_ALWAYS ||
				    (links == COLOR_AUTO && (!paged || global->pager->shows_links));
	}
	/* From here on all is printing, and whoever reads it may have seen enough. */
	if (global->pager)
		signal(SIGPIPE, SIG_DFL);
	return !paged || pager_start(global->pager, error);
}
