/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/mail.h"

#include <string.h>

#include <gmime/gmime.h>

#include "base/text.h"
#include "read/address.h"
#include "read/diff.h"
#include "read/encoded-word.h"
#include "read/mail-bounds.h"
#include "read/mail-parts.h"
#include "message/message.h"
#include "read/patch.h"
#include "read/relay.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)

void mail_library_init(void)
{
	g_mime_init();
}

void mail_library_shutdown(void)
{
	g_mime_shutdown();
}

void attachment_free(void *data)
{
	struct attachment *attachment = data;

	g_free(attachment->name);
	g_free(attachment->bytes);
	g_free(attachment);
}

const char *mail_kind_name(enum mail_kind kind)
{
	static const char *const names[] = {
		[MAIL_PATCH] = "patch",
		[MAIL_COVER] = "cover letter",
		[MAIL_REPLY] = "reply",
		[MAIL_OTHER] = "other mail",
	};

	return names[kind];
}

static char *utf8_or_null(const char *text)
{
	return text ? text_to_utf8(text, strlen(text), NULL) : NULL;
}

static char *first_id(const char *header)
{
	const char *open = header ? strchr(header, '<') : NULL;
	const char *close = open ? strchr(open, '>') : NULL;
	g_autofree char *raw = close ? g_strndup(open + 1, (gsize)(close - open - 1)) : NULL;

	return raw ? utf8_or_null(raw) : NULL;
}

/* RFC 3834: anything but "no" is a machine's word. */
static bool is_automatic(GMimeMessage *message)
{
	const char *value = g_mime_object_get_header(GMIME_OBJECT(message), "Auto-Submitted");

	return value && g_ascii_strncasecmp(value, "no", 2) != 0;
}

void mail_read_date(const char *value, gint64 *date, int *zone)
{
	g_autoptr(GDateTime) read = g_mime_utils_header_decode_date(value);

	if (!read)
		return;
	*date = g_date_time_to_unix(read);
	*zone = (int)(g_date_time_get_utc_offset(read) / G_TIME_SPAN_MINUTE);
}

static gint64 date_of(GMimeMessage *message)
{
	GDateTime *date = g_mime_message_get_date(message);

	return date ? g_date_time_to_unix(date) : 0;
}

/* A header as text, its encoded words decoded; NULL if there is none. */
static char *decoded_header(GMimeMessage *message, const char *name)
{
	const char *raw = g_mime_object_get_header(GMIME_OBJECT(message), name);
	g_autofree char *text = raw ? g_mime_utils_header_decode_text(NULL, raw) : NULL;

	return utf8_or_null(text);
}

static char *address_list(GMimeMessage *message, GMimeAddressType type)
{
	InternetAddressList *list = g_mime_message_get_addresses(message, type);
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; list && i < internet_address_list_length(list); i++) {
		InternetAddress *item = internet_address_list_get_address(list, i);
		const char *name = internet_address_get_name(item);
		g_autofree char *words = name ? encoded_words_write(name) : NULL;
		g_autofree char *encoded =
			words && INTERNET_ADDRESS_IS_MAILBOX(item)
				? g_strdup_printf("%s <%s>", words,
						  internet_address_mailbox_get_addr(
							  INTERNET_ADDRESS_MAILBOX(item)))
				: internet_address_to_string(item, NULL, TRUE);

		g_string_append_printf(text, "%s%s", text->len ? ", " : "", encoded);
	}
	return text->len ? text_one_line(text->str, 0) : NULL; /* it may be folded */
}

/* Who wrote it, which a relay that sends in its own name says elsewhere. */
static char *from_of(GMimeMessage *message, bool *relayed)
{
	g_autofree char *from = decoded_header(message, "From");
	g_autofree char *original = decoded_header(message, "X-Original-From");
	g_autofree char *reply_to = address_list(message, GMIME_ADDRESS_TYPE_REPLY_TO);
	char *author = from ? relay_author(from, original, reply_to) : NULL;

	*relayed = author;
	return author ? author : from ? g_steal_pointer(&from) : g_strdup("");
}

/* "0/17" or "000/157": a cover letter's number. */
static bool is_cover_tag(const char *tag)
{
	for (const char *p = tag; p && *p; p++) {
		size_t digits = strspn(p, "0123456789"), zeros = strspn(p, "0");

		if (digits && digits == zeros && p[digits] == '/')
			return true;
		p += digits;
		if (!*p)
			break;
	}
	return false;
}

/* As headers have it; NULL where there is no address to write to. */
static char *encoded_person(const char *text)
{
	struct person person = person_parse(text);
	const struct address address = { person.name, person.email };
	char *encoded = address_is_valid(person.email) ? address_encode(&address) : NULL;
	char *line = encoded ? text_one_line(encoded, 0) : NULL;

	g_free(encoded);
	person_clear(&person);
	return line;
}

static struct envelope *envelope_of(const struct mail *mail, GMimeMessage *message, bool relayed)
{
	GDateTime *date = g_mime_message_get_date(message);
	struct envelope *envelope = g_new0(struct envelope, 1);

	envelope->message_id = g_strdup(mail->message_id);
	envelope->subject = g_strdup(mail->subject);
	envelope->from = relayed ? encoded_person(mail->from)
				 : address_list(message, GMIME_ADDRESS_TYPE_FROM);
	envelope->reply_to = address_list(message, GMIME_ADDRESS_TYPE_REPLY_TO);
	envelope->to = address_list(message, GMIME_ADDRESS_TYPE_TO);
	envelope->cc = address_list(message, GMIME_ADDRESS_TYPE_CC);
	envelope->references = mail->references || !mail->in_reply_to
				       ? g_strdup(mail->references)
				       : g_strdup_printf("<%s>", mail->in_reply_to);
	envelope->date = mail->date;
	envelope->zone = date ? (int)(g_date_time_get_utc_offset(date) / G_TIME_SPAN_MINUTE) : 0;
	return envelope;
}

bool mail_begins(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;
	static const char *const headers[] = { "From:",	 "Subject:",  "Date:", "Message-Id:",
					       "To:",	 "Cc:",	      "MIME-", "Received:",
					       "Return", "Delivered", "X-",    "List-" };

	if (!text_next_line(&rest, &line))
		return false;
	if (slice_has_prefix(line, "From ") && !text_next_line(&rest, &line))
		return false;
	/* "net: fix it" is a subject, not a header. */
	for (size_t i = 0; i < G_N_ELEMENTS(headers); i++)
		if (slice_has_prefix_nocase(line, headers[i]))
			return true;
	return false;
}

bool mail_is_reply(const struct mail *mail)
{
	static const char *const words[] = { "Re:", "AW:", "Fwd:" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strncasecmp(mail->subject, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static enum mail_kind kind_of(const struct mail *mail)
{
	g_autofree char *tag = NULL;
	bool has_diff = diff_find_start(mail->text) != NULL;

	g_free(message_strip_tags(mail->subject, &tag));
	if (mail_is_reply(mail))
		return MAIL_REPLY;
	if (tag && is_cover_tag(tag) && !has_diff)
		return MAIL_COVER;
	if (!has_diff && mail->attached->len)
		return MAIL_OTHER; /* words about the patches that came with it */
	if (has_diff || (tag && strstr(tag, "PATCH")))
		return MAIL_PATCH; /* a [PATCH] whose diff is lost is a broken patch, not chatter */
	return mail->in_reply_to ? MAIL_REPLY : MAIL_OTHER;
}

/* GMime takes the bytes as they are; it reads headers the way mail programs do, broken ones too. */
static GMimeMessage *parse(const char *bytes, size_t length)
{
	g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);

	return g_mime_parser_construct_message(parser, NULL);
}

void mail_parse(struct mail *mail, const char *bytes, size_t length)
{
	size_t whole = length;
	*mail = (struct mail){ .problems = g_ptr_array_new_with_free_func(g_free),
			       .attached = g_ptr_array_new_with_free_func(attachment_free),
			       .unread = g_ptr_array_new_with_free_func(g_free) };

	char *problem = mail_bound(bytes, &length);

	if (problem)
		g_ptr_array_add(mail->problems, problem);
	mail_head_read(&mail->head, bytes, whole);

	g_autoptr(GString) joined = encoded_words_join(bytes, length);
	g_autoptr(GMimeMessage) message =
		joined ? parse(joined->str, joined->len) : parse(bytes, length);
	bool relayed;

	if (!message) {
		g_ptr_array_add(mail->problems, g_strdup("no mail headers"));
		mail->subject = g_strdup("");
		mail->from = g_strdup("");
		mail->text = text_to_utf8(bytes, length, NULL);
		mail->kind = kind_of(mail);
		return;
	}

	const char *subject = g_mime_message_get_subject(message);
	const char *id = g_mime_message_get_message_id(message);
	GMimeObject *object = GMIME_OBJECT(message);

	mail->subject = subject ? utf8_or_null(subject) : g_strdup("");
	mail->message_id = id && *id ? utf8_or_null(id) : NULL; /* "<>" names nothing */
	mail->in_reply_to = first_id(g_mime_object_get_header(object, "In-Reply-To"));
	if (!mail->in_reply_to)
		mail->in_reply_to = first_id(g_mime_object_get_header(object, "References"));
	mail->references = utf8_or_null(g_mime_object_get_header(object, "References"));
	mail->stable_base = utf8_or_null(g_mime_object_get_header(object, "X-stable-base"));
	mail->from = from_of(message, &relayed);
	mail->automatic = is_automatic(message);
	mail->date = date_of(message);
	if (mail->message_id)
		mail->envelope = envelope_of(mail, message, relayed);
	mail_read_parts(mail, message);
	mail->kind = kind_of(mail);
}

void mail_clear(struct mail *mail)
{
	g_free(mail->message_id);
	g_free(mail->in_reply_to);
	g_free(mail->references);
	g_free(mail->subject);
	g_free(mail->from);
	g_free(mail->stable_base);
	g_free(mail->text);
	mail_head_clear(&mail->head);
	if (mail->envelope)
		envelope_free(mail->envelope);
	if (mail->problems)
		g_ptr_array_unref(mail->problems);
	g_ptr_array_unref(mail->attached);
	g_ptr_array_unref(mail->unread);
	*mail = (struct mail){ 0 };
}
