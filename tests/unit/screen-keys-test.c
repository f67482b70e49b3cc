/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A size that comes while nobody waits for a key is told before the next one. */
#include "desk/screen-keys.h"

#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include <ncurses.h>

#include "desk/key.h"
#include "tap.h"

int main(void)
{
	const struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct termios raw = { .c_cc[VMIN] = 1 };
	g_autoptr(GString) pasted = g_string_new(NULL);
	SCREEN *terminal;
	FILE *in, *out;
	int ours, its;

	cfmakeraw(&raw);
	if (openpty(&ours, &its, NULL, &raw, &size) != 0)
		return tap_done();
	in = fdopen(its, "r");
	out = fopen("/dev/null", "w");
	terminal = newterm("xterm", out, in);
	cbreak();
	noecho();
	screen_keys_begin();

	tap_ok(write(ours, "xyz.", 4) == 4, "keys are there");
	tap_number("a key", 'x', screen_keys_next(pasted));
	raise(SIGWINCH);
	tap_number("another size, though keys wait", KEY_CODE_RESIZE, screen_keys_next(pasted));
	tap_number("which is told once", 'y', screen_keys_next(pasted));
	tap_number("and takes no key away", 'z', screen_keys_next(pasted));

	endwin();
	delscreen(terminal);
	fclose(in);
	fclose(out);
	close(ours);
	return tap_done();
}
