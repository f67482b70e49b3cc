/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/screen-keys.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <ncurses.h>

#include "desk/key.h"

enum {
	ESCAPE_MS = 25,	    /* after that long an escape stands for itself */
	PASTE_MS = 200,	    /* after that long a paste has ended */
	PASTE_LIMIT = 4096, /* bytes */
};

/* Of one key. */
struct reading {
	GString *pasted;
	bool resized; /* inside a sequence */
};

static volatile sig_atomic_t got_size;
static void (*curses_got_size)(int number);

static void note_size(int number)
{
	got_size = 1;
	curses_got_size(number);
}

/* Curses asks for a new size only while it waits for a key, and draws nothing anew for the old one.
 */
static void watch_size(void)
{
	struct sigaction action;

	if (sigaction(SIGWINCH, NULL, &action) != 0 || action.sa_handler == SIG_DFL ||
	    action.sa_handler == SIG_IGN || action.sa_handler == note_size)
		return;
	curses_got_size = action.sa_handler;
	action.sa_handler = note_size;
	sigaction(SIGWINCH, &action, NULL);
}

/* What is on the terminal may be anything now, also where its size is what it was. */
static void take_size(void)
{
	struct winsize size;

	got_size = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col &&
	    is_term_resized(size.ws_row, size.ws_col))
		resize_term(size.ws_row, size.ws_col);
	clearok(curscr, TRUE);
}

void screen_keys_begin(void)
{
	keypad(stdscr, TRUE);
	set_escdelay(ESCAPE_MS);
	watch_size();
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
static guint next_letter(struct reading *reading, int wait_ms)
{
	wint_t letter = 0;
	int got;

	timeout(wait_ms);
	do {
		letter = 0;
		errno = 0;
		got = get_wch(&letter);
		reading->resized |= got == KEY_CODE_YES && letter == KEY_RESIZE;
	} while ((got == KEY_CODE_YES && letter == KEY_RESIZE) || (got == ERR && errno == EINTR));
	timeout(-1);
	return got == OK ? (guint)letter : 0;
}

/* Up to the escape that ends it. */
static guint take_paste(struct reading *reading)
{
	guint letter;

	g_string_truncate(reading->pasted, 0);
	while ((letter = next_letter(reading, PASTE_MS)) != 0 && letter != KEY_CODE_ESCAPE)
		if (letter >= ' ' && letter != 0x7f && reading->pasted->len < PASTE_LIMIT)
			g_string_append_unichar(reading->pasted, letter);
	while (letter && letter != '~')
		letter = next_letter(reading, PASTE_MS);
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
static guint take_sequence(struct reading *reading)
{
	guint letter = next_letter(reading, ESCAPE_MS);
	guint number = 0;
	bool simple = true;

	if (!letter)
		return KEY_CODE_ESCAPE;
	if (letter != '[' && letter != 'O')
		return KEY_CODE_NOTHING;
	do {
		letter = next_letter(reading, ESCAPE_MS);
		if (letter >= '0' && letter <= '9')
			number = MIN(number * 10 + letter - '0', 1000);
		else if (letter < '@')
			simple = false;
	} while (letter && (letter < '@' || letter > '~'));
	if (letter == '~' && number == 200)
		return take_paste(reading);
	return simple ? key_of_sequence(letter, number) : KEY_CODE_NOTHING;
}

/* The sequence, and then that the terminal got another size meanwhile. */
static guint take_whole_sequence(GString *pasted)
{
	struct reading reading = { .pasted = pasted };
	guint code = take_sequence(&reading);

	if (reading.resized)
		ungetch(KEY_RESIZE);
	return code;
}

guint screen_keys_next(GString *pasted)
{
	wint_t letter = 0;
	int got;

	if (got_size) {
		take_size();
		return KEY_CODE_RESIZE;
	}
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
		return take_whole_sequence(pasted);
	case '\r':
		return KEY_CODE_ENTER;
	case 0x7f:
	case '\b':
		return KEY_CODE_BACKSPACE;
	default:
		return (guint)letter;
	}
}
