/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/relay.h"

#include <string.h>

#include <glib.h>

#include "read/address.h"
#include "read/envelope.h"
#include "read/patch.h"

/* "'Ann Ash' via Some List": the name before it, without quotes; NULL if there is none. */
static char *name_before_via(const char *name)
{
	const char *via = g_strrstr(name, " via ");
	size_t length = via ? (size_t)(via - name) : 0;

	while (length && strchr("'\" ", name[length - 1]))
		length--;
	while (length && strchr("'\" ", *name)) {
		name++;
		length--;
	}
	return length ? g_strndup(name, length) : NULL;
}

static bool is_no_box(const char *email)
{
	return g_ascii_strncasecmp(email, "devnull", strlen("devnull")) == 0 ||
	       g_ascii_strncasecmp(email, "noreply", strlen("noreply")) == 0 ||
	       g_ascii_strncasecmp(email, "no-reply", strlen("no-reply")) == 0;
}

/*
 * The address in header that is the writer's: of several, lists among them, the one by his name;
 * the relay's own is none. NULL if there is none. The caller frees.
 */
static char *address_in(const char *header, const char *name, const char *relay)
{
	g_autoptr(GArray) list = header ? addresses_parse(header, NULL) : NULL;
	const char *found = NULL;

	for (guint i = 0; list && i < list->len; i++) {
		const struct person *person = &g_array_index(list, struct person, i);

		if (address_equal(person->email, relay) || is_no_box(person->email))
			continue;
		if (*person->name && name && g_ascii_strcasecmp(person->name, name) == 0)
			return g_strdup(person->email);
		if (!found)
			found = person->email;
	}
	return g_strdup(found);
}

static char *author_of(const struct person *sender, const struct person *original,
		       const char *original_header, const char *reply_to)
{
	g_autofree char *name = name_before_via(sender->name);
	g_autofree char *address = NULL;
	bool other = *original->email && !address_equal(original->email, sender->email);

	if (!name && !other && !g_str_has_prefix(sender->email, "devnull+"))
		return NULL;
	if (*original->name && !strstr(original->name, " via ")) {
		g_free(name);
		name = g_strdup(original->name);
	} else if (!name) {
		name = g_strdup(sender->name);
	}
	address = address_in(original_header, name, sender->email);
	if (!address)
		address = address_in(reply_to, name, sender->email);
	return g_strdup_printf("%s <%s>", name, address ? address : "");
}

char *relay_author(const char *from, const char *original, const char *reply_to)
{
	struct person sender = person_parse(from);
	struct person named = person_parse(original ? original : "");
	char *author = author_of(&sender, &named, original, reply_to);

	person_clear(&sender);
	person_clear(&named);
	return author;
}
