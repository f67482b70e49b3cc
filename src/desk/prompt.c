/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/prompt.h"

#include <string.h>

#include "base/text.h"
#include "desk/cells.h"
#include "desk/key.h"

enum { ANSWER_LIMIT = 2000 }; /* bytes, beyond which nothing is typed */

struct answer {
	GString *text;
	size_t at; /* the cursor, in bytes */
};

static size_t cells_between(const char *from, const char *to)
{
	size_t cells = 0;

	for (; from < to; from = g_utf8_next_char(from))
		cells += cells_of(g_utf8_get_char(from));
	return cells;
}

/* The part around the cursor, where not all of it fits. */
static void draw_answer(struct screen *screen, const char *question, const struct answer *answer)
{
	size_t y = screen_rows(screen) - 1, width = screen_columns(screen), x;
	const char *text = answer->text->str, *start = text, *at = text + answer->at;
	size_t cells = cells_between(start, at);

	screen_fill(screen, y, 0, &look_plain);
	x = screen_put(screen, y, 0, width, question, &look_plain);
	for (; start < at && x + cells + 1 >= width; start = g_utf8_next_char(start))
		cells -= cells_of(g_utf8_get_char(start));
	(void)screen_put(screen, y, x, x < width ? width - x : 0, start, &look_plain);
	screen_show(screen, y, MIN(x + cells, width - 1));
}

static void insert(struct answer *answer, const char *text)
{
	if (answer->text->len + strlen(text) > ANSWER_LIMIT)
		return;
	g_string_insert(answer->text, (gssize)answer->at, text);
	answer->at += strlen(text);
}

static void move(struct answer *answer, bool back)
{
	const char *text = answer->text->str, *at = text + answer->at;

	if (back && answer->at)
		answer->at = (size_t)(g_utf8_prev_char(at) - text);
	else if (!back && *at)
		answer->at = (size_t)(g_utf8_next_char(at) - text);
}

/* From start to the cursor. */
static void cut(struct answer *answer, size_t start)
{
	g_string_erase(answer->text, (gssize)start, (gssize)(answer->at - start));
	answer->at = start;
}

static void cut_word(struct answer *answer)
{
	size_t start = answer->at;

	while (start && answer->text->str[start - 1] == ' ')
		start--;
	while (start && answer->text->str[start - 1] != ' ')
		start--;
	cut(answer, start);
}

static void cut_letter(struct answer *answer)
{
	size_t end = answer->at;

	move(answer, true);
	if (answer->at < end)
		g_string_erase(answer->text, (gssize)answer->at, (gssize)(end - answer->at));
}

static void edit(struct answer *answer, guint key)
{
	char letter[8] = { 0 };

	switch (key) {
	case KEY_CODE_BACKSPACE:
		cut_letter(answer);
		return;
	case KEY_CODE_DELETE:
		if (answer->at < answer->text->len) {
			move(answer, false);
			cut_letter(answer);
		}
		return;
	case KEY_CODE_LEFT:
	case KEY_CODE_RIGHT:
		move(answer, key == KEY_CODE_LEFT);
		return;
	case KEY_CODE_HOME:
	case 'A' - '@':
		answer->at = 0;
		return;
	case KEY_CODE_END:
	case 'E' - '@':
		answer->at = answer->text->len;
		return;
	case 'U' - '@':
		cut(answer, 0);
		return;
	case 'W' - '@':
		cut_word(answer);
		return;
	default:
		if (key >= ' ' && key != 0x7f && g_unichar_validate(key)) {
			g_unichar_to_utf8(key, letter);
			insert(answer, letter);
		}
	}
}

char *prompt(struct screen *screen, const char *question, const char *initial,
	     void (*draw)(void *data), void *data)
{
	g_autofree char *start = text_one_line(initial ? initial : "", 0);
	struct answer answer = { g_string_new(start), strlen(start) };

	for (;;) {
		guint key;

		draw_answer(screen, question, &answer);
		key = screen_key(screen);
		if (key == KEY_CODE_ENTER || key == '\r')
			break;
		if (key == KEY_CODE_ESCAPE || key == KEY_CODE_CANCEL || key == KEY_CODE_GONE) {
			g_string_free(answer.text, TRUE);
			return NULL;
		}
		if (key == KEY_CODE_RESIZE)
			draw(data);
		else if (key == KEY_CODE_PASTE)
			insert(&answer, screen_pasted(screen));
		else
			edit(&answer, key);
	}
	return g_string_free(answer.text, FALSE);
}
