/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/nomination.h"

#include <stdlib.h>
#include <string.h>

#include "base/commit-id.h"

enum {
	PARTS_MAX = 3,	   /* of a version that name a tree: 2.6.32 */
	RANGES_LIMIT = 32, /* of all tags of a message */
	WORD_MAX = 24,
	BRANCH_DIGITS_MAX = 4,
	COMMIT_DIGITS_MIN = 7,
	TAG_LIMIT = 400, /* bytes of a tag that are read */
};

struct version {
	unsigned n;
	unsigned parts[PARTS_MAX];
};

/* Trees from low to high; what is not bounded has no parts. */
struct range {
	struct version low, high;
	bool above, below; /* the bound itself is not meant */
};

/* What a word says of the version behind it, or of the clause it stands in. */
enum meaning {
	MEANING_NONE, /* a word that says nothing, and with which a version makes sense */
	MEANING_FROM,
	MEANING_AFTER,
	MEANING_UP_TO,
	MEANING_BELOW,
	MEANING_ONLY,
	MEANING_NOT,
	MEANING_ADJUST,
	MEANING_END,	 /* from here on it is about something else */
	MEANING_UNKNOWN, /* the version of something else: "gcc 4.9" */
};

/* A row a meaning; blanks around every word. */
static const struct {
	enum meaning meaning;
	const char *words;
} meanings[] = {
	{ MEANING_FROM, " since from starting introduced broken min >= " },
	{ MEANING_AFTER, " after newer later above post > " },
	{ MEANING_UP_TO, " <= until till through thru to .. " },
	{ MEANING_BELOW, " < before pre prior older earlier below " },
	{ MEANING_ONLY, " only just " },
	{ MEANING_NOT, " not no except excluding without " },
	{ MEANING_ADJUST, " adjust adjusted adjusting adjustment adjustments adapted adapting "
			  "rework reworked manual conflict conflicts backporting " },
	{ MEANING_END, " commit commits depends " },
	{ MEANING_NONE, " v linux kernel kernels stable version versions release releases branch "
			"branches tree trees for in on at with and or the than as of up by into "
			"affects needed required applies lts all both xen dpdk mesa needs need "
			"but please apply backport " },
};

/* The tags being read, a word at a time. */
struct nomination_reading {
	GArray *covers, *adjust, *except; /* struct range */
	GArray *clause;	     /* those of the clause at hand: whose they are its end says */
	enum meaning before; /* what was said of the version to come */
	bool joined;	     /* a range's end: "5.4 - 5.10" */
	bool goes;	     /* "backport", behind which "to" says where it goes */
	bool is_adjust, is_not, is_only, only_all, known, ended;
};

static int compare(const struct version *a, const struct version *b)
{
	for (unsigned i = 0; i < MIN(a->n, b->n); i++)
		if (a->parts[i] != b->parts[i])
			return a->parts[i] < b->parts[i] ? -1 : 1;
	return 0;
}

/*
 * The version that text begins with, cut to what names a tree: "v5.10.3", "2.6.32.y", "5.10-rc3",
 * "4.x". Returns its length, 0 if it is none.
 */
static size_t parse_version(const char *text, struct version *out)
{
	const char *p = text;
	struct version version = { 0 };
	unsigned parts = 0;

	if ((*p == 'v' || *p == 'V') && g_ascii_isdigit(p[1]))
		p++;
	while (g_ascii_isdigit(*p)) {
		char *end = NULL;
		unsigned long value = strtoul(p, &end, 10);

		if (end - p > 4)
			return 0;
		if (version.n < PARTS_MAX)
			version.parts[version.n++] = (unsigned)value;
		parts++;
		p = end;
		if (*p != '.' || !g_ascii_isdigit(p[1]))
			break;
		p++;
	}
	if (parts && p[0] == '.' && p[1] && strchr("xyXYzZ", p[1]) && !g_ascii_isalnum(p[2])) {
		p += 2;
		if (parts == 1)
			version.parts[version.n++] = 0;
		parts++;
	}
	if (parts < 2 || g_ascii_isalpha(*p))
		return 0;
	if (p[0] == '-' && (p[1] == 'r' || p[1] == 'R') && (p[2] == 'c' || p[2] == 'C'))
		p += 3 + strspn(p + 3, "0123456789");
	/* Before 3.0 a tree had three numbers. */
	version.n = MIN(version.n, version.parts[0] == 2 && version.parts[1] <= 6 ? 3U : 2U);
	*out = version;
	return (size_t)(p - text);
}

static void end_clause(struct nomination_reading *reading)
{
	for (guint i = 0; i < reading->clause->len; i++) {
		struct range *range = &g_array_index(reading->clause, struct range, i);
		GArray *list = reading->is_adjust ? reading->adjust
			       : reading->is_not  ? reading->except
						  : reading->covers;
		bool bare = range->low.n && !range->high.n && !range->above;

		/* Of one tree alone it is said that it is left out or differs. */
		if (bare && (reading->is_only || reading->is_not || reading->is_adjust))
			range->high = range->low;
		if (list->len < RANGES_LIMIT)
			g_array_append_vals(list, range, 1);
	}
	g_array_set_size(reading->clause, 0);
	reading->only_all |= reading->is_only;
	reading->is_adjust = reading->is_only = reading->joined = false;
	reading->before = MEANING_NONE;
}

static struct range *last_range(struct nomination_reading *reading)
{
	return reading->clause->len
		       ? &g_array_index(reading->clause, struct range, reading->clause->len - 1)
		       : NULL;
}

static void add_version(struct nomination_reading *reading, struct version version)
{
	struct range range = { 0 }, *last = last_range(reading);
	bool upper = reading->before == MEANING_UP_TO || reading->before == MEANING_BELOW;

	reading->known = true;
	/* "5.4 - 5.10", "5.4+ to 5.10", ">= 5.4 < 5.10" */
	if (last && last->low.n && !last->high.n && (reading->joined || upper)) {
		last->high = version;
		last->below = reading->before == MEANING_BELOW;
		reading->joined = false;
		reading->before = MEANING_NONE;
		return;
	}
	if (upper) {
		range.high = version;
		range.below = reading->before == MEANING_BELOW;
	} else {
		range.low = version;
		range.above = reading->before == MEANING_AFTER;
	}
	reading->joined = false;
	reading->before = MEANING_NONE;
	g_array_append_val(reading->clause, range);
}

static enum meaning meaning_of(const char *word)
{
	g_autofree char *entry = g_strdup_printf(" %s ", word);

	for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++)
		if (strstr(meanings[i].words, entry))
			return meanings[i].meaning;
	return MEANING_UNKNOWN;
}

/* A word behind a version may turn it: "5.10 and older", "5.10 and later", "5.15 only". */
static void take_word(struct nomination_reading *reading, const char *word)
{
	struct range *last = last_range(reading);
	bool bare = last && last->low.n && !last->high.n && !last->above;
	enum meaning meaning = meaning_of(word);
	bool goes = reading->goes;

	reading->goes = g_str_has_prefix(word, "backport") || g_str_has_prefix(word, "appl");
	switch (meaning) {
	case MEANING_UP_TO:
		if (goes && strcmp(word, "to") == 0) {
			reading->before = MEANING_NONE;
			return;
		}
		break;
	case MEANING_BELOW:
		if (bare && strcmp(word, "before") != 0 && strcmp(word, "pre") != 0) {
			*last = (struct range){ .high = last->low };
			return;
		}
		break;
	case MEANING_AFTER:
		if (bare &&
		    strcmp(word, "after") != 0) /* "and later": what a version means anyway */
			return;
		break;
	case MEANING_ADJUST:
		reading->is_adjust = true;
		return;
	case MEANING_NOT:
		if (last)
			end_clause(reading);
		reading->is_not = true;
		reading->before = MEANING_NONE;
		return;
	case MEANING_ONLY:
		reading->is_only = true;
		reading->before = MEANING_NONE;
		return;
	case MEANING_END:
		reading->ended = true;
		return;
	case MEANING_NONE:
		return; /* "up to", "since the": what was said before holds */
	default:
		break;
	}
	reading->before = meaning;
}

/* Take what text begins with; its length. */
static size_t take(struct nomination_reading *reading, const char *text)
{
	static const char *const signs[] = { ">=", "<=", "..", ">", "<" };
	struct version version;
	size_t n = parse_version(text, &version);
	char word[WORD_MAX + 1];

	if (n) {
		reading->goes = false;
		if (reading->before != MEANING_UNKNOWN)
			add_version(reading, version);
		reading->before = MEANING_NONE;
		if (text[n] == '+')
			return n + 1;
		/* "5.10-" is where it starts; "5.10-5.15" and "5.10 - 5.15" are ranges. */
		while (text[n] == '.' || text[n] == '-') {
			reading->joined |= g_ascii_isdigit(text[n + 1]) || text[n + 1] == 'v';
			n++;
		}
		return n;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (g_str_has_prefix(text, signs[i])) {
			take_word(reading, signs[i]);
			return strlen(signs[i]);
		}
	while (g_ascii_isalnum(text[n]) || text[n] == '_' || text[n] == '@' ||
	       (n && (text[n] == '.' || text[n] == '/') && g_ascii_isalnum(text[n + 1])))
		n++;
	if (!n) {
		if (strchr(",;()", *text))
			end_clause(reading);
		if (*text == ';' || *text == ')')
			reading->is_not = false;
		/* A subject follows: "# 3.3.x: a1f84a3: sched: Check for idle". */
		reading->ended |= (*text == ':' || *text == '"') && reading->known;
		reading->joined |= *text == '-' && text[1] == ' ' && last_range(reading);
		return 1;
	}
	for (size_t i = 0; i < MIN(n, (size_t)WORD_MAX); i++)
		word[i] = g_ascii_tolower(text[i]);
	word[MIN(n, (size_t)WORD_MAX)] = '\0';
	take_word(reading, word);
	return n;
}

static bool equals_nocase(struct slice text, const char *other)
{
	return text.length == strlen(other) && slice_has_prefix_nocase(text, other);
}

/* Whether it asks for stable; *rest is then what it says besides, without addresses. */
static bool is_nomination(const struct trailer *trailer, char **rest)
{
	g_autofree char *value = slice_dup(slice_cut(trailer->value, TAG_LIMIT));
	g_auto(GStrv) parts = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	bool cc = equals_nocase(trailer->key, "Cc");

	if (!cc && !equals_nocase(trailer->key, "Backport") &&
	    !equals_nocase(trailer->key, "Backport-to"))
		return false;
	if (cc) {
		g_autofree char *lower = g_ascii_strdown(value, -1);

		if (!strstr(lower, "stable") || strstr(lower, "noautosel"))
			return false;
	}
	parts = g_strsplit_set(value, " \t\r\n", -1);
	for (char **part = parts; *part; part++) {
		const char *at = strchr(*part, '@');
		/* "stable@example.org#5.10+": the comment is glued to the address. */
		const char *said = at ? strchr(at, '#') : *part;

		if (said && *said)
			g_string_append_printf(out, "%s ", said);
	}
	*rest = g_string_free(g_steal_pointer(&out), FALSE);
	return true;
}

static bool range_covers(const struct range *range, const struct version *tree)
{
	int low = range->low.n ? compare(tree, &range->low) : 1;
	int high = range->high.n ? compare(tree, &range->high) : -1;

	return (low > 0 || (low == 0 && !range->above)) &&
	       (high < 0 || (high == 0 && !range->below));
}

static bool any_covers(const GArray *ranges, const struct version *tree)
{
	for (guint i = 0; i < ranges->len; i++)
		if (range_covers(&g_array_index(ranges, struct range, i), tree))
			return true;
	return false;
}

static void append_version(GString *out, const struct version *version)
{
	for (unsigned i = 0; i < version->n; i++)
		g_string_append_printf(out, "%s%u", i ? "." : "", version->parts[i]);
}

static void append_range(GString *out, const struct range *range)
{
	if (range->low.n && range->high.n && compare(&range->low, &range->high) == 0) {
		append_version(out, &range->low);
		return;
	}
	if (range->low.n) {
		g_string_append(out, range->above ? "what is newer than " : "");
		append_version(out, &range->low);
		g_string_append(out, range->high.n || range->above ? "" : " and later");
	}
	if (range->high.n) {
		g_string_append(out, range->low.n   ? " to "
				     : range->below ? "what is older than "
						    : "");
		append_version(out, &range->high);
		g_string_append(out, range->low.n || range->below ? "" : " and older");
	}
}

/* Bare versions say the same as the lowest of them, unless it is "only" these. */
static void settle_bare(GArray *covers, bool only)
{
	guint lowest = covers->len, kept = 0;

	for (guint i = 0; i < covers->len; i++) {
		struct range *range = &g_array_index(covers, struct range, i);

		if (!range->low.n || range->high.n || range->above)
			continue;
		if (only)
			range->high = range->low;
		else if (lowest == covers->len ||
			 compare(&range->low, &g_array_index(covers, struct range, lowest).low) < 0)
			lowest = i;
	}
	for (guint i = 0; i < covers->len; i++) {
		struct range range = g_array_index(covers, struct range, i);
		bool bare = range.low.n && !range.high.n && !range.above;

		if (!bare || i == lowest)
			g_array_index(covers, struct range, kept++) = range;
	}
	g_array_set_size(covers, kept);
}

static char *describe(const GArray *ranges)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < ranges->len; i++) {
		g_string_append(out, !i ? "" : i + 1 < ranges->len ? ", " : " and ");
		append_range(out, &g_array_index(ranges, struct range, i));
	}
	return g_string_free(out, FALSE);
}

/* False if the tag says nothing of versions. */
static bool read_tag(struct nomination_reading *reading, const char *text)
{
	bool known_before = reading->known;

	reading->known = reading->ended = reading->is_not = reading->joined = false;
	reading->before = MEANING_NONE;
	while (*text && !reading->ended)
		text += take(reading, text);
	end_clause(reading);

	bool said = reading->known;

	reading->known |= known_before;
	return said;
}

enum nomination_scope nomination_of(const struct message *message, const char *tree,
				    struct nomination *out)
{
	g_autoptr(GArray) covers = g_array_new(FALSE, FALSE, sizeof(struct range));
	g_autoptr(GArray) adjust = g_array_new(FALSE, FALSE, sizeof(struct range));
	g_autoptr(GArray) except = g_array_new(FALSE, FALSE, sizeof(struct range));
	g_autoptr(GArray) clause = g_array_new(FALSE, FALSE, sizeof(struct range));
	struct nomination_reading reading = {
		.covers = covers, .adjust = adjust, .except = except, .clause = clause
	};
	struct version version;
	bool all = false;

	*out = (struct nomination){ .line = { "", 0 } };
	if (!parse_version(tree, &version))
		return NOMINATION_SILENT;
	for (guint i = 0; i < message->trailers->len; i++) {
		const struct trailer *trailer =
			&g_array_index(message->trailers, struct trailer, i);
		g_autofree char *text = NULL;

		if (!is_nomination(trailer, &text))
			continue;
		if (!read_tag(&reading, text))
			all = true;
		else if (!out->line.length)
			out->line = trailer->line;
	}
	if (!reading.known)
		return NOMINATION_SILENT;
	settle_bare(covers, reading.only_all);
	if (any_covers(adjust, &version)) {
		out->asked = describe(adjust);
		return NOMINATION_ADJUST;
	}
	if (any_covers(except, &version)) {
		g_autofree char *trees = describe(except);

		out->asked = g_strdup_printf("trees other than %s", trees);
		return NOMINATION_ELSEWHERE;
	}
	if (all || !covers->len)
		return NOMINATION_ASKED;
	if (any_covers(covers, &version)) {
		out->asked = describe(covers);
		return NOMINATION_ASKED;
	}
	out->asked = describe(covers);
	return NOMINATION_ELSEWHERE;
}

bool nomination_is_there(const struct message *message)
{
	for (guint i = 0; i < message->trailers->len; i++) {
		g_autofree char *text = NULL;

		if (is_nomination(&g_array_index(message->trailers, struct trailer, i), &text))
			return true;
	}
	return false;
}

void nomination_clear(struct nomination *nomination)
{
	g_free(nomination->asked);
	nomination->asked = NULL;
}

char *nomination_tree(const char *name)
{
	for (const char *p = name; *p; p++) {
		bool begins = p == name || !(g_ascii_isalnum(p[-1]) || p[-1] == '.') ||
			      ((p[-1] == 'v' || p[-1] == 'V') &&
			       (p - 1 == name || !g_ascii_isalnum(p[-2])));
		struct version version;

		if (begins && g_ascii_isdigit(*p) && parse_version(p, &version)) {
			GString *out = g_string_new(NULL);

			append_version(out, &version);
			return g_string_free(out, FALSE);
		}
	}
	return NULL;
}

static bool may_be_commit(const char *word)
{
	size_t length = strlen(word);

	return length >= COMMIT_DIGITS_MIN && length <= COMMIT_ID_HEX &&
	       slice_hex_run(slice_of(word)) == length;
}

char *nomination_tree_of_branch(const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *word = slash ? slash + 1 : name;
	g_autofree char *tree = NULL;
	size_t length;

	if (may_be_commit(word) || strpbrk(word, "~^@:"))
		return NULL;
	tree = nomination_tree(word);
	if (tree)
		return g_steal_pointer(&tree);
	word += strcspn(word, "0123456789");
	length = strspn(word, "0123456789");
	return length && length <= BRANCH_DIGITS_MAX ? g_strndup(word, length) : NULL;
}
