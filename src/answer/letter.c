/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/letter.h"

#include <string.h>

#include <gmime/gmime.h>

#include "base/text.h"
#include "message/message-id.h"
#include "read/encoded-word.h"
#include "send/outgoing.h"

#define CHECK_HEADER OUTGOING_MARK
#define CHECK_UNSET  "0000000000000000"

enum {
	ID_LIMIT = 900,		/* bytes: an id cannot be folded, a line holds 998 */
	THREAD_IDS_LIMIT = 100, /* the first and the last ones say where a thread is */
	CHECK_DIGITS = sizeof(CHECK_UNSET) - 1,
	SUBJECT_LIMIT = 500, /* characters */
};

static void person_clear_item(void *person)
{
	person_clear(person);
}

void letter_init(struct letter *letter)
{
	*letter = (struct letter){
		.to = g_array_new(FALSE, FALSE, sizeof(struct person)),
		.cc = g_array_new(FALSE, FALSE, sizeof(struct person)),
		.references = g_ptr_array_new_with_free_func(g_free),
	};
	g_array_set_clear_func(letter->to, person_clear_item);
	g_array_set_clear_func(letter->cc, person_clear_item);
}

void letter_clear(struct letter *letter)
{
	person_clear(&letter->from);
	g_array_unref(letter->to);
	g_array_unref(letter->cc);
	g_ptr_array_unref(letter->references);
	g_free(letter->subject);
	g_free(letter->in_reply_to);
	g_free(letter->text);
	g_free(letter->html);
}

bool letter_is_id(const char *id)
{
	size_t length = strlen(id);

	if (!length || length > ID_LIMIT)
		return false;
	for (const char *p = id; *p; p++)
		if (*p <= ' ' || *p > '~' || *p == '<' || *p == '>')
			return false;
	return true;
}

char *letter_name(const char *key)
{
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);

	return g_strndup(sum, CHECK_DIGITS);
}

static void sum_persons(GChecksum *sum, const GArray *persons)
{
	for (guint i = 0; i < persons->len; i++) {
		const struct person *person = &g_array_index(persons, struct person, i);

		g_checksum_update(sum, (const guchar *)person->email, -1);
		g_checksum_update(sum, (const guchar *)"\n", 1);
	}
	g_checksum_update(sum, (const guchar *)"\n", 1);
}

/* All that makes it this mail and no other; not the date, so that writing it again changes nothing.
 */
static char *message_id_of(const struct letter *letter)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *const parts[] = { letter->from.email, letter->subject,
				      letter->in_reply_to ? letter->in_reply_to : "", letter->text,
				      letter->html ? letter->html : "" };

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		g_checksum_update(sum, (const guchar *)parts[i], (gssize)strlen(parts[i]) + 1);
	sum_persons(sum, letter->to);
	sum_persons(sum, letter->cc);
	return message_id_made(g_checksum_get_string(sum), letter->from.email);
}

static InternetAddress *address_of(const struct person *person)
{
	g_autofree char *name = text_one_line(person->name, 0);
	g_autofree char *words = encoded_words_write(name);
	const char *shown = words ? words : *name ? name : NULL;
	InternetAddress *address = internet_address_mailbox_new(shown, person->email);

	internet_address_set_charset(address, "utf-8");
	return address;
}

/* All at once: GMime writes the header anew for each one that is added to a message. */
static void add_persons(GMimeMessage *message, GMimeAddressType type, const GArray *persons)
{
	InternetAddressList *list;

	if (!persons->len)
		return; /* an empty header is none */
	list = internet_address_list_new();
	for (guint i = 0; i < persons->len; i++) {
		const struct person *person = &g_array_index(persons, struct person, i);
		InternetAddress *address = address_of(person);

		internet_address_list_add(list, address);
		g_object_unref(address);
	}
	internet_address_list_append(g_mime_message_get_addresses(message, type), list);
	g_object_unref(list);
}

static void set_thread(const struct letter *letter, GMimeMessage *message)
{
	g_autoptr(GString) ids = g_string_new(NULL);
	guint n = letter->references->len;

	for (guint i = 0; i < n; i++) {
		const char *id = letter->references->pdata[i];

		if (letter_is_id(id) && (i == 0 || i + THREAD_IDS_LIMIT > n))
			g_string_append_printf(ids, "%s<%s>", ids->len ? " " : "", id);
	}
	if (letter->in_reply_to && letter_is_id(letter->in_reply_to)) {
		g_autofree char *id = g_strdup_printf("<%s>", letter->in_reply_to);

		g_mime_object_set_header(GMIME_OBJECT(message), "In-Reply-To", id, NULL);
		if (ids->len)
			g_mime_object_set_header(GMIME_OBJECT(message), "References", ids->str,
						 NULL);
	}
}

static void set_content(GMimePart *part, const char *text)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, strlen(text));
	GMimeDataWrapper *content =
		g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
	g_object_unref(content);
	g_object_unref(stream);
}

static GMimeObject *text_part(const char *subtype, const char *text)
{
	GMimePart *part = g_mime_part_new_with_type("text", subtype);
	bool plain = true, fits = true;
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line)) {
		fits = fits && line.length <= 990;
		for (size_t i = 0; plain && i < line.length; i++)
			plain = (guint8)line.start[i] < 0x80;
	}
	/* As it is: the library's own way would make Latin-1 of a text that has no other letters.
	 */
	set_content(part, text);
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
	g_mime_part_set_content_encoding(part, !fits   ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
					       : plain ? GMIME_CONTENT_ENCODING_7BIT
						       : GMIME_CONTENT_ENCODING_8BIT);
	return GMIME_OBJECT(part);
}

static GMimeObject *body_of(const struct letter *letter, const char *message_id)
{
	GMimeObject *text = text_part("plain", letter->text), *html, *both;
	g_autofree char *boundary = NULL;

	if (!letter->html)
		return text;
	html = text_part("html", letter->html);
	both = GMIME_OBJECT(g_mime_multipart_new_with_subtype("alternative"));
	/* Its own would be random. Lines of text that begin with "--" and a sum of it do not occur.
	 */
	boundary = g_strdup_printf("=_%.32s", message_id);
	g_mime_multipart_set_boundary(GMIME_MULTIPART(both), boundary);
	g_mime_multipart_add(GMIME_MULTIPART(both), text);
	g_mime_multipart_add(GMIME_MULTIPART(both), html);
	g_object_unref(text);
	g_object_unref(html);
	return both;
}

static void append_checksum(const char *bytes, size_t length, char *digits)
{
	g_autofree char *sum =
		g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);

	memcpy(digits, sum, CHECK_DIGITS);
}

/* Where the checksum's digits stand in the headers; NULL if they do not. */
static char *find_checksum(char *bytes)
{
	static const char header[] = "\n" CHECK_HEADER ": ";
	char *end = strstr(bytes, "\n\n"), *at = strstr(bytes, header);

	if (!at || !end || at > end || strlen(at) < sizeof(header) - 1 + CHECK_DIGITS)
		return NULL;
	return at + sizeof(header) - 1;
}

char *letter_write(const struct letter *letter, size_t *length)
{
	GMimeMessage *message = g_mime_message_new(TRUE);
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(letter->date);
	g_autofree char *subject = text_one_line(letter->subject, SUBJECT_LIMIT);
	g_autofree char *words = encoded_words_write(subject);
	g_autofree char *id = message_id_of(letter);
	InternetAddress *from = address_of(&letter->from);
	GMimeObject *body = body_of(letter, id);
	char *bytes, *digits;

	internet_address_list_add(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_FROM),
				  from);
	add_persons(message, GMIME_ADDRESS_TYPE_TO, letter->to);
	add_persons(message, GMIME_ADDRESS_TYPE_CC, letter->cc);
	g_mime_message_set_subject(message, words ? words : subject, "utf-8");
	if (date)
		g_mime_message_set_date(message, date);
	g_mime_message_set_message_id(message, id);
	set_thread(letter, message);
	g_mime_object_set_header(GMIME_OBJECT(message), CHECK_HEADER, CHECK_UNSET, NULL);
	g_mime_message_set_mime_part(message, body);
	bytes = g_mime_object_to_string(GMIME_OBJECT(message), NULL);
	g_object_unref(from);
	g_object_unref(body);
	g_object_unref(message);

	*length = strlen(bytes);
	digits = find_checksum(bytes);
	g_assert(digits); /* it was put there */
	append_checksum(bytes, *length, digits);
	return bytes;
}

bool letter_is_untouched(const char *bytes, size_t length)
{
	g_autofree char *copy = g_strndup(bytes, length);
	char digits[CHECK_DIGITS], now[CHECK_DIGITS], *at;

	if (strlen(copy) != length)
		return false;
	at = find_checksum(copy);
	if (!at)
		return false;
	memcpy(digits, at, CHECK_DIGITS);
	memcpy(at, CHECK_UNSET, CHECK_DIGITS);
	append_checksum(copy, length, now);
	return memcmp(digits, now, CHECK_DIGITS) == 0;
}
