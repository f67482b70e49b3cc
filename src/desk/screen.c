/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ncurses.h>
#include <term.h>

#include "base/error.h"
#include "base/terminal.h"
#include "desk/cells.h"
#include "desk/screen-keys.h"

enum {
	MOST_COLORS = 255,
	RUN_LIMIT = 8192, /* letters of one text that are looked at */
};

struct screen {
	SCREEN *terminal;
	FILE *in; /* the controlling terminal; NULL: standard input */
	bool color, ascii;
	GString *pasted;
};

/* What xterm and its like are told, so that pasted text is not taken for keys. */
static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

bool screen_possible(GError **error)
{
	static const char advice[] = "use winnow review";
	const char *term = g_getenv("TERM");
	int known = 0;
	bool able;

	if (!terminal_is_one())
		return fail(error, WINNOW_ERROR_USAGE,
			    "triage needs a terminal and standard output is none: %s", advice);
	if (!isatty(STDIN_FILENO)) {
		int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);

		if (fd < 0)
			return fail(error, WINNOW_ERROR_USAGE,
				    "triage needs a terminal to take keys from: %s", advice);
		close(fd);
	}
	if (!term || !*term || setupterm(NULL, STDOUT_FILENO, &known) != OK)
		return fail(error, WINNOW_ERROR_USAGE,
			    "triage does not know this terminal (TERM is '%s'): %s",
			    term ? term : "", advice);
	able = cursor_address;
	(void)del_curterm(cur_term);
	if (!able)
		return fail(error, WINNOW_ERROR_USAGE,
			    "triage cannot draw on this terminal (TERM is '%s'): %s", term, advice);
	return true;
}

static void tell_terminal(const char *code)
{
	fputs(code, stdout);
	fflush(stdout);
}

bool screen_open(struct screen **out, GError **error)
{
	struct screen *screen = g_new0(struct screen, 1);

	if (!isatty(STDIN_FILENO))
		screen->in = fopen("/dev/tty", "re");
	/* They do not hear of another size, here and in what is run from here. */
	g_unsetenv("LINES");
	g_unsetenv("COLUMNS");
	screen->terminal = newterm(NULL, stdout, screen->in ? screen->in : stdin);
	if (!screen->terminal) {
		if (screen->in)
			fclose(screen->in);
		g_free(screen);
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot draw on this terminal");
	}
	screen->ascii = !terminal_has_utf8();
	screen->pasted = g_string_new(NULL);
	cbreak();
	noecho();
	nonl();
	screen_keys_begin();
	curs_set(0);
	screen->color = has_colors() && start_color() == OK;
	if (screen->color) {
		use_default_colors();
		for (int i = 0; i < COLORS && i + 1 < COLOR_PAIRS && i <= MOST_COLORS; i++)
			init_pair((short)(i + 1), (short)i, -1);
	}
	tell_terminal(paste_on);
	*out = screen;
	return true;
}

void screen_free(struct screen *screen)
{
	if (!screen)
		return;
	tell_terminal(paste_off);
	endwin();
	delscreen(screen->terminal);
	if (screen->in)
		fclose(screen->in);
	g_string_free(screen->pasted, TRUE);
	g_free(screen);
}

size_t screen_rows(const struct screen *screen)
{
	(void)screen;
	return (size_t)LINES;
}

size_t screen_columns(const struct screen *screen)
{
	(void)screen;
	return (size_t)COLS;
}

void screen_redraw(struct screen *screen)
{
	(void)screen;
	clearok(stdscr, TRUE);
}

void screen_clear(struct screen *screen)
{
	(void)screen;
	erase();
}

static void set_look(const struct screen *screen, const struct look *look)
{
	attr_t attributes = A_NORMAL;
	short pair = 0;

	if (look->bold)
		attributes |= A_BOLD;
	if (look->dim)
		attributes |= A_DIM;
	if (look->underline)
		attributes |= A_UNDERLINE;
	if (look->reverse)
		attributes |= A_REVERSE;
	if (screen->color && look->color >= 0 && look->color < COLORS &&
	    look->color + 1 < COLOR_PAIRS)
		pair = (short)(look->color + 1);
	attr_set(attributes, pair, NULL);
}

/* As it is drawn: what ASCII lacks, and what is no letter, is "?". */
static void append_drawn(const struct screen *screen, GString *run, gunichar c, size_t cells)
{
	if (c < 0x20 || c == 0x7f || wcwidth((wchar_t)c) < 0)
		g_string_append_c(run, '?');
	else if (c < 0x80 || !screen->ascii)
		g_string_append_unichar(run, c);
	else
		for (; cells; cells--)
			g_string_append_c(run, '?');
}

/* Draw text between two columns of its own; the column reached. */
static size_t put_run(struct screen *screen, size_t y, size_t x, size_t width, const char *text,
		      size_t length, size_t *column, size_t skip)
{
	g_autoptr(GString) run = g_string_new(NULL);
	size_t used = 0;

	for (size_t at = 0; at < length && at < RUN_LIMIT;) {
		gunichar c = g_utf8_get_char(text + at);
		size_t cells = cells_of(c);

		at += (size_t)(g_utf8_next_char(text + at) - (text + at));
		*column += cells;
		if (*column <= skip || (!cells && !run->len))
			continue;
		if (used + cells > width)
			break;
		append_drawn(screen, run, c, cells);
		used += cells;
	}
	if (run->len)
		mvaddnstr((int)y, (int)x, run->str, (int)run->len);
	return used;
}

size_t screen_put(struct screen *screen, size_t y, size_t x, size_t width, const char *text,
		  const struct look *look)
{
	size_t column = 0;

	if (y >= (size_t)LINES || x >= (size_t)COLS)
		return 0;
	set_look(screen, look);
	return put_run(screen, y, x, MIN(width, (size_t)COLS - x), text, strlen(text), &column, 0);
}

void screen_put_line(struct screen *screen, size_t y, size_t x, size_t width,
		     const struct sheet_line *line, size_t skip)
{
	size_t column = 0, at = 0, used = line->indent, span = 0;
	struct look look = look_plain;

	while (at < line->length && used < width) {
		size_t end = line->length;

		for (; span < line->n_spans && line->spans[span].at <= at; span++)
			look = line->spans[span].look;
		if (span < line->n_spans)
			end = MIN(end, line->spans[span].at);
		set_look(screen, &look);
		used += put_run(screen, y, x + used, width - used, line->text + at, end - at,
				&column, skip);
		at = end;
	}
}

void screen_fill(struct screen *screen, size_t y, size_t x, const struct look *look)
{
	if (y >= (size_t)LINES || x >= (size_t)COLS)
		return;
	set_look(screen, look);
	mvhline((int)y, (int)x, ' ', COLS - (int)x);
}

void screen_show(struct screen *screen, size_t y, size_t x)
{
	(void)screen;
	curs_set(y != G_MAXSIZE);
	if (y != G_MAXSIZE)
		move((int)y, (int)x);
	refresh();
}

guint screen_key(struct screen *screen)
{
	return screen_keys_next(screen->pasted);
}

const char *screen_pasted(const struct screen *screen)
{
	return screen->pasted->str;
}

/* The keys of the terminal are the program's, and an interrupt is for it alone. */
static bool run_child(const struct screen *screen, char *const *argv, int *status, GError **error)
{
	g_autoptr(GError) why = NULL;
	GPid pid;

	if (!g_spawn_async_with_fds(NULL, (char **)argv, NULL,
				    G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
				    &pid, screen->in ? fileno(screen->in) : STDIN_FILENO,
				    STDOUT_FILENO, STDERR_FILENO, &why))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot run '%s': %s", argv[0],
			    why->message);
	while (waitpid(pid, status, 0) < 0 && errno == EINTR)
		;
	return true;
}

/* Does nothing, where to ignore it would be handed down to the program. */
static void on_signal(int number)
{
	(void)number;
}

bool screen_run(struct screen *screen, char *const *argv, GError **error)
{
	struct sigaction wait = { .sa_handler = on_signal }, interrupt, quit;
	int status = 0;
	bool ran;

	tell_terminal(paste_off);
	def_prog_mode();
	endwin();
	sigaction(SIGINT, &wait, &interrupt);
	sigaction(SIGQUIT, &wait, &quit);
	ran = run_child(screen, argv, &status, error);
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	reset_prog_mode();
	clearok(stdscr, TRUE);
	refresh();
	tell_terminal(paste_on);
	if (ran && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		return fail(error, WINNOW_ERROR_SYSTEM, "'%s' failed", argv[0]);
	return ran;
}
