/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/encoded-word.h"
#include "read/mail-parts.h"

#include <string.h>

#include <gmime/gmime.h>

#include "base/content.h"
#include "base/text.h"
#include "read/diff.h"
#include "read/mailbox.h"
#include "message/message.h"
#include "read/patch.h"
#include "read/scissors.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)

enum {
	PARTS_LIMIT = 100,
	NAME_LIMIT = 100, /* bytes of a file's name that are told */
	TAR_MAGIC_AT = 257,
};

struct parts {
	struct mail *mail;
	GString *text;
	GPtrArray *bare; /* struct attachment *: diffs that may be the text's */
	int count;
	size_t budget; /* bytes that attached files may yet have, unpacked */
};

/* The bytes of a leaf part with its transfer encoding undone. */
static GByteArray *decoded(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GByteArray *bytes = g_byte_array_new();
	g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_byte_array(bytes);

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	if (content)
		g_mime_data_wrapper_write_to_stream(content, stream);
	return bytes;
}

/* The text of a part in valid UTF-8 with LF line ends. */
static char *text_of(struct mail *mail, GMimePart *part, const char *data, size_t n)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	const char *charset = g_mime_content_type_get_parameter(type, "charset");
	bool had_nul = false;
	char *text = text_decode(data, n, charset, &had_nul);

	if (had_nul && mail)
		g_ptr_array_add(mail->problems, g_strdup("the text holds NUL bytes"));
	/* A diff of a CRLF file keeps none of them this way, nor does git am. */
	text_drop_returns(text);
	return text;
}

static void append_text(GString *out, const char *text)
{
	if (out->len && out->str[out->len - 1] != '\n')
		g_string_append_c(out, '\n');
	g_string_append(out, text);
}

static void append_part(struct parts *parts, GMimePart *part)
{
	g_autoptr(GByteArray) bytes = decoded(part);
	g_autofree char *text =
		text_of(parts->mail, part, bytes->data ? (char *)bytes->data : "", bytes->len);

	append_text(parts->text, text);
}

static struct attachment *attachment_new(const char *name, char *bytes, size_t length, bool bare)
{
	struct attachment *attachment = g_new0(struct attachment, 1);

	attachment->name = g_strdup(name);
	attachment->bytes = bytes;
	attachment->length = length;
	attachment->bare = bare;
	return attachment;
}

static bool ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return n >= m && g_ascii_strcasecmp(name + n - m, ending) == 0;
}

/* Whether somebody would look for patches in a file of this name. */
static bool is_named_as_patches(const char *name)
{
	static const char *const endings[] = {
		".patch",    ".diff",	   ".mbox",	 ".mbx",      ".zip",
		".tar",	     ".tgz",	   ".txz",	 ".tar.gz",   ".tar.xz",
		".tar.bz2",  ".tar.zst",   ".7z",	 ".rar",      ".patch.gz",
		".patch.xz", ".patch.bz2", ".patch.zst", ".diff.gz",  ".diff.xz",
		".mbox.gz",  ".mbox.xz",   ".mbox.bz2",	 ".mbox.zst", ".patches",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (ends_in(name, endings[i]))
			return true;
	return false;
}

static void note_unread(struct parts *parts, const char *name, const char *why)
{
	if (is_named_as_patches(name))
		g_ptr_array_add(parts->mail->unread, g_strdup_printf("'%s': %s", name, why));
}

static bool is_tar(const char *bytes, size_t length)
{
	return length > TAR_MAGIC_AT + 5 && memcmp(bytes + TAR_MAGIC_AT, "ustar", 5) == 0;
}

/* A file that came with the mail: kept if it is a patch. */
static void add_file(struct parts *parts, const char *name, GMimePart *part, const char *bytes,
		     size_t length)
{
	g_autofree char *text = NULL;

	if (is_tar(bytes, length)) {
		note_unread(parts, name, "it is a tar archive");
		return;
	}
	text = text_of(NULL, part, bytes, length);
	if (!diff_find_start(text)) {
		/* In an mbox that quotes nothing the patch's own "From " line has ended the mail.
		 */
		if (slice_trim(slice_of(text)).length)
			note_unread(parts, name, "it holds no diff");
		return;
	}
	/* Its own head may say what it is encoded in, so it is kept as it came. */
	if (mailbox_is_mbox(bytes, length) || mail_begins(bytes, length)) {
		g_ptr_array_add(parts->mail->attached,
				attachment_new(name, g_memdup2(bytes, length), length, false));
		return;
	}
	length = strlen(text);
	g_ptr_array_add(parts->bare, attachment_new(name, g_steal_pointer(&text), length, true));
}

static void add_packed(struct parts *parts, const char *name, GMimePart *part,
		       const GByteArray *packed)
{
	g_autoptr(GError) error = NULL;
	struct content content;

	if (!content_of_bytes(&content, packed->data ? (char *)packed->data : "", packed->len,
			      parts->budget, &error)) {
		note_unread(parts, name, error->message);
		return;
	}
	if (content.length <= parts->budget) {
		parts->budget -= content.length;
		add_file(parts, name, part, content.bytes, content.length);
	} else {
		note_unread(parts, name, "the mail's files are too large");
	}
	content_clear(&content);
}

static void read_file(struct parts *parts, GMimePart *part, bool attached)
{
	const char *given = g_mime_part_get_filename(part);
	g_autofree char *name = given ? text_mask_line(slice_of(given), NAME_LIMIT)
				      : g_strdup_printf("part %d", parts->count);
	g_autoptr(GByteArray) bytes = decoded(part);

	/* Some mail programs give the text itself a name. */
	if (!attached && bytes->len) {
		g_autofree char *text = text_of(NULL, part, (char *)bytes->data, bytes->len);

		if (!diff_find_start(text)) {
			append_text(parts->text, text);
			return;
		}
	}
	add_packed(parts, name, part, bytes);
}

/* A mail within the mail, as it was sent. */
static void read_message(struct parts *parts, GMimeMessagePart *part)
{
	GMimeMessage *message = g_mime_message_part_get_message(part);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_byte_array(bytes);

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	if (!message)
		return;
	g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, stream);
	if (!bytes->len || bytes->len > parts->budget)
		return;
	parts->budget -= bytes->len;

	guint length = bytes->len;
	char *copy = g_memdup2(bytes->data, length);

	g_ptr_array_add(parts->mail->attached,
			attachment_new("a mail within it", copy, length, false));
}

static void visit_part(GMimeObject *parent, GMimeObject *object, gpointer data)
{
	struct parts *parts = data;
	GMimeContentType *type = g_mime_object_get_content_type(object);
	const char *disposition = g_mime_object_get_disposition(object);
	bool is_text = g_mime_content_type_is_type(type, "text", "*");
	bool attached = disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
	bool is_patch = g_mime_content_type_is_type(type, "text", "x-patch") ||
			g_mime_content_type_is_type(type, "text", "x-diff");
	GMimePart *part;

	if (parts->count >= PARTS_LIMIT)
		return;
	if (GMIME_IS_MESSAGE_PART(object)) {
		parts->count++;
		read_message(parts, GMIME_MESSAGE_PART(object));
		return;
	}
	if (!GMIME_IS_PART(object) || g_mime_content_type_is_type(type, "text", "html") ||
	    (!is_text && !g_mime_content_type_is_type(type, "application", "*")))
		return;
	parts->count++;
	part = GMIME_PART(object);
	if (is_text && !attached && (!parent || (!is_patch && !g_mime_part_get_filename(part))))
		append_part(parts, part);
	else
		read_file(parts, part, attached || !is_text);
}

/* Lines that change something, without blanks: what stays of a diff whatever a mail program did. */
static char *changes_of(const char *text)
{
	const char *diff = diff_find_start(text);
	struct slice rest = slice_of(diff ? diff : ""), line;
	GString *out = g_string_new(NULL);

	while (text_next_line(&rest, &line)) {
		if (!line.length || (line.start[0] != '+' && line.start[0] != '-') ||
		    slice_has_prefix(line, "-- "))
			continue;
		for (size_t i = 0; i < line.length; i++)
			if (!g_ascii_isspace(line.start[i]))
				g_string_append_c(out, line.start[i]);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

static bool is_same_diff(const char *text, const struct attachment *attachment)
{
	g_autofree char *other = text_to_utf8(attachment->bytes, attachment->length, NULL);
	g_autofree char *a = NULL, *b = NULL;

	text_drop_returns(other);
	a = changes_of(text);
	b = changes_of(other);
	return strcmp(a, b) == 0;
}

/* What the text has already, attached once more so that no mail program breaks it, is no patch. */
static void drop_copies(struct parts *parts, GPtrArray *list)
{
	if (!list->len || !diff_find_start(parts->text->str))
		return;
	for (guint i = list->len; i-- > 0;)
		if (is_same_diff(parts->text->str, list->pdata[i]))
			g_ptr_array_remove_index(list, i);
}

/* A diff without a head belongs to the text where that has none; a reply proposes nothing. */
static void place_bare(struct parts *parts)
{
	GPtrArray *attached = parts->mail->attached;
	bool own = parts->bare->len && diff_find_start(parts->text->str);

	if (mail_is_reply(parts->mail) || (!own && !attached->len && parts->bare->len == 1)) {
		for (guint i = 0; i < parts->bare->len; i++)
			append_text(parts->text,
				    ((struct attachment *)parts->bare->pdata[i])->bytes);
		return;
	}
	while (parts->bare->len)
		g_ptr_array_add(attached, g_ptr_array_steal_index(parts->bare, 0));
}

/* Make of what is below the scissors a mail; its subject is the mail's where it has none. */
static void cut_at_scissors(struct mail *mail)
{
	const char *above, *below;
	struct slice rest, line;
	g_autoptr(GString) head = g_string_new(NULL);
	bool titled = false;

	if (!scissors_find(mail->text, mail_is_reply(mail), &above, &below))
		return;
	rest = slice_of(below);
	for (const char *start = below; text_next_line(&rest, &line); start = below) {
		bool subject = slice_has_prefix(line, "Subject: ");

		if (!slice_trim(line).length && !head->len) {
			below = rest.start;
			continue;
		}
		if (!subject && !slice_has_prefix(line, "From: ") &&
		    !slice_has_prefix(line, "Date: ") &&
		    !(head->len && g_ascii_isspace(*start) && slice_trim(line).length))
			break;
		titled |= subject;
		g_string_append_len(head, line.start, (gssize)line.length);
		g_string_append_c(head, '\n');
		below = rest.start;
	}
	if (!titled) {
		g_autofree char *title = message_strip_tags(mail->subject, NULL);
		g_autofree char *words = encoded_words_write(title);

		g_string_append_printf(head, "Subject: %s\n", words ? words : title);
	}
	g_string_append_printf(head, "\n%s", below);

	size_t length = head->len;

	g_ptr_array_add(mail->attached, attachment_new("below the scissors",
						       g_string_free(g_steal_pointer(&head), FALSE),
						       length, false));
	mail->text[above - mail->text] = '\0';
}

void mail_read_parts(struct mail *mail, struct _GMimeMessage *message)
{
	g_autoptr(GPtrArray) bare = g_ptr_array_new_with_free_func(attachment_free);
	struct parts parts = {
		.mail = mail, .text = g_string_new(NULL), .bare = bare, .budget = PATCH_BYTES_LIMIT
	};
	GMimeObject *body = g_mime_message_get_mime_part(message);

	if (GMIME_IS_MULTIPART(body))
		g_mime_multipart_foreach(GMIME_MULTIPART(body), visit_part, &parts);
	else if (body)
		visit_part(NULL, body, &parts);
	drop_copies(&parts, bare);
	drop_copies(&parts, mail->attached);
	place_bare(&parts);
	mail->text = g_string_free(parts.text, FALSE);
	cut_at_scissors(mail);
}
