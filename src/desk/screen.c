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
#include "desk/key.h"

enum {
	ESCAPE_MS = 25,	    /* after that long an escape stands for itself */
	PASTE_MS = 200,	    /* after that long a paste has ended */
	PASTE_LIMIT = 4096, /* bytes */
	MOST_COLORS = 255,
	RUN_LIMIT = 8192, /* letters of one text that are looked at */
};

struct screen {
	SCREEN *terminal;
	FILE *in; /* the controlling terminal; NULL: standard input */
	bool color, ascii;
	bool resized; /* inside a sequence */
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
	keypad(stdscr, TRUE);
	set_escdelay(ESCAPE_MS);
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

static const struct {
	int curses;
	guint code;
} keys[] = {
	{ KEY_UP, KEY_CODE_UP },	 { KEY_DOWN, KEY_CODE_DOWN },
	{ KEY_LEFT, KEY_CODE_LEFT },	 { KEY_RIGHT, KEY_CODE_RIGHT },
	{ KEY_PPAGE, KEY_CODE_PAGE_UP }, { KEY_NPAGE, KEY_CODE_PAGE_DOWN },
	{ KEY_HOME, KEY_CODE_HOME },	 { KEY_END, KEY_CODE_END },
	{ KEY_ENTER, KEY_CODE_ENTER },	 { KEY_BACKSPACE, KEY_CODE_BACKSPACE },
	{ KEY_DC, KEY_CODE_DELETE },	 { KEY_RESIZE, KEY_CODE_RESIZE },
};

/*
 * One letter of what follows an escape; 0: nothing more comes. The terminal may get another size in
 * the middle, which is told when the key is known.
 */
static guint next_letter(struct screen *screen, int wait_ms)
{
	wint_t letter = 0;
	int got;

	timeout(wait_ms);
	do {
		letter = 0;
		errno = 0;
		got = get_wch(&letter);
		screen->resized |= got == KEY_CODE_YES && letter == KEY_RESIZE;
	} while ((got == KEY_CODE_YES && letter == KEY_RESIZE) || (got == ERR && errno == EINTR));
	timeout(-1);
	return got == OK ? (guint)letter : 0;
}

/* Up to the escape that ends it. */
static guint take_paste(struct screen *screen)
{
	guint letter;

	g_string_truncate(screen->pasted, 0);
	while ((letter = next_letter(screen, PASTE_MS)) != 0 && letter != KEY_CODE_ESCAPE)
		if (letter >= ' ' && letter != 0x7f && screen->pasted->len < PASTE_LIMIT)
			g_string_append_unichar(screen->pasted, letter);
	while (letter && letter != '~')
		letter = next_letter(screen, PASTE_MS);
	return KEY_CODE_PASTE;
}

/* The keys that all terminals send alike: "\033[B" or "\033OB", "\033[5~". */
static guint key_of_sequence(guint letter, guint number)
{
	static const struct {
		guint letter, number, code;
	} sequences[] = {
		{ 'A', 0, KEY_CODE_UP },	{ 'B', 0, KEY_CODE_DOWN },
		{ 'C', 0, KEY_CODE_RIGHT },	{ 'D', 0, KEY_CODE_LEFT },
		{ 'H', 0, KEY_CODE_HOME },	{ 'F', 0, KEY_CODE_END },
		{ '~', 1, KEY_CODE_HOME },	{ '~', 3, KEY_CODE_DELETE },
		{ '~', 4, KEY_CODE_END },	{ '~', 5, KEY_CODE_PAGE_UP },
		{ '~', 6, KEY_CODE_PAGE_DOWN },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(sequences); i++)
		if (sequences[i].letter == letter && sequences[i].number == number)
			return sequences[i].code;
	return KEY_CODE_NOTHING;
}

/*
 * What curses does not know comes letter by letter: the "D" of ^Left, taken for a key, would
 * decide. So does what it knows, where a signal comes in the middle: another size.
 */
static guint take_sequence(struct screen *screen)
{
	guint letter = next_letter(screen, ESCAPE_MS);
	guint number = 0;
	bool simple = true;

	if (!letter)
		return KEY_CODE_ESCAPE;
	if (letter != '[' && letter != 'O')
		return KEY_CODE_NOTHING;
	do {
		letter = next_letter(screen, ESCAPE_MS);
		if (letter >= '0' && letter <= '9')
			number = MIN(number * 10 + letter - '0', 1000);
		else if (letter < '@')
			simple = false;
	} while (letter && (letter < '@' || letter > '~'));
	if (letter == '~' && number == 200)
		return take_paste(screen);
	return simple ? key_of_sequence(letter, number) : KEY_CODE_NOTHING;
}

/* The sequence, and then that the terminal got another size meanwhile. */
static guint take_whole_sequence(struct screen *screen)
{
	guint code;

	screen->resized = false;
	code = take_sequence(screen);
	if (screen->resized)
		ungetch(KEY_RESIZE);
	return code;
}

guint screen_key(struct screen *screen)
{
	wint_t letter = 0;
	int got;

	errno = 0;
	got = get_wch(&letter);
	if (got == ERR)
		return errno == EINTR ? KEY_CODE_NOTHING : KEY_CODE_GONE;
	if (got == KEY_CODE_YES) {
		for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
			if (keys[i].curses == (int)letter)
				return keys[i].code;
		return KEY_CODE_NOTHING;
	}
	switch (letter) {
	case KEY_CODE_ESCAPE:
		return take_whole_sequence(screen);
	case '\r':
		return KEY_CODE_ENTER;
	case 0x7f:
	case '\b':
		return KEY_CODE_BACKSPACE;
	default:
		return (guint)letter;
	}
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
