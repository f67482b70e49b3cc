/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/outgoing.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "message/message-id.h"
#include "read/address.h"


enum kind {
	KIND_OTHER,
	KIND_FROM,
	KIND_TO,
	KIND_CC,
	KIND_BCC,
	KIND_NOTE, /* a mail program's, of a draft */
	KIND_ID,
	KIND_DATE,
	KIND_SUBJECT,
	KIND_ANSWERED,
};

/* A header as it stands: its lines with their line ends, and what is behind the colon. */
struct field {
	enum kind kind;
	const char *name; /* static */
	struct slice lines, value;
};

/* These stand once at most; twice, one program shows the first and another the last. */
static const struct {
	const char *name;
	enum kind kind;
} known[] = {
	{ "From", KIND_FROM },
	{ "To", KIND_TO },
	{ "Cc", KIND_CC },
	{ "Bcc", KIND_BCC },
	{ "Message-ID", KIND_ID },
	{ "Date", KIND_DATE },
	{ "Subject", KIND_SUBJECT },
	{ "Sender", KIND_OTHER },
	{ "Reply-To", KIND_OTHER },
	{ "In-Reply-To", KIND_ANSWERED },
	{ "References", KIND_OTHER },
	{ "MIME-Version", KIND_OTHER },
	{ "Content-Type", KIND_OTHER },
	{ "Content-Transfer-Encoding", KIND_OTHER },
};

/* What mutt and Thunderbird note in drafts: folders, identities, how to encrypt. */
static const char *const notes[] = { "Fcc:", "X-Mutt-", "X-Mozilla-" };

/* What is being read. */
struct draft {
	struct outgoing *mail;
	const struct outgoing_defaults *defaults;
	GArray *fields; /* struct field */
	char *from;	/* encoded */
	size_t line;
};

static void free_address(void *address)
{
	address_free(address);
}

void outgoing_free(struct outgoing *mail)
{
	g_free(mail->location);
	g_free(mail->message_id);
	g_free(mail->subject);
	g_free(mail->answered);
	g_free(mail->sender);
	g_free(mail->content);
	g_ptr_array_unref(mail->recipients);
	g_ptr_array_unref(mail->to);
	g_ptr_array_unref(mail->cc);
	g_ptr_array_unref(mail->bcc);
	g_string_free(mail->bytes, TRUE);
	g_free(mail);
}

static bool fail_line(const struct draft *draft, GError **error, const char *why)
{
	return fail(error, WINNOW_ERROR_INPUT, "%s: line %zu: %s", draft->mail->location,
		    draft->line, why);
}

/* Its length without the colon; 0 when line begins no header. */
static size_t name_length(struct slice line)
{
	size_t n = 0;

	while (n < line.length && line.start[n] > ' ' && line.start[n] < 0x7f &&
	       line.start[n] != ':')
		n++;
	return n < line.length && line.start[n] == ':' ? n : 0;
}

static bool check_header_line(const struct draft *draft, struct slice line, GError **error)
{
	for (size_t i = 0; i < line.length; i++) {
		guint8 c = (guint8)line.start[i];

		if (c == '\r')
			return fail_line(draft, error, "a carriage return within a header");
		if ((c < ' ' && c != '\t') || c == 0x7f)
			return fail_line(draft, error, "a control character within a header");
		if (c >= 0x80)
			return fail_line(
				draft, error,
				"a header with bytes that are not ASCII (RFC 2047 says how "
				"to encode them)");
	}
	return line.length <= OUTGOING_LINE_LIMIT ||
	       fail_line(draft, error, "a header line of more than 998 bytes");
}

static bool begin_field(struct draft *draft, struct slice line, GError **error)
{
	size_t n = name_length(line);
	struct field field = { .lines = line,
			       .value = { line.start + n + 1, line.length - n - 1 } };

	if (!n)
		return fail_line(draft, error, "neither a header nor the empty line behind them");
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		if (strlen(known[i].name) != n ||
		    g_ascii_strncasecmp(known[i].name, line.start, n) != 0)
			continue;
		field.name = known[i].name;
		field.kind = known[i].kind;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(notes); i++)
		if (slice_has_prefix_nocase(line, notes[i]))
			field.kind = KIND_NOTE;
	/* To whom a mail was resent is another question than to whom it goes, and Bcc's secret. */
	if (slice_has_prefix_nocase(line, "Resent-"))
		return fail_line(draft, error, "a mail with Resent- headers is not a draft");
	for (guint i = 0; field.name && i < draft->fields->len; i++)
		if (g_array_index(draft->fields, struct field, i).name == field.name)
			return fail(error, WINNOW_ERROR_INPUT, "%s: line %zu: a second %s header",
				    draft->mail->location, draft->line, field.name);
	g_array_append_val(draft->fields, field);
	return true;
}

/* Take the headers and the line behind them off *rest. */
static bool read_headers(struct draft *draft, struct slice *rest, GError **error)
{
	struct slice line;

	while (text_next_line(rest, &line)) {
		draft->line++;
		if (!line.length)
			return true;
		if (!check_header_line(draft, line, error))
			return false;
		if (*line.start == ' ' || *line.start == '\t') {
			struct field *last;

			if (!draft->fields->len)
				return fail_line(draft, error, "a header's second line before any");
			if (!slice_trim(line).length)
				return fail_line(draft, error, "a blank line within a header");
			last = &g_array_index(draft->fields, struct field, draft->fields->len - 1);
			last->lines.length = (size_t)(line.start + line.length - last->lines.start);
			last->value.length = (size_t)(line.start + line.length - last->value.start);
		} else if (!begin_field(draft, line, error)) {
			return false;
		}
	}
	return fail(error, WINNOW_ERROR_INPUT, "%s: no empty line behind the headers, or no text",
		    draft->mail->location);
}

static const struct field *find(const struct draft *draft, enum kind kind)
{
	for (guint i = 0; i < draft->fields->len; i++) {
		const struct field *field = &g_array_index(draft->fields, struct field, i);

		if (field->kind == kind)
			return field;
	}
	return NULL;
}

static bool read_addresses(const struct draft *draft, enum kind kind, GPtrArray *out,
			   GError **error)
{
	const struct field *field = find(draft, kind);
	g_autofree char *value = field ? slice_dup(field->value) : NULL;

	if (!value || address_list_parse(value, out, error))
		return true;
	g_prefix_error(error, "%s: %s: ", draft->mail->location, field->name);
	return false;
}

static guint hash_spec(gconstpointer spec)
{
	g_autofree char *lower = g_ascii_strdown(spec, -1);

	return g_str_hash(lower);
}

static gboolean equal_spec(gconstpointer a, gconstpointer b)
{
	return address_equal(a, b);
}

static bool collect_recipients(const struct draft *draft, GError **error)
{
	struct outgoing *mail = draft->mail;
	GPtrArray *const lists[] = { mail->to, mail->cc, mail->bcc };
	g_autoptr(GHashTable) seen = g_hash_table_new(hash_spec, equal_spec);

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		for (guint k = 0; k < lists[i]->len; k++) {
			const struct address *address = lists[i]->pdata[k];

			if (g_hash_table_add(seen, address->spec))
				g_ptr_array_add(mail->recipients, address->spec);
		}
	return mail->recipients->len ||
	       fail(error, WINNOW_ERROR_INPUT, "%s: nobody in To, Cc or Bcc", mail->location);
}

static bool read_sender(struct draft *draft, GError **error)
{
	g_autoptr(GPtrArray) from = g_ptr_array_new_with_free_func(free_address);
	bool written = find(draft, KIND_FROM) != NULL;

	if (!written && !draft->defaults->from)
		return fail(error, WINNOW_ERROR_INPUT,
			    "%s: no From header, and no sendemail.from in git's configuration",
			    draft->mail->location);
	if (!written && !address_list_parse(draft->defaults->from, from, error)) {
		g_prefix_error(error, "sendemail.from: ");
		return false;
	}
	if (written && !read_addresses(draft, KIND_FROM, from, error))
		return false;
	if (from->len != 1)
		return fail(error, WINNOW_ERROR_INPUT, "%s: From has %u addresses, not one",
			    written ? draft->mail->location : "sendemail.from", from->len);
	draft->mail->sender = g_strdup(((struct address *)from->pdata[0])->spec);
	draft->from = address_encode(from->pdata[0]);
	return true;
}

static bool is_id(struct slice value)
{
	const char *at = memchr(value.start, '@', value.length);

	if (value.length < 5 || value.length > MESSAGE_ID_LIMIT || value.start[0] != '<' ||
	    value.start[value.length - 1] != '>' || !at)
		return false;
	for (size_t i = 1; i + 1 < value.length; i++)
		if (!g_ascii_isgraph(value.start[i]) || strchr("<>", value.start[i]))
			return false;
	return true;
}

static bool read_id(struct draft *draft, GError **error)
{
	const struct field *field = find(draft, KIND_ID);
	struct slice value = field ? slice_trim(field->value) : (struct slice){ "", 0 };

	/* The same draft gets the same again, so that it is known for the same mail. */
	if (!field)
		draft->mail->message_id =
			message_id_made(draft->mail->content, draft->mail->sender);
	else if (!is_id(value))
		return fail(error, WINNOW_ERROR_INPUT, "%s: Message-ID: not an id in <>",
			    draft->mail->location);
	else
		draft->mail->message_id = g_strndup(value.start + 1, value.length - 2);
	return true;
}

bool outgoing_is_marked(const char *bytes, size_t length)
{
	struct slice rest = { bytes, length }, line;

	while (text_next_line(&rest, &line) && line.length)
		if (slice_has_prefix_nocase(line, OUTGOING_MARK ":"))
			return true;
	return false;
}

static void read_answered(struct draft *draft)
{
	const struct field *field = find(draft, KIND_ANSWERED);
	struct slice value = field ? slice_trim(field->value) : (struct slice){ "", 0 };

	if (is_id(value))
		draft->mail->answered = g_strndup(value.start + 1, value.length - 2);
}

static void read_subject(struct draft *draft)
{
	const struct field *field = find(draft, KIND_SUBJECT);
	g_autofree char *value = field ? slice_dup(field->value) : g_strdup("");
	g_autofree char *decoded = address_decode_text(value);

	draft->mail->subject = text_one_line(decoded, 0);
}

/* text as lines with CRLF at the end. */
static void append_lines(GString *out, struct slice text)
{
	struct slice line;

	while (text_next_line(&text, &line)) {
		g_string_append_len(out, line.start, (gssize)line.length);
		g_string_append(out, "\r\n");
	}
}

/*
 * A bare CR ends a line for some servers and not for others, which is how a second mail is smuggled
 * behind the first; here it ends one for all.
 */
static bool append_body(struct draft *draft, struct slice text, GError **error)
{
	GString *out = draft->mail->bytes;
	struct slice line;

	while (text_next_line(&text, &line)) {
		size_t begin = out->len;

		draft->line++;
		if (memchr(line.start, 0, line.length))
			return fail_line(draft, error, "a NUL byte");
		for (size_t i = 0; i < line.length; i++) {
			if (line.start[i] == '\r') {
				g_string_append(out, "\r\n");
				begin = out->len;
			} else {
				g_string_append_c(out, line.start[i]);
			}
			if (out->len - begin > OUTGOING_LINE_LIMIT)
				return fail_line(draft, error,
						 "more than 998 bytes (RFC 5322; "
						 "quoted-printable would do)");
		}
		g_string_append(out, "\r\n");
	}
	return true;
}

static void append_date(GString *out, gint64 now)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(now);
	/* Names of days and months in English whatever the locale: main() sets LC_CTYPE alone. */
	g_autofree char *text =
		date ? g_date_time_format(date, "%a, %d %b %Y %H:%M:%S +0000") : NULL;

	if (text)
		g_string_append_printf(out, "Date: %s\r\n", text);
}

static void append_headers(struct draft *draft)
{
	GString *out = draft->mail->bytes;

	for (guint i = 0; i < draft->fields->len; i++) {
		const struct field *field = &g_array_index(draft->fields, struct field, i);

		if (field->kind != KIND_BCC && field->kind != KIND_NOTE)
			append_lines(out, field->lines);
	}
	if (!find(draft, KIND_FROM))
		g_string_append_printf(out, "From: %s\r\n", draft->from);
	if (!find(draft, KIND_DATE))
		append_date(out, draft->defaults->now);
	if (!find(draft, KIND_ID))
		g_string_append_printf(out, "Message-ID: <%s>\r\n", draft->mail->message_id);
	g_string_append(out, "\r\n");
}

static char *hash_content(const struct draft *draft, struct slice body)
{
	g_autoptr(GString) text = g_string_sized_new(body.length + 1024);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	for (guint i = 0; i < draft->fields->len; i++) {
		const struct field *field = &g_array_index(draft->fields, struct field, i);

		if (field->kind != KIND_TO && field->kind != KIND_CC && field->kind != KIND_BCC &&
		    field->kind != KIND_DATE && field->kind != KIND_NOTE)
			append_lines(text, field->lines);
	}
	g_string_append(text, "\r\n");
	append_lines(text, body);
	g_checksum_update(sum, (const guchar *)text->str, (gssize)text->len);
	return g_strdup(g_checksum_get_string(sum));
}

static bool read_draft(struct draft *draft, struct slice rest, GError **error)
{
	struct outgoing *mail = draft->mail;
	bool marked = outgoing_is_marked(rest.start, rest.length);

	if (rest.length > OUTGOING_BYTES_LIMIT)
		return fail(error, WINNOW_ERROR_INPUT, "%s: longer than %d bytes", mail->location,
			    OUTGOING_BYTES_LIMIT);
	if (!read_headers(draft, &rest, error) || !read_sender(draft, error) ||
	    !read_addresses(draft, KIND_TO, mail->to, error) ||
	    !read_addresses(draft, KIND_CC, mail->cc, error) ||
	    !read_addresses(draft, KIND_BCC, mail->bcc, error) || !collect_recipients(draft, error))
		return false;
	mail->content = hash_content(draft, rest);
	if (!read_id(draft, error))
		return false;
	if (marked)
		read_answered(draft);
	read_subject(draft);
	append_headers(draft);
	return append_body(draft, rest, error);
}

bool outgoing_new(const char *bytes, size_t length, const char *location,
		  const struct outgoing_defaults *defaults, struct outgoing **out, GError **error)
{
	_cleanup_(outgoing_freep) struct outgoing *mail = g_new0(struct outgoing, 1);
	g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(struct field));
	struct draft draft = { .mail = mail, .defaults = defaults, .fields = fields };

	mail->location = g_strdup(location);
	mail->to = g_ptr_array_new_with_free_func(free_address);
	mail->cc = g_ptr_array_new_with_free_func(free_address);
	mail->bcc = g_ptr_array_new_with_free_func(free_address);
	mail->recipients = g_ptr_array_new();
	mail->bytes = g_string_sized_new(length + length / 16 + 256);
	bool ok = read_draft(&draft, (struct slice){ bytes, length }, error);

	g_free(draft.from);
	if (!ok)
		return false;
	*out = g_steal_pointer(&mail);
	return true;
}

GString *outgoing_stuffed(const struct outgoing *mail)
{
	GString *out = g_string_sized_new(mail->bytes->len + 256);
	struct slice rest = { mail->bytes->str, mail->bytes->len }, line;

	while (text_next_line(&rest, &line)) {
		if (line.length && *line.start == '.')
			g_string_append_c(out, '.');
		g_string_append_len(out, line.start, (gssize)line.length);
		g_string_append(out, "\r\n");
	}
	g_string_append(out, ".\r\n");
	return out;
}
