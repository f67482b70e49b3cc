/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is on a patch, and what it is called whose pick it is. */
#include "evidence/people-parts.h"

#include <string.h>

#include "base/text.h"
#include "message/marker.h"

enum {
	NAME_LETTERS_MIN = 4,
	PERSONS_LIMIT = 200, /* of one patch */
	KEY_LETTERS = 100,   /* of a person that count, or are told */
};

char *person_key(const struct person *person)
{
	GString *out = g_string_new(NULL);
	g_autofree char *lower = g_utf8_strdown(person->name, -1);
	size_t letters = 0;
	bool blank = false;

	for (const char *p = lower; *p && letters < KEY_LETTERS; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!g_unichar_isalnum(c)) {
			blank = g_unichar_isspace(c) || blank;
			continue;
		}
		if (blank && out->len)
			g_string_append_c(out, ' ');
		blank = false;
		letters += g_unichar_isalpha(c);
		g_string_append_unichar(out, c);
	}
	if (letters >= NAME_LETTERS_MIN)
		return g_string_free(out, FALSE);
	g_string_free(out, TRUE);
	lower = (g_free(lower), g_utf8_strdown(person->email, -1));
	return text_one_line(lower, KEY_LETTERS);
}

/* Addresses behind which is no one person: by host, and by how the part before it begins or ends.
 */
static bool is_list(const char *email)
{
	static const char *const hosts[] = { "vger.",  "lists.",  "list.",	   "googlegroups.",
					     "kvack.", "groups.", "alioth-lists.", "lore." };
	static const char *const starts[] = { "linux-",	 "stable", "patches",  "lkml",
					      "kernel-", "netdev", "dri-devel" };
	static const char *const ends[] = { "-list",	"-lists",   "-devel",	   "-dev",
					    "-discuss", "-patches", "-maintainers" };
	g_autofree char *lower = g_ascii_strdown(email, -1);
	char *at = strchr(lower, '@');

	if (!at)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++)
		if (g_str_has_prefix(at + 1, hosts[i]) || strstr(at + 1, ".lists."))
			return true;
	*at = '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_str_has_prefix(lower, starts[i]))
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		if (g_str_has_suffix(lower, ends[i]))
			return true;
	return false;
}

static void member_clear(void *data)
{
	struct member *member = data;

	g_free(member->key);
	g_free(member->name);
}

static void add_member(GArray *members, const struct person *person, const char *role,
		       const char *sender)
{
	struct member member = { .role = role };

	if ((!*person->name && !*person->email) || (*person->email && is_list(person->email)) ||
	    members->len >= PERSONS_LIMIT)
		return;
	member.key = person_key(person);
	for (guint i = 0; i < members->len; i++)
		if (strcmp(g_array_index(members, struct member, i).key, member.key) == 0)
			member.role = NULL;
	if (!*member.key || !member.role || strcmp(member.key, sender) == 0) {
		g_free(member.key);
		return;
	}
	member.name = text_one_line(*person->name ? person->name : person->email, KEY_LETTERS);
	g_array_append_val(members, member);
}

static void add_addressed(GArray *members, const char *list, const char *sender)
{
	g_autoptr(GArray) addresses = list ? addresses_parse(list, NULL) : NULL;

	for (guint i = 0; addresses && i < addresses->len; i++)
		add_member(members, &g_array_index(addresses, struct person, i), "Cc'd to", sender);
}

GArray *members_of(const struct patch *patch)
{
	GArray *members = g_array_new(FALSE, FALSE, sizeof(struct member));
	const GArray *trailers = patch->message.trailers;
	g_autofree char *sender = NULL;

	g_array_set_clear_func(members, member_clear);
	if (patch->sender) {
		struct person person = person_parse(patch->sender);

		sender = person_key(&person);
		person_clear(&person);
	}
	if (patch->envelope) {
		add_addressed(members, patch->envelope->to, sender ? sender : "");
		add_addressed(members, patch->envelope->cc, sender ? sender : "");
	}
	add_member(members, &patch->author, "written by", sender ? sender : "");
	for (guint i = 0; trailers && i < trailers->len; i++) {
		const struct trailer *trailer = &g_array_index(trailers, struct trailer, i);
		g_autofree char *key = slice_dup(trailer->key), *value = slice_dup(trailer->value);
		struct person person;

		if (!g_str_has_suffix(key, "-by"))
			continue;
		person = person_parse(value);
		add_member(members, &person, "with a tag of", sender ? sender : "");
		person_clear(&person);
	}
	return members;
}

char *change_of(const struct patch *patch)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));

	if (patch->message.body)
		markers_scan(patch->message.body, markers);
	for (guint i = 0; i < markers->len; i++) {
		const struct marker *marker = &g_array_index(markers, struct marker, i);

		if (marker->kind != MARKER_RELATED && strlen(marker->hex) >= CHANGE_DIGITS)
			return g_strndup(marker->hex, CHANGE_DIGITS);
	}
	return NULL;
}
