/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/identity.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/place.h"
#include "base/text.h"

enum { SIGNATURE_LIMIT = 4096 }; /* bytes */

static void add_own(struct identity *identity, const char *address)
{
	if (address && *address)
		g_hash_table_add(identity->own, g_ascii_strdown(address, -1));
}

/* The one address in text, which may lack its name; false when it is none. */
static bool one_address(const char *text, struct person *out)
{
	g_autoptr(GArray) found = text ? addresses_parse(text, NULL) : NULL;
	const struct person *person;

	if (!found || found->len != 1)
		return false;
	person = &g_array_index(found, struct person, 0);
	*out = (struct person){ g_strdup(person->name), g_strdup(person->email) };
	return true;
}

static bool read_from(struct repo *repo, struct identity *identity, GError **error)
{
	g_autofree char *from = repo_config(repo, "sendemail.from");
	g_autofree char *email = repo_config(repo, "user.email");
	g_autofree char *name = repo_config(repo, "user.name");
	struct person user = { NULL, NULL };
	bool has_user = one_address(email, &user);

	if (has_user)
		add_own(identity, user.email);
	if (from && !one_address(from, &identity->from)) {
		person_clear(&user);
		return fail(error, WINNOW_ERROR_INPUT, "sendemail.from is no address: '%s'", from);
	}
	if (!from && has_user) {
		identity->from = user;
		user = (struct person){ NULL, NULL };
	}
	person_clear(&user);
	if (!identity->from.email)
		return fail(error, WINNOW_ERROR_INPUT,
			    "no address to write from: set user.email in git's configuration");
	if (!*identity->from.name && name) {
		g_free(identity->from.name);
		identity->from.name = text_one_line(name, 0);
	}
	add_own(identity, identity->from.email);
	return true;
}

/* A configured file must be there, ~/.signature need not. */
static bool read_signature(struct repo *repo, struct identity *identity, GError **error)
{
	g_autofree char *configured = repo_config(repo, "winnow.signature");
	g_autofree char *usual = place_home(".signature");
	const char *path = configured ? configured : usual;
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	struct slice rest, line;
	size_t length = 0;

	if (configured && !*configured)
		return true;
	if (!configured && !(usual && g_file_test(usual, G_FILE_TEST_IS_REGULAR)))
		return true;
	if (!file_read(path, FILE_TEXT_LIMIT, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, MIN(length, (size_t)SIGNATURE_LIMIT), NULL);
	for (rest = slice_of(text); text_next_line(&rest, &line);) {
		g_autofree char *shown = text_mask_line(line, SIGNATURE_LIMIT);

		if (!out->len && slice_equal(slice_trim(line), "--"))
			continue; /* it is put there anyway */
		g_string_append_printf(out, "%s\n", shown);
	}
	g_strchomp(out->str);
	if (*out->str)
		identity->signature = g_strdup(out->str);
	return true;
}

bool identity_read(struct repo *repo, struct identity **out, GError **error)
{
	_cleanup_(identity_freep) struct identity *identity = g_new0(struct identity, 1);

	identity->own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	identity->stable_list = repo_config(repo, "winnow.stableList");
	if (!read_from(repo, identity, error) || !read_signature(repo, identity, error))
		return false;
	*out = g_steal_pointer(&identity);
	return true;
}

void identity_free(struct identity *identity)
{
	person_clear(&identity->from);
	g_hash_table_unref(identity->own);
	g_free(identity->signature);
	g_free(identity->stable_list);
	g_free(identity);
}

bool identity_owns(const struct identity *identity, const char *address)
{
	g_autofree char *lower = g_ascii_strdown(address, -1);

	return g_hash_table_contains(identity->own, lower);
}
