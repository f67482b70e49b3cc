/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/secrets.h"

#include <string.h>

enum {
	CODED_MIN = 3, /* characters of base64: fewer stand everywhere */
};

enum form_kind {
	FORM_TEXT,  /* masked wherever it stands */
	FORM_WORD,  /* not within a longer word */
	FORM_CODED, /* with all of the base64 around it */
};

struct form {
	enum form_kind kind;
	char *text;
};

struct secrets {
	GArray *forms;
};

static void wipe(char *text, size_t length)
{
	explicit_bzero(text, length);
	g_free(text);
}

static void form_clear(void *data)
{
	struct form *form = data;

	wipe(form->text, strlen(form->text));
}

/* Takes text. */
static void add(struct secrets *secrets, enum form_kind kind, char *text)
{
	const struct form form = { kind, text };

	if (*text)
		g_array_append_val(secrets->forms, form);
	else
		g_free(text);
}

/*
 * Within a longer text, text is coded in one of three ways, by how many bytes are before it modulo
 * three; the characters that hold its bits alone are the same whatever stands around.
 */
static void add_coded(struct secrets *secrets, const char *text)
{
	size_t length = strlen(text);

	for (size_t before = 0; before < 3; before++) {
		static const size_t foreign[] = { 0, 2, 3 };
		size_t n = before + length;
		char *bytes = g_malloc0(n);
		char *coded;

		memcpy(bytes + before, text, length);
		coded = g_base64_encode((const guchar *)bytes, n);
		wipe(bytes, n);
		if (n * 8 / 6 >= foreign[before] + CODED_MIN)
			add(secrets, FORM_CODED,
			    g_strndup(coded + foreign[before], n * 8 / 6 - foreign[before]));
		wipe(coded, strlen(coded));
	}
}

static void add_secret(struct secrets *secrets, const char *text, enum form_kind kind)
{
	if (!text)
		return;
	add(secrets, kind, g_strdup(text));
	add(secrets, kind, g_uri_escape_string(text, NULL, FALSE));
	add_coded(secrets, text);
}

struct secrets *secrets_new(const char *user, const char *password)
{
	struct secrets *secrets = g_new0(struct secrets, 1);

	secrets->forms = g_array_new(FALSE, FALSE, sizeof(struct form));
	g_array_set_clear_func(secrets->forms, form_clear);
	add_secret(secrets, password, FORM_TEXT);
	add_secret(secrets, user, FORM_WORD);
	return secrets;
}

void secrets_free(struct secrets *secrets)
{
	g_array_unref(secrets->forms);
	g_free(secrets);
}

static bool is_coded(char c)
{
	return g_ascii_isalnum(c) || (c && strchr("+/=-_", c));
}

static bool begins_word(struct slice text, size_t at)
{
	return at == 0 || !g_ascii_isalnum(text.start[at - 1]);
}

static bool ends_word(struct slice text, size_t at)
{
	return at == text.length || !g_ascii_isalnum(text.start[at]);
}

/* Where what stands at *from as form begins and ends; false if it does not stand there. */
static bool stands_at(const struct form *form, struct slice text, size_t *from, size_t *to)
{
	size_t n = strlen(form->text), end = *from + n;

	if (n > text.length - *from ||
	    g_ascii_strncasecmp(text.start + *from, form->text, n) != 0 ||
	    (form->kind == FORM_WORD && !(begins_word(text, *from) && ends_word(text, end))))
		return false;
	if (form->kind == FORM_CODED) {
		while (*from && is_coded(text.start[*from - 1]))
			(*from)--;
		while (end < text.length && is_coded(text.start[end]))
			end++;
	}
	*to = end;
	return true;
}

char *secrets_mask(const struct secrets *secrets, struct slice text)
{
	g_autofree char *secret = g_malloc0(text.length + 1); /* which bytes are */
	GString *out = g_string_new(NULL);

	for (guint k = 0; k < secrets->forms->len; k++)
		for (size_t i = 0; i < text.length; i++) {
			size_t from = i, to;

			if (!stands_at(&g_array_index(secrets->forms, struct form, k), text, &from,
				       &to))
				continue;
			memset(secret + from, 1, to - from);
			i = to - 1;
		}
	for (size_t i = 0; i < text.length; i++)
		if (!secret[i])
			g_string_append_c(out, text.start[i]);
		else if (i == 0 || !secret[i - 1])
			g_string_append(out, "***");
	return g_string_free(out, FALSE);
}
