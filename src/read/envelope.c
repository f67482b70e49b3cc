/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/envelope.h"

#include <gmime/gmime.h>

#include "base/memory.h"
#include "base/text.h"
#include "read/address.h"
#include "read/patch.h"

enum { ADDRESS_NAME_LIMIT = 200 }; /* characters */

struct envelope *envelope_copy(const struct envelope *envelope)
{
	struct envelope *copy = g_memdup2(envelope, sizeof(*envelope));

	copy->message_id = g_strdup(envelope->message_id);
	copy->subject = g_strdup(envelope->subject);
	copy->from = g_strdup(envelope->from);
	copy->reply_to = g_strdup(envelope->reply_to);
	copy->to = g_strdup(envelope->to);
	copy->cc = g_strdup(envelope->cc);
	copy->references = g_strdup(envelope->references);
	return copy;
}

size_t envelope_memory(const struct envelope *envelope)
{
	return envelope ? sizeof(*envelope) + memory_of_string(envelope->message_id) +
				  memory_of_string(envelope->subject) +
				  memory_of_string(envelope->from) +
				  memory_of_string(envelope->reply_to) +
				  memory_of_string(envelope->to) + memory_of_string(envelope->cc) +
				  memory_of_string(envelope->references)
			: 0;
}

void envelope_free(struct envelope *envelope)
{
	g_free(envelope->message_id);
	g_free(envelope->subject);
	g_free(envelope->from);
	g_free(envelope->reply_to);
	g_free(envelope->to);
	g_free(envelope->cc);
	g_free(envelope->references);
	g_free(envelope);
}

static void person_clear_item(void *person)
{
	person_clear(person);
}

/* A group's members count, groups within groups do not. */
static void collect_addresses(InternetAddressList *list, bool in_group, GArray *out, size_t *n_bad)
{
	int n = internet_address_list_length(list);

	for (int i = 0; i < n; i++) {
		InternetAddress *address = internet_address_list_get_address(list, i);
		const char *name = internet_address_get_name(address);
		const char *mailbox = NULL;

		if (INTERNET_ADDRESS_IS_GROUP(address) && !in_group) {
			collect_addresses(
				internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)),
				true, out, n_bad);
			continue;
		}
		if (INTERNET_ADDRESS_IS_MAILBOX(address))
			mailbox = internet_address_mailbox_get_addr(
				INTERNET_ADDRESS_MAILBOX(address));
		if (!mailbox || !address_is_valid(mailbox) || out->len >= ADDRESSES_LIMIT) {
			++*n_bad;
			continue;
		}
		struct person person = { text_one_line(name ? name : "", ADDRESS_NAME_LIMIT),
					 g_strdup(mailbox) };

		g_array_append_val(out, person);
	}
}

GArray *addresses_parse(const char *text, size_t *n_bad)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct person));
	bool fits = text && slice_count(slice_of(text), ':') <= ADDRESS_GROUPS_LIMIT;
	InternetAddressList *list = fits ? internet_address_list_parse(NULL, text) : NULL;
	size_t n = 0;

	g_array_set_clear_func(out, person_clear_item);
	if (list) {
		collect_addresses(list, false, out, &n);
		g_object_unref(list);
	}
	if (n_bad)
		*n_bad = n;
	return out;
}
