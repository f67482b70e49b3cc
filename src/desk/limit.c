/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/limit.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

enum { TERMS_LIMIT = 100 };

struct term {
	const struct term_kind *kind;
	bool negated;
	bool first; /* an alternative begins with it */
	char *text;
	bool words[N_VERDICTS]; /* of ~v */
};

struct limit {
	GArray *terms; /* struct term */
};

static bool has_capital(const char *text)
{
	for (; *text; text++)
		if (g_ascii_isupper(*text))
			return true;
	return false;
}

static bool holds(const char *text, const char *wanted)
{
	if (!text)
		return false;
	return has_capital(wanted) ? strstr(text, wanted) : strcasestr(text, wanted);
}

/* Whether path is wanted, lies below it, or has it among its whole parts; or is of that pattern. */
static bool path_fits(const char *path, const char *wanted)
{
	size_t length = strlen(wanted);

	if (strpbrk(wanted, "*?"))
		return g_pattern_match_simple(wanted, path);
	while (length && wanted[length - 1] == '/')
		length--;
	for (const char *part = path; length && part; part = strchr(part, '/')) {
		part += *part == '/';
		if (strncmp(part, wanted, length) == 0 &&
		    (part[length] == '/' || part[length] == '\0'))
			return true;
	}
	return false;
}

static bool fits_verdict(const struct term *term, const struct row *row)
{
	return term->words[row->review->judgement.verdict];
}

static bool fits_file(const struct term *term, const struct row *row)
{
	const struct diff *diff = &row->review->patch->diff;

	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		if ((file->old_path && path_fits(file->old_path, term->text)) ||
		    (file->new_path && path_fits(file->new_path, term->text)))
			return true;
	}
	return false;
}

static bool fits_subject(const struct term *term, const struct row *row)
{
	return holds(row->review->patch->message.subject, term->text);
}

static bool fits_author(const struct term *term, const struct row *row)
{
	const struct person *author = &row->review->patch->author;

	return holds(author->name, term->text) || holds(author->email, term->text);
}

static bool fits_message(const struct term *term, const struct row *row)
{
	return fits_subject(term, row) || holds(row->review->patch->message.body, term->text);
}

static bool fits_reason(const struct term *term, const struct row *row)
{
	const GArray *reasons = row->review->judgement.reasons;

	for (guint i = 0; i < reasons->len; i++)
		if (holds(g_array_index(reasons, struct reason, i).says, term->text))
			return true;
	return false;
}

static bool fits_id(const struct term *term, const struct row *row)
{
	const struct review *review = row->review;

	return g_str_has_prefix(review->patch->source, term->text) ||
	       (review->patch->has_commit &&
		commit_id_has_prefix(&review->patch->commit, term->text)) ||
	       (review->upstream->has_id &&
		commit_id_has_prefix(&review->upstream->id, term->text)) ||
	       holds(row->name, term->text);
}

static bool fits_word(const struct term *term, const struct row *row)
{
	return row->decision && strcmp(decision_word_name(row->decision->word), term->text) == 0;
}

static bool fits_decided(const struct term *term, const struct row *row)
{
	(void)term;
	return row->decision;
}

static bool fits_undecided(const struct term *term, const struct row *row)
{
	(void)term;
	return !row->decision || row->changed;
}

static bool fits_changed(const struct term *term, const struct row *row)
{
	(void)term;
	return row_has_news(row);
}

static bool fits_note(const struct term *term, const struct row *row)
{
	return row->decision && holds(row->decision->note, term->text);
}

static bool fits_tagged(const struct term *term, const struct row *row)
{
	(void)term;
	return row->tagged;
}

static bool fits_plain(const struct term *term, const struct row *row)
{
	return fits_subject(term, row) || fits_author(term, row) || holds(row->name, term->text);
}

static const struct term_kind {
	char letter; /* 0: a word without "~" */
	const char *name, *what;
	bool has_text;
	bool (*fits)(const struct term *term, const struct row *row);
} kinds[] = {
	{ 0, "WORD", "subject, author or name has it", true, fits_plain },
	{ 'v', "~v VERDICT", "the verdict is that, or one of several: ~v drop,ask", true,
	  fits_verdict },
	{ 'f', "~f PATH", "it changes that file, or one below that directory", true, fits_file },
	{ 's', "~s WORD", "the subject has it", true, fits_subject },
	{ 'a', "~a WORD", "the author's name or address has it", true, fits_author },
	{ 'b', "~b WORD", "the message has it", true, fits_message },
	{ 'r', "~r WORD", "a reason has it", true, fits_reason },
	{ 'i', "~i ID", "file, commit, message id or upstream commit begins with it", true,
	  fits_id },
	{ 'k', "~k DECISION", "it is so decided: ~k wait", true, fits_word },
	{ 'n', "~n WORD", "the note has it", true, fits_note },
	{ 'd', "~d", "it is decided", false, fits_decided },
	{ 'u', "~u", "it is undecided, or has changed since", false, fits_undecided },
	{ 'c', "~c", "it has changed since it was decided, or is news of --changed", false,
	  fits_changed },
	{ 't', "~t", "it is tagged", false, fits_tagged },
};

const char *limit_term_name(size_t i)
{
	return i < G_N_ELEMENTS(kinds) ? kinds[i].name : NULL;
}

const char *limit_term_what(size_t i)
{
	return i < G_N_ELEMENTS(kinds) ? kinds[i].what : NULL;
}

static void term_clear(void *data)
{
	g_free(((struct term *)data)->text);
}

void limit_free(struct limit *limit)
{
	if (!limit)
		return;
	g_array_unref(limit->terms);
	g_free(limit);
}

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t");
}

/* The next text, in quotes or up to a blank. NULL: there is none. */
static char *take_text(const char **rest)
{
	const char *start = skip_blanks(*rest), *end;
	bool quoted = *start == '"';

	start += quoted;
	end = quoted ? strchr(start, '"') : start + strcspn(start, " \t");
	if (!end)
		end = start + strlen(start); /* the closing one is still to be typed */
	*rest = end + (quoted && *end);
	return end > start ? g_strndup(start, (gsize)(end - start)) : NULL;
}

static bool take_verdicts(struct term *term, GError **error)
{
	g_autofree char *wrong = NULL, *shown = NULL;

	if (verdicts_parse(term->text, term->words, &wrong))
		return true;
	shown = text_one_line(wrong, TEXT_MESSAGE_BYTES);
	return fail(error, WINNOW_ERROR_INPUT, "~v: '%s' is none of keep, keep-with, drop, ask",
		    shown);
}

static bool take_kind(const char **rest, struct term *term, GError **error)
{
	term->kind = &kinds[0];
	if (**rest != '~')
		return true;
	for (size_t i = 1; i < G_N_ELEMENTS(kinds); i++)
		if (kinds[i].letter == (*rest)[1]) {
			term->kind = &kinds[i];
			*rest += 2;
			return true;
		}
	return fail(error, WINNOW_ERROR_INPUT, "there is no ~%.*s: ? lists what there is",
		    (int)((*rest)[1] ? g_utf8_next_char(*rest + 1) - (*rest + 1) : 0), *rest + 1);
}

static bool take_term(const char **rest, struct term *term, GError **error)
{
	for (; **rest == '!'; *rest = skip_blanks(*rest + 1))
		term->negated = !term->negated;
	if (!take_kind(rest, term, error))
		return false;
	if (!term->kind->has_text)
		return true;
	term->text = take_text(rest);
	if (!term->text)
		return fail(error, WINNOW_ERROR_INPUT, "%s: which?", term->kind->name);
	return term->kind->letter != 'v' || take_verdicts(term, error);
}

bool limit_parse(const char *text, struct limit **out, GError **error)
{
	_cleanup_(limit_freep) struct limit *limit = g_new0(struct limit, 1);
	g_autofree char *trimmed = g_strstrip(g_strdup(text));
	const char *rest = trimmed;
	bool first = false;

	limit->terms = g_array_new(FALSE, TRUE, sizeof(struct term));
	g_array_set_clear_func(limit->terms, term_clear);
	if (!*rest || strcmp(rest, "all") == 0) {
		*out = NULL;
		return true;
	}
	for (; *rest; rest = skip_blanks(rest)) {
		struct term term = { .first = first };
		bool good;

		if (*rest == '|') { /* nothing before it or behind it is no alternative */
			first = limit->terms->len > 0;
			rest++;
			continue;
		}
		if (limit->terms->len == TERMS_LIMIT)
			return fail(error, WINNOW_ERROR_INPUT, "more than %d terms", TERMS_LIMIT);
		good = take_term(&rest, &term, error);
		g_array_append_val(limit->terms, term);
		if (!good)
			return false;
		first = false;
	}
	*out = limit->terms->len ? g_steal_pointer(&limit) : NULL;
	return true;
}

bool limit_fits(const struct limit *limit, const struct row *row)
{
	bool fits = true;

	for (guint i = 0; limit && i < limit->terms->len; i++) {
		const struct term *term = &g_array_index(limit->terms, struct term, i);

		if (term->first) {
			if (fits)
				return true;
			fits = true;
		}
		fits = fits && term->kind->fits(term, row) != term->negated;
	}
	return fits;
}
