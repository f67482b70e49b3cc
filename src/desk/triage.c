/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/triage.h"

#include "desk/draw.h"
#include "desk/key.h"
#include "desk/keys.h"
#include "desk/ui.h"

void ui_say(struct ui *ui, const char *format, ...)
{
	va_list arguments;

	g_free(ui->status);
	va_start(arguments, format);
	ui->status = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	ui->is_bad = false;
}

bool ui_fail(struct ui *ui, const GError *error)
{
	ui_say(ui, "%s", error->message);
	ui->is_bad = true;
	return false;
}

char *triage_keys(void)
{
	GString *out = g_string_new(NULL);

	keys_help(out);
	return g_string_free(out, FALSE);
}

static void press(struct ui *ui, guint key)
{
	if (key == KEY_CODE_RESIZE || key == KEY_CODE_NOTHING)
		return;
	g_clear_pointer(&ui->status, g_free);
	ui->is_bad = false;
	if (key == KEY_CODE_PASTE)
		ui_say(ui, "what was pasted is no keys: nothing was done");
	else if (key == KEY_CODE_ESCAPE || key == KEY_CODE_CANCEL)
		ui->for_tagged = false;
	else if (!keys_press(ui, key))
		ui_say(ui, "that key does nothing here: ? lists those that do");
}

static void work(struct ui *ui)
{
	while (!ui->done) {
		guint key;

		draw_desk(ui);
		screen_show(ui->screen, G_MAXSIZE, 0);
		key = screen_key(ui->screen);
		if (key == KEY_CODE_GONE)
			return;
		press(ui, key);
	}
}

/* What has changed, and since when. */
static void say_changed(struct ui *ui)
{
	const struct changed *changed = desk_options(ui->desk)->changed;
	size_t n = desk_counts(ui->desk)->changed;
	const char *way = n ? ": } goes there" : "";

	if (!changed && n)
		ui_say(ui, "%zu have changed since they were decided%s", n, way);
	else if (changed && changed->since)
		ui_say(ui, "%zu changed or new, %u gone since %s%s", n, changed->gone->len,
		       changed->since, way);
	else if (changed)
		ui_say(ui, "%zu are new: there is no earlier review%s", n, way);
}

/* Where one left off, as far as that can be known: at the first that is undecided. */
static void begin(struct ui *ui)
{
	const struct row *row = desk_row(ui->desk);
	bool wrapped;

	if (row && row->decision && !row->changed)
		(void)desk_next(ui->desk, DESK_UNDECIDED, false, &wrapped);
	if (ui->triage->notice) {
		ui_say(ui, "%s", ui->triage->notice);
		ui->is_bad = true;
	} else {
		say_changed(ui);
	}
}

bool triage_run(const struct triage *triage, GError **error)
{
	_cleanup_(desk_freep) struct desk *desk = desk_new(&triage->desk);
	_cleanup_(screen_freep) struct screen *screen = NULL;
	struct ui ui = { .triage = triage, .desk = desk };

	if (!screen_open(&screen, error))
		return false;
	ui.screen = screen;
	begin(&ui);
	work(&ui);
	draw_forget(&ui);
	g_free(ui.status);
	return true;
}
