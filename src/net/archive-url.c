/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/archive-url.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

enum {
	ID_LIMIT = 250,
	URL_LIMIT = 4000,
};

static bool is_graphic(const char *text)
{
	for (; *text; text++)
		if (!g_ascii_isgraph(*text))
			return false;
	return true;
}

/* An id that may stand in an address; unescaped. */
static bool is_id(const char *id)
{
	const char *at = strchr(id, '@');

	return at && at != id && at[1] && strlen(id) <= ID_LIMIT && is_graphic(id) &&
	       !strpbrk(id, "<>\"\\");
}

/* A "/" of an id would be taken for one of the path, "?" and "#" for its end. */
static char *thread_in(const char *archive, const char *id)
{
	g_autofree char *escaped = g_uri_escape_string(id, "@", FALSE);
	size_t length = strlen(archive);

	while (length && archive[length - 1] == '/')
		length--;
	return g_strdup_printf("%.*s/%s/t.mbox.gz", (int)length, archive, escaped);
}

/* GLib unescapes it whatever it is told: a blank or a slash would stand in what is made of it. */
static bool is_host(const char *host)
{
	return host && *host && is_graphic(host) && !strpbrk(host, "/?#@\\");
}

static bool parse(const char *url, GUri **out, GError **error)
{
	g_autoptr(GUri) uri = NULL;

	if (strlen(url) <= URL_LIMIT && is_graphic(url))
		uri = g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL);
	if (!uri || !is_host(g_uri_get_host(uri)) ||
	    (strcmp(g_uri_get_scheme(uri), "https") != 0 &&
	     strcmp(g_uri_get_scheme(uri), "http") != 0))
		return fail(error, WINNOW_ERROR_USAGE, "'%s' is no address of http or https", url);
	if (g_uri_get_userinfo(uri))
		return fail(error, WINNOW_ERROR_USAGE,
			    "an address with a password in it is not taken");
	*out = g_steal_pointer(&uri);
	return true;
}

/* What public-inbox has behind a mail's address. */
static bool is_view(const char *word)
{
	static const char *const views[] = { "", "t", "T", "raw", "t.mbox.gz", "t.atom", "s" };

	for (size_t i = 0; i < G_N_ELEMENTS(views); i++)
		if (strcmp(word, views[i]) == 0)
			return true;
	return false;
}

/*
 * The id of the mail that a path of a public-inbox is about, the caller's to free, and in *list the
 * path before it; NULL if it is about none.
 */
static char *id_in_path(const char *path, char **list)
{
	g_autofree char *rest = g_strdup(path);
	char *slash;

	while ((slash = strrchr(rest, '/')) && is_view(slash + 1) && slash != rest)
		*slash = '\0';
	if (!slash)
		return NULL;

	g_autofree char *id = g_uri_unescape_string(slash + 1, NULL);

	if (!id || !is_id(id) || g_str_has_suffix(id, ".gz") || g_str_has_suffix(id, ".mbox"))
		return NULL;
	*slash = '\0';
	*list = g_strdup(rest);
	return g_steal_pointer(&id);
}

static bool from_url(const char *url, const char *archive, char **out, GError **error)
{
	g_autoptr(GUri) uri = NULL;
	g_autofree char *list = NULL;
	g_autofree char *id = NULL;
	g_autoptr(GUri) root = NULL;
	g_autofree char *base = NULL;

	if (!parse(url, &uri, error))
		return false;
	/* Where in a page somebody points to is nothing to fetch. */
	if (!g_uri_get_query(uri))
		id = id_in_path(g_uri_get_path(uri), &list);
	/* "https://msgid.link/ID" leads to an archive, and has none of its own. */
	if (id && !*list) {
		*out = thread_in(archive, id);
		return true;
	}
	/* lore's short form of /all/, which leads to a page. */
	if (list && strcmp(list, "/r") == 0) {
		g_free(list);
		list = g_strdup("/all");
	}
	root = g_uri_build(G_URI_FLAGS_ENCODED, g_uri_get_scheme(uri), NULL, g_uri_get_host(uri),
			   g_uri_get_port(uri), id ? list : g_uri_get_path(uri),
			   g_uri_get_query(uri), NULL);
	base = g_uri_to_string(root);
	*out = id ? thread_in(base, id) : g_steal_pointer(&base);
	return true;
}

bool archive_url(const char *name, const char *archive, char **out, GError **error)
{
	struct slice text = slice_trim(slice_of(name));
	g_autofree char *word = NULL;
	g_autoptr(GUri) uri = NULL;

	if (text.length > 2 && text.start[0] == '<' && text.start[text.length - 1] == '>')
		text = (struct slice){ text.start + 1, text.length - 2 };
	word = slice_dup(text);
	if (strstr(word, "://"))
		return from_url(word, archive, out, error);
	if (!is_id(word))
		return fail(error, WINNOW_ERROR_USAGE,
			    "'%s' is neither a Message-ID nor an address", word);
	if (!parse(archive, &uri, error))
		return false;
	*out = thread_in(archive, word);
	return true;
}
