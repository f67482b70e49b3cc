/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/words.h"

#include <string.h>

enum {
	NOTE_LINES = 40,     /* a note that has not ended by then is no note */
	NAME_BYTES = 40,     /* of who signs it */
	HEADING_BYTES = 120, /* of what a model wrote */
	ID_DIGITS_MIN = 7,
	ID_DIGITS_MAX = 40,
};

static struct slice skip(struct slice text, size_t n)
{
	return (struct slice){ text.start + n, text.length - n };
}

static bool is_blank(struct slice line)
{
	return !slice_trim(line).length;
}

static size_t indentation(struct slice line)
{
	size_t n = 0;

	while (n < line.length && (line.start[n] == ' ' || line.start[n] == '\t'))
		n++;
	return n;
}

static bool begins_with_any(struct slice text, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_has_prefix_nocase(text, words[i]))
			return true;
	return false;
}

static bool begins_exactly_with_any(struct slice text, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_has_prefix(text, words[i]))
			return true;
	return false;
}

static const char *find(struct slice text, const char *word)
{
	return g_strstr_len(text.start, (gssize)text.length, word);
}

/* "[   12.345678]", "[12.345678][  T123]" */
static size_t timestamp_length(struct slice text)
{
	size_t n = 1;

	if (!text.length || text.start[0] != '[')
		return 0;
	while (n < text.length && text.start[n] == ' ')
		n++;
	if (n >= text.length || !g_ascii_isdigit(text.start[n]))
		return 0;
	while (n < text.length && (g_ascii_isdigit(text.start[n]) || text.start[n] == '.'))
		n++;
	return n < text.length && text.start[n] == ']' && memchr(text.start, '.', n) ? n + 1 : 0;
}

bool words_is_signed_note(struct slice line)
{
	line = slice_trim(line);
	if (line.length < 6 || line.start[0] != '[' || timestamp_length(line))
		return false;

	/* One name, a colon, words. */
	struct slice name = slice_trim(skip(line, 1));
	const char *colon = memchr(name.start, ':', name.length);

	if (!colon || colon == name.start || colon - name.start > NAME_BYTES ||
	    colon + 1 > name.start + name.length)
		return false;
	if (colon + 1 < name.start + name.length && colon[1] != ' ')
		return false;
	for (const char *p = name.start; p < colon; p++)
		if (g_ascii_isdigit(*p) || *p == '(' || *p == '[')
			return false;
	return true;
}

/* "[Adjusted context]", "[Backported to 5.10: ...": begins with what backporters do. */
static bool is_unsigned_note(struct slice line)
{
	static const char *const verbs[] = {
		"backport", "adjust",	  "adapt",   "modif",	 "rebase",
		"resolve",  "drop",	  "remove",  "conflict", "context",
		"edited",   "edits",	  "minor",   "trivial",	 "fixed up",
		"fixup",    "fix up",	  "omit",    "reworked", "cherry-picked with",
		"applied",  "changed",	  "changes", "port to",	 "ported",
		"note for", "for stable", "stable:",
	};

	line = slice_trim(line);
	if (line.length < 6 || (line.start[0] != '[' && line.start[0] != '('))
		return false;
	/* Parentheses are prose, unless they are all there is and speak of the backport. */
	if (line.start[0] == '(' &&
	    (line.start[line.length - 1] != ')' || !(slice_has_prefix_nocase(line, "(backport") ||
						     slice_has_prefix_nocase(line, "(adjust") ||
						     slice_has_prefix_nocase(line, "(conflict"))))
		return false;
	if (find(line, " commit ") && (find(line, "picked from") || find(line, "ported from")))
		return false; /* a marker */
	return begins_with_any(slice_trim(skip(line, 1)), verbs, G_N_ELEMENTS(verbs));
}

/* "[Remove the cosmetic part. - Ann]": signed at its end. */
static bool is_signed_at_end(struct slice line)
{
	const char *dash;

	line = slice_trim(line);
	if (line.length < 8 || line.start[0] != '[' || line.start[line.length - 1] != ']')
		return false;
	dash = g_strrstr_len(line.start, (gssize)line.length, " -");
	return dash && line.start + line.length - dash < NAME_BYTES &&
	       !memchr(dash, '.', (size_t)(line.start + line.length - dash));
}

static bool is_trailer_by(struct slice line)
{
	const char *colon = memchr(line.start, ':', line.length);

	return colon && colon - line.start > 3 && colon - line.start < NAME_BYTES &&
	       g_ascii_strncasecmp(colon - 3, "-by", 3) == 0;
}

/* How many lines the bracket that opens the first of them is open for; 0 if it never closes. */
static size_t note_length(const struct slice *lines, size_t n)
{
	char open = slice_trim(lines[0]).start[0], close = open == '[' ? ']' : ')';
	int depth = 0;

	for (size_t i = 0; i < MIN(n, (size_t)NOTE_LINES); i++) {
		if (i && is_trailer_by(lines[i]))
			return 0;
		for (size_t k = 0; k < lines[i].length; k++) {
			depth += (lines[i].start[k] == open) - (lines[i].start[k] == close);
			if (!depth && lines[i].start[k] == close)
				return is_blank(skip(lines[i], k + 1)) || i == 0 ? i + 1 : 0;
		}
	}
	return 0;
}

static size_t take_note(const struct slice *lines, size_t n)
{
	size_t length;

	if (is_blank(lines[0]))
		return 0;
	if (words_is_signed_note(lines[0])) {
		length = note_length(lines, n);
		return MAX(length, 1);
	}
	if (is_signed_at_end(lines[0]))
		return 1;
	if (is_unsigned_note(lines[0]))
		return note_length(lines, n);
	return 0;
}

/* git's own list of files, and what a backporter writes above it. */
static size_t take_conflicts(const struct slice *lines, size_t n)
{
	struct slice line = slice_trim(lines[0]);
	size_t i = 1;

	if (line.length && line.start[0] == '#')
		line = slice_trim(skip(line, 1));
	if (!slice_equal(line, "Conflicts:") && !slice_equal(line, "Conflicts"))
		return 0;
	while (i < n && !is_blank(lines[i]) && (lines[i].start[0] == '#' || indentation(lines[i])))
		i++;
	return i;
}

static bool is_id_line(struct slice text, const char *word)
{
	size_t run;

	if (!slice_has_prefix(text, word))
		return false;
	text = slice_trim(skip(text, strlen(word)));
	run = slice_hex_run(text);
	return run >= ID_DIGITS_MIN && run <= ID_DIGITS_MAX &&
	       (run == text.length || g_ascii_isspace(text.start[run]));
}

/* "commit <id>", "Author: ...", "Date: ...", the message indented: a commit as git shows it. */
static size_t take_commit(const struct slice *lines, size_t n)
{
	static const char *const heads[] = { "Author:", "AuthorDate:", "Commit:", "CommitDate:",
					     "Date:",	"Merge:",      "From:",	  "Subject:" };
	struct slice first = slice_trim(lines[0]);
	size_t outer = indentation(lines[0]), i = 1, heads_seen = 0;

	if (!is_id_line(first, "commit ") && !is_id_line(first, "From "))
		return 0;
	while (i < n && begins_with_any(slice_trim(lines[i]), heads, G_N_ELEMENTS(heads))) {
		i++;
		heads_seen++;
	}
	if (!heads_seen)
		return 0;
	while (i < n && (is_blank(lines[i]) || indentation(lines[i]) > outer))
		i++;
	return i;
}

/* "  file.c | 12 ++--", " 2 files changed, 10 insertions(+)", " create mode 100644 file.c" */
static bool is_diffstat(struct slice line)
{
	static const char *const heads[] = { "create mode ", "delete mode ", "rename ", "copy " };
	struct slice text = slice_trim(line);
	const char *bar = find(text, " | ");
	size_t n = 0;

	if (indentation(line) && bar) {
		struct slice count = slice_trim(skip(text, (size_t)(bar + 3 - text.start)));

		while (n < count.length && g_ascii_isdigit(count.start[n]))
			n++;
		if (slice_has_prefix(count, "Bin"))
			return true;
		return n && strspn(count.start + n, " +-") >= count.length - n;
	}
	while (n < text.length && g_ascii_isdigit(text.start[n]))
		n++;
	if (n && (slice_has_prefix(skip(text, n), " files changed") ||
		  slice_has_prefix(skip(text, n), " file changed")))
		return true;
	return indentation(line) == 1 && begins_with_any(text, heads, G_N_ELEMENTS(heads)) &&
	       (find(text, "mode ") || find(text, "=>"));
}

/* "> what somebody wrote" */
static bool is_mail_quote(struct slice line)
{
	return line.length > 1 && line.start[0] == '>' &&
	       (line.start[1] == ' ' || line.start[1] == '>');
}

/* "foo+0x12/0x34" */
static bool has_offset(struct slice text)
{
	const char *end = text.start + text.length;

	for (const char *p = text.start; (p = g_strstr_len(p, end - p, "+0x")); p++) {
		const char *q = p + 3;

		while (q < end && g_ascii_isxdigit(*q))
			q++;
		if (q > p + 3 && p > text.start && g_ascii_isalnum(p[-1]) && q + 2 < end &&
		    q[0] == '/' && q[1] == '0' && q[2] == 'x')
			return true;
	}
	return false;
}

/* "file.c:12:3: warning: ...", "file.c:12: undefined reference", "file.c: In function ..." */
static bool is_compiler_line(struct slice text)
{
	static const char *const kinds[] = {
		": warning: ",	   ": error: ",	     ": note: ",	  ": undefined reference",
		": fatal error: ", ": In function ", ": In file included"
	};
	struct slice word = { text.start, 0 };

	while (word.length < text.length && !g_ascii_isspace(text.start[word.length]))
		word.length++;
	if (slice_has_prefix(text, "In file included from ") ||
	    slice_has_prefix(text, "collect2: ") || slice_has_prefix(text, "make["))
		return true;
	if (!memchr(word.start, '.', word.length) && !memchr(word.start, '/', word.length))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const char *at = find(text, kinds[i]);

		if (at && at <= word.start + word.length)
			return true;
	}
	return false;
}

static bool all_in(struct slice text, const char *set, size_t least)
{
	if (text.length < least)
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (!strchr(set, text.start[i]) || !text.start[i])
			return false;
	return true;
}

/* "RAX: 0000000000000000 RBX: ...", "x29: ffff800011", "r3 : c0001234": registers. */
static bool is_registers(struct slice text)
{
	static const char *const names[] = { "pc", "lr", "sp", "ip", "fp" };
	size_t n = 0, end, run;
	bool name;

	while (n < text.length && n < 5 &&
	       (g_ascii_isupper(text.start[n]) || g_ascii_isdigit(text.start[n])))
		n++;
	name = n >= 2;
	if (!name && text.length > 2 && g_ascii_islower(text.start[0])) {
		for (n = 1; n < text.length && n < 4 && g_ascii_isdigit(text.start[n]); n++)
			;
		name = n > 1;
	}
	if (!name && begins_exactly_with_any(text, names, G_N_ELEMENTS(names))) {
		n = 2;
		name = true;
	}
	for (end = n; end < text.length && text.start[end] == ' '; end++)
		;
	if (!name || end >= text.length || text.start[end] != ':')
		return false;
	text = slice_trim(skip(text, end + 1));
	if (slice_has_prefix(text, "0x"))
		text = skip(text, 2);
	run = slice_hex_run(text);
	return run >= 8 && (run == text.length || strchr(" (:", text.start[run]));
}

/* Begins of lines that only programs print. */
static bool is_printed(struct slice text)
{
	static const char *const heads[] = {
		"Call Trace:",
		"Call trace:",
		"RIP: ",
		"RIP:0",
		"Code: ",
		"EIP: ",
		"EIP is at ",
		"Modules linked in:",
		"Hardware name: ",
		"BUG: ",
		"WARNING: CPU:",
		"WARNING: at ",
		"WARNING: possible ",
		"WARNING: inconsistent ",
		"Oops: ",
		"Oops[",
		"CPU: ",
		"Kernel panic - ",
		"general protection fault",
		"Unable to handle kernel",
		"Internal error: ",
		"Backtrace:",
		"backtrace:",
		"stack backtrace:",
		"hex dump (first ",
		"unreferenced object 0x",
		"Allocated by task",
		"Freed by task",
		"Write of size ",
		"Read of size ",
		"INFO: task ",
		"INFO: possible ",
		"INFO: trying to ",
		"rcu: INFO: ",
		"kernel BUG at ",
		"SUMMARY: ",
		"ERROR: AddressSanitizer",
		"ERROR: LeakSanitizer",
		"Program received signal",
		"Program terminated with signal",
		"Thread ",
		"Traceback (most recent",
		"(XEN) ",
		"<TASK>",
		"</TASK>",
		"<IRQ>",
		"</IRQ>",
		"Tainted: ",
		"---[ ",
		"------------[ ",
		"#PF: ",
		"PGD ",
		"Stack:",
		"Process ",
		"Possible unsafe locking scenario",
		"the existing dependency chain",
		"other info that might help",
		"but task is already holding",
		"is trying to acquire lock",
		"ASSERT: ",
		"assertion failed",
	};
	static const char *const weak[] = { "Thread ", "CPU: ",	    "Process ",
					    "Stack:",  "SUMMARY: ", "assertion failed" };

	if (!begins_exactly_with_any(text, heads, G_N_ELEMENTS(heads)))
		return false;
	/* Of prose, too: "Process 12 is killed", "Thread A": only with a number right behind. */
	if (!begins_exactly_with_any(text, weak, G_N_ELEMENTS(weak)))
		return true;
	return (slice_has_prefix(text, "CPU: ") && find(text, "PID: ")) ||
	       (slice_has_prefix(text, "Thread ") && find(text, "received signal")) ||
	       (slice_has_prefix(text, "Process ") && find(text, "(pid: ")) ||
	       (slice_has_prefix(text, "Stack:") && text.length < 8) ||
	       (slice_has_prefix(text, "SUMMARY: ") && find(text, "Sanitizer"));
}

/* "==123==ERROR", "#0  0x0000 in f ()", "    #1 0x55 in g file.c:3" */
static bool is_frame(struct slice text)
{
	size_t n = 1;

	if (slice_has_prefix(text, "==")) {
		n = 2;
		while (n < text.length && g_ascii_isdigit(text.start[n]))
			n++;
		return n > 2 && slice_has_prefix(skip(text, n), "==");
	}
	if (text.length < 4 || text.start[0] != '#' || !g_ascii_isdigit(text.start[1]))
		return false;
	while (n < text.length && g_ascii_isdigit(text.start[n]))
		n++;
	if (n >= text.length || text.start[n] != ' ')
		return false;
	text = slice_trim(skip(text, n));
	return slice_has_prefix(text, "0x") || find(text, " at ") || find(text, " (");
}

/* What a line alone shows to be a machine's, whatever stands around it. */
static bool is_log(struct slice line)
{
	struct slice text = slice_trim(line);
	size_t n;

	if (text.length > 2 && text.start[0] == '<' && g_ascii_isdigit(text.start[1]) &&
	    memchr(text.start, '>', MIN(text.length, 5U)))
		text = skip(text, (size_t)((const char *)memchr(text.start, '>', 5) + 1 -
					   text.start)); /* "<4>": a level */
	n = timestamp_length(text);
	if (n)
		return true;
	if (has_offset(text) || is_compiler_line(text) || is_registers(text) || is_printed(text) ||
	    is_frame(text))
		return true;
	if (all_in(text, "=-*~ ", 20) || slice_has_prefix(text, "[<"))
		return true;
	return find(text, " kernel: ") && g_ascii_isupper(text.start[0]) &&
	       memchr(text.start, ':', MIN(text.length, 16U)); /* syslog: "Jan  1 00:00:00 host" */
}

/* In a paragraph with a log line the indented ones are of the log, too. */
static size_t take_log(const struct slice *lines, size_t n, enum whose *out)
{
	size_t end = 0;
	bool any = false;

	while (end < n && !is_blank(lines[end]))
		any |= is_log(lines[end++]);
	for (size_t i = 0; any && i < end; i++)
		if (is_log(lines[i]) || indentation(lines[i]))
			out[i] = WHOSE_MACHINE;
	return end;
}

static void fill(enum whose *out, size_t n, enum whose whose)
{
	for (size_t i = 0; i < n; i++)
		out[i] = whose;
}

void words_sort(const struct slice *lines, size_t n, enum whose *out)
{
	size_t i = 0;

	fill(out, n, WHOSE_AUTHOR);
	for (size_t k = 0; k < n; k++)
		k += take_log(lines + k, n - k, out + k);
	while (i < n) {
		size_t note = take_note(lines + i, n - i);
		size_t other = note ? 0 : take_commit(lines + i, n - i);

		if (!note)
			note = take_conflicts(lines + i, n - i);
		if (!other && (is_diffstat(lines[i]) || is_mail_quote(lines[i])))
			other = 1;
		fill(out + i, note, WHOSE_BACKPORTER);
		fill(out + i, note ? 0 : other, WHOSE_OTHER);
		i += note ? note : MAX(other, 1);
	}
}

bool words_is_generated_heading(struct slice line)
{
	static const char *const whose[] = {
		"llm ",	   "ai ",    "ai-",    "llm-",	   "gpt",
		"copilot", "claude", "gemini", "machine-", "machine "
	};
	static const char *const what[] = { "explanation", "analysis", "summary",   "description",
					    "rationale",   "review",   "assessment" };
	g_autofree char *text = NULL;
	bool by = false;

	line = slice_trim(line);
	while (line.length && strchr("#*-= ", line.start[0]))
		line = skip(line, 1);
	if (!line.length || line.length > HEADING_BYTES ||
	    !begins_with_any(line, whose, G_N_ELEMENTS(whose)))
		return false;
	text = g_ascii_strdown(line.start, (gssize)line.length);
	by = strstr(text, "generated") != NULL || strstr(text, "written") != NULL;
	for (size_t i = 0; by && i < G_N_ELEMENTS(what); i++)
		if (strstr(text, what[i]))
			return true;
	return false;
}

static size_t url_length(struct slice text)
{
	static const char *const schemes[] = { "http://", "https://", "ftp://", "git://", "www." };
	size_t n = 0;

	if (!begins_with_any(text, schemes, G_N_ELEMENTS(schemes)))
		return 0;
	while (n < text.length && !g_ascii_isspace(text.start[n]) && !strchr("<>\"", text.start[n]))
		n++;
	while (n && strchr(".,;:)]'", text.start[n - 1])) /* the sentence's */
		n--;
	return n;
}

void words_append_without_urls(GString *out, struct slice text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.length; i++) {
		bool begins = i == 0 || !g_ascii_isalnum(text.start[i - 1]);
		size_t n =
			begins && strchr("hfgwHFGW", text.start[i]) ? url_length(skip(text, i)) : 0;

		if (!n)
			continue;
		g_string_append_len(out, text.start + from, (gssize)(i - from));
		g_string_append(out, "...");
		i += n - 1;
		from = i + 1;
	}
	g_string_append_len(out, text.start + from, (gssize)(text.length - from));
}
