/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/reply.h"

#include <string.h>

#include "base/text.h"
#include "message/message.h"

enum {
	ANCESTORS_LIMIT = 100,
	NAME_LIMIT = 20, /* characters of a name that quotes: "Ann> " */
};

/* "On Fri, 1 Apr 2022, X wrote:", the end of what may be two lines. */
static bool is_introduction(struct slice line)
{
	static const char *const ends[] = {
		"wrote:",      "writes:",	   "schrieb:",	      "said:",
		"ha scritto:", "a \303\251crit :", "a \303\251crit:", "escribi\303\263:"
	};

	/* "Quoting Ann Ash (2024-01-01 00:00:00)" */
	if (slice_has_prefix(line, "Quoting ") && line.start[line.length - 1] == ')')
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		size_t n = strlen(ends[i]);

		if (line.length >= n && memcmp(line.start + line.length - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* "> text", "| text", "Ann> text", "AA>> text": somebody else's words. "a->b" is none of these. */
static bool is_quoted(struct slice line)
{
	size_t n = 0;

	if (line.start[0] == '>' || line.start[0] == '|')
		return true;
	while (n < line.length && n < NAME_LIMIT &&
	       (g_ascii_isalnum(line.start[n]) || strchr("._-", line.start[n])))
		n++;
	if (!n || !g_ascii_isalpha(line.start[0]) || n == line.length || line.start[n] != '>' ||
	    line.start[n - 1] == '-')
		return false;
	while (n < line.length && line.start[n] == '>')
		n++;
	return n == line.length || line.start[n] == ' ' || line.start[n] == '\t';
}

/* Nothing below is the writer's own words. */
static bool is_end(struct slice line, struct slice trimmed)
{
	return (slice_has_prefix(line, "-- ") && line.length == 3) || slice_equal(line, "--") ||
	       slice_has_prefix(trimmed, "diff --git ") ||
	       slice_has_prefix(trimmed, "-----Original Message") ||
	       slice_has_prefix(trimmed, "________________________________");
}

/* "On Friday ..., X" whose "wrote:" is on the next line. */
static bool begins_introduction(struct slice line, struct slice rest)
{
	struct slice next;

	if (!slice_has_prefix(line, "On ") || !text_next_line(&rest, &next))
		return false;
	return is_introduction(slice_trim(next));
}

static char *own_words(const char *text)
{
	GString *out = g_string_new(NULL);
	struct slice rest = slice_of(text), line;
	bool paragraph = true;

	while (out->len < REPLY_LIMIT && text_next_line(&rest, &line)) {
		struct slice trimmed = slice_trim(line);

		if (is_end(line, trimmed))
			break;
		if (!trimmed.length || is_quoted(trimmed) || is_introduction(trimmed) ||
		    begins_introduction(trimmed, rest)) {
			paragraph = true;
			continue;
		}
		if (out->len)
			g_string_append_c(out, paragraph ? '\n' : ' ');
		g_string_append_len(out, trimmed.start, (gssize)trimmed.length);
		paragraph = false;
	}
	g_string_truncate(out, slice_cut((struct slice){ out->str, out->len }, REPLY_LIMIT).length);
	return g_string_free(out, FALSE);
}

/* The ids in "<a@b> <c@d>", the last one first. Each byte is looked at twice at most. */
static void add_ids(const char *header, GPtrArray *out)
{
	const char *end = header + strlen(header);

	while (out->len < ANCESTORS_LIMIT) {
		const char *open = memrchr(header, '<', (size_t)(end - header));
		const char *close = open ? memchr(open, '>', (size_t)(end - open)) : NULL;

		if (!open)
			return;
		if (close)
			g_ptr_array_add(out, g_strndup(open + 1, (gsize)(close - open - 1)));
		end = open;
	}
}

static bool has_word(const char *text, const char *const *words)
{
	g_autofree char *lower = g_ascii_strdown(text, -1);
	g_auto(GStrv) parts = g_strsplit_set(lower, " .,+-_@()[]\"'", -1);

	for (char **part = parts; *part; part++)
		if (g_strv_contains(words, *part))
			return true;
	return false;
}

/* Test robots, trackers and automatic replies, by name, by address or by their own word. */
static bool is_machine(const struct mail *mail, const struct person *from)
{
	static const char *const names[] = { "bot",	  "robot",    "syzbot",	   "kernelci",
					     "patchbot",  "buildbot", "autobuild", "daemon",
					     "automated", NULL };
	static const char *const boxes[] = { "bot",	 "robot",    "syzbot", "kernelci",
					     "patchbot", "buildbot", "lkp",    "noreply",
					     "nobody",	 "bounces",  "daemon", "automated",
					     NULL };
	const char *at = strchr(from->email, '@');
	g_autofree char *box =
		g_strndup(from->email, at ? (gsize)(at - from->email) : strlen(from->email));
	g_autofree char *whole = g_ascii_strdown(box, -1);

	return mail->automatic || has_word(from->name, names) || has_word(box, boxes) ||
	       g_str_has_prefix(whole, "no-reply") || g_str_has_prefix(whole, "do-not-reply");
}

struct reply *reply_new(const struct mail *mail, const char *id)
{
	struct reply *reply = g_new0(struct reply, 1);

	reply->id = text_to_utf8(id, strlen(id), NULL);
	reply->ancestors = g_ptr_array_new_with_free_func(g_free);
	if (mail->in_reply_to)
		g_ptr_array_add(reply->ancestors, g_strdup(mail->in_reply_to));
	if (mail->references)
		add_ids(mail->references, reply->ancestors);
	reply->subject = message_strip_tags(mail->subject, NULL);
	reply->from = person_parse(mail->from);
	reply->by_machine = is_machine(mail, &reply->from);
	reply->date = mail->date;
	reply->text = own_words(mail->text);
	return reply;
}

void reply_free(struct reply *reply)
{
	g_free(reply->id);
	g_free(reply->subject);
	g_free(reply->text);
	g_ptr_array_unref(reply->ancestors);
	person_clear(&reply->from);
	g_free(reply);
}
