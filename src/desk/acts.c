/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/acts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/leftover.h"
#include "desk/draft-file.h"
#include "desk/texts.h"
#include "desk/viewer.h"
#include "write/explanation.h"

static const struct report *report_of(const struct ui *ui)
{
	return desk_options(ui->desk)->report;
}

static struct paper new_paper(const struct ui *ui)
{
	return (struct paper){ g_string_new(NULL), ui->triage->style };
}

/* Titles are "what: 0004-name.patch". */
static void show(struct ui *ui, const char *what, const struct row *row, const GString *text,
		 bool wrapped)
{
	g_autofree char *title = row ? g_strdup_printf("%s: %s", what, row->name) : g_strdup(what);

	viewer_show(ui->screen, title, text->str, text->len, wrapped);
}

typedef bool text_maker(const struct report *report, const struct review *review,
			struct paper *paper, GError **error);

static void show_text(struct ui *ui, const char *what, text_maker *make, bool wrapped)
{
	const struct row *row = desk_row(ui->desk);
	struct paper paper = new_paper(ui);
	g_autoptr(GError) error = NULL;

	if (row && make(report_of(ui), row->review, &paper, &error))
		show(ui, what, row, paper.text, wrapped);
	else if (row)
		(void)ui_fail(ui, error);
	g_string_free(paper.text, TRUE);
}

void act_difference(void *data, int argument)
{
	(void)argument;
	show_text(data, "the patch beside upstream's commit", texts_difference, false);
}

void act_upstream(void *data, int argument)
{
	(void)argument;
	show_text(data, "upstream's commit", texts_upstream, false);
}

void act_followups(void *data, int argument)
{
	(void)argument;
	show_text(data, "what goes with it", texts_followups, false);
}

void act_left(void *data, int argument)
{
	struct ui *ui = data;
	struct paper paper = new_paper(ui);

	(void)argument;
	texts_left(ui->desk, &paper);
	show(ui, "what is left", NULL, paper.text, true);
	g_string_free(paper.text, TRUE);
}

void act_explain(void *data, int argument)
{
	struct ui *ui = data;
	const struct report *report = report_of(ui);
	const struct row *row = desk_row(ui->desk);
	char *text = NULL;
	size_t length = 0;
	FILE *out;
	GString whole;

	(void)argument;
	if (!row)
		return;
	out = open_memstream(&text, &length);
	reasons_write(report, (size_t)(row->review - report->reviews), ui->triage->style, out);
	fputs("\n\n", out);
	explanation_write(report, (size_t)(row->review - report->reviews), ui->triage->style, out);
	fclose(out);
	whole = (GString){ text, length, length };
	show(ui, "all that is known", row, &whole, true);
	free(text);
}

/* "mutt -n" as words; quotes as the shell has them, and nothing else of a shell. */
static bool run_on(struct ui *ui, const char *command, const char *option, const char *path,
		   GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_auto(GStrv) words = NULL;
	g_autoptr(GError) why = NULL;

	if (!g_shell_parse_argv(command, NULL, &words, &why))
		return fail(error, WINNOW_ERROR_INPUT, "'%s': %s", command, why->message);
	for (char **word = words; *word; word++)
		g_ptr_array_add(argv, *word);
	if (option)
		g_ptr_array_add(argv, (char *)option);
	g_ptr_array_add(argv, (char *)path);
	g_ptr_array_add(argv, NULL);
	return screen_run(ui->screen, (char *const *)argv->pdata, error);
}

/* A file of the user's alone, gone when the mail program is. */
static bool mail_thread(struct ui *ui, const char *mailer, const GString *mbox, GError **error)
{
	g_autofree char *path = g_build_filename(g_get_tmp_dir(), "winnow-thread-XXXXXX", NULL);
	int fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
	bool ran;

	if (fd < 0)
		return fail_errno(error, "cannot make '%s'", path);
	leftover_note(path);
	ran = write(fd, mbox->str, mbox->len) == (ssize_t)mbox->len;
	close(fd);
	ran = ran ? run_on(ui, mailer, "-f", path, error)
		  : fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s'", path);
	unlink(path);
	leftover_forget(path);
	return ran;
}

void act_thread(void *data, int argument)
{
	struct ui *ui = data;
	const struct row *row = desk_row(ui->desk);
	const char *mailer = g_getenv("MAILER");
	g_autoptr(GString) mbox = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	(void)argument;
	if (!mailer || !*mailer)
		show_text(ui, "the thread", texts_thread, true);
	else if (row && (!texts_thread_mbox(report_of(ui), row->review, mbox, &error) ||
			 !mail_thread(ui, mailer, mbox, &error)))
		(void)ui_fail(ui, error);
}

/* As git does: $GIT_EDITOR, core.editor, $VISUAL, $EDITOR. */
static char *find_editor(struct repo *repo)
{
	static const char *const names[] = { "GIT_EDITOR", NULL, "VISUAL", "EDITOR" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		char *value =
			names[i] ? g_strdup(g_getenv(names[i])) : repo_config(repo, "core.editor");

		if (value && *value)
			return value;
		g_free(value);
	}
	return g_strdup("vi");
}

void act_draft(void *data, int argument)
{
	struct ui *ui = data;
	const struct row *row = desk_row(ui->desk);
	g_autofree char *editor = find_editor(ui->triage->repo);
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;

	(void)argument;
	if (!row)
		return;
	if (!draft_file_write(ui->triage, (size_t)(row->review - report_of(ui)->reviews), &path,
			      &error) ||
	    !run_on(ui, editor, NULL, path, &error))
		(void)ui_fail(ui, error);
	else
		ui_say(ui, "the draft is %s", path);
}
