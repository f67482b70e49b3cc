/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/viewer.h"

#include <string.h>

#include "base/text.h"
#include "base/width.h"
#include "desk/binding.h"
#include "desk/key.h"
#include "desk/prompt.h"

enum {
	SIDEWAYS = 16,
	AROUND_TITLE = 20, /* columns of what stands beside it in the bottom line */
};

struct viewer {
	struct screen *screen;
	const char *title;
	struct sheet *sheet;
	struct sheet *wrapped; /* what is shown of it; NULL: as it is */
	bool wraps;
	size_t wrapped_at; /* the width for which it was */
	size_t top, left;
	char *search;
	const char *status;
	bool done;
};

static const struct sheet *shown(const struct viewer *viewer)
{
	return viewer->wrapped ? viewer->wrapped : viewer->sheet;
}

static size_t height_of(const struct viewer *viewer)
{
	size_t rows = screen_rows(viewer->screen);

	return rows > 1 ? rows - 1 : 0;
}

static size_t last_top(const struct viewer *viewer)
{
	size_t n = sheet_length(shown(viewer)), height = height_of(viewer);

	return n > height ? n - height : 0;
}

static void draw(void *data)
{
	static const struct look bar = { .reverse = true, .color = LOOK_PLAIN };
	struct viewer *viewer = data;
	size_t columns = screen_columns(viewer->screen), height = height_of(viewer), n;
	g_autofree char *title = text_one_line(viewer->title, 0);
	g_autofree char *text = NULL, *cut = NULL;

	if (viewer->wraps && viewer->wrapped_at != columns) {
		sheet_free(viewer->wrapped);
		viewer->wrapped = sheet_wrap(viewer->sheet, columns);
		viewer->wrapped_at = columns;
	}
	n = sheet_length(shown(viewer));
	viewer->top = MIN(viewer->top, last_top(viewer));
	screen_clear(viewer->screen);
	for (size_t i = 0; i < height && viewer->top + i < n; i++) {
		struct sheet_line line = sheet_at(shown(viewer), viewer->top + i);

		screen_put_line(viewer->screen, i, 0, columns, &line, viewer->left);
	}
	cut = width_cut(viewer->status ? viewer->status : title,
			columns > AROUND_TITLE ? columns - AROUND_TITLE : 1, true);
	text = g_strdup_printf(" %zu %%  %s   (q: back)",
			       n ? MIN(viewer->top + height, n) * 100 / n : 100, cut);
	screen_fill(viewer->screen, height, 0, &bar);
	(void)screen_put(viewer->screen, height, 0, columns, text, &bar);
}

static void scroll_by(void *data, int lines)
{
	struct viewer *viewer = data;
	gint64 top = MAX((gint64)viewer->top + lines, 0);

	viewer->top = MIN((size_t)top, last_top(viewer));
}

/* argument: halves of a page */
static void page(void *data, int halves)
{
	struct viewer *viewer = data;

	scroll_by(viewer, halves * (int)MAX(height_of(viewer) / 2, 1));
}

static void go_end(void *data, int end)
{
	struct viewer *viewer = data;

	viewer->top = end ? last_top(viewer) : 0;
}

static void sideways(void *data, int columns)
{
	struct viewer *viewer = data;

	if (viewer->wraps)
		return;
	viewer->left = (size_t)CLAMP((gint64)viewer->left + columns, 0, 10000);
}

static void leave(void *data, int argument)
{
	(void)argument;
	((struct viewer *)data)->done = true;
}

static void find(void *data, int backwards)
{
	struct viewer *viewer = data;
	size_t line = G_MAXSIZE;

	if (viewer->search)
		line = sheet_find(shown(viewer), viewer->search,
				  backwards ? viewer->top : viewer->top + 1, backwards);
	if (line == G_MAXSIZE)
		viewer->status = viewer->search ? "not found" : "look for what? / asks";
	else
		viewer->top = line;
}

static void ask(void *data, int argument)
{
	struct viewer *viewer = data;
	g_autofree char *text = prompt(viewer->screen, "/", "", draw, viewer);

	(void)argument;
	if (!text)
		return;
	if (*text) {
		g_free(viewer->search);
		viewer->search = g_steal_pointer(&text);
	}
	find(viewer, false);
}

static const struct binding bindings[] = {
	{ NULL, "In a text" },
	{ "j Down Enter", "a line down", scroll_by, 1 },
	{ "k Up", "a line up", scroll_by, -1 },
	{ "Space PgDn ^F", "a page down", page, 2 },
	{ "b PgUp ^B", "a page up", page, -2 },
	{ "^D", "half a page down", page, 1 },
	{ "^U", "half a page up", page, -1 },
	{ "g Home", "the beginning", go_end, 0 },
	{ "G End", "the end", go_end, 1 },
	{ "Right", "what is cut off on the right", sideways, SIDEWAYS },
	{ "Left", "back to the left", sideways, -SIDEWAYS },
	{ "/", "look for a word", ask, 0 },
	{ "n", "the next place that has it", find, false },
	{ "N", "the one before", find, true },
	{ "q Esc", "back to the list", leave, 0 },
};

void viewer_keys(GString *out)
{
	binding_help(bindings, G_N_ELEMENTS(bindings), out);
}

void viewer_show(struct screen *screen, const char *title, const char *text, size_t length,
		 bool wrapped)
{
	struct viewer viewer = { .screen = screen, .title = title, .wraps = wrapped };

	viewer.sheet = sheet_new(text, length);
	while (!viewer.done) {
		const struct binding *binding;
		guint key;

		draw(&viewer);
		screen_show(screen, G_MAXSIZE, 0);
		key = screen_key(screen);
		viewer.status = NULL;
		binding = binding_find(bindings, G_N_ELEMENTS(bindings), key);
		if (key == KEY_CODE_GONE)
			break;
		if (binding)
			binding->act(&viewer, binding->argument);
	}
	sheet_free(viewer.wrapped);
	sheet_free(viewer.sheet);
	g_free(viewer.search);
}
