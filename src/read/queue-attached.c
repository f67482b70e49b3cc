/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches that came with a mail, apart from its text: each is an entry, sent as the mail was. */
#include "read/queue-kinds.h"

#include <string.h>

#include "read/mailbox.h"
#include "message/version.h"

enum {
	DEPTH_LIMIT = 3,      /* of mails within mails */
	TALK_LIMIT = 2000,    /* bytes of a text that are searched for trees */
	ENTRIES_LIMIT = 2000, /* of one mail */
};

struct container {
	const struct mail *mail;
	const char *source;
	const char *file; /* the one that is being read */
	GPtrArray *trees; /* char *: those that the mail speaks of, its tag's first */
	bool tagged;	  /* its tag names them */
	bool several;
	size_t n; /* of entries so far, the mail's own text among them */
	int depth;
	void (*take)(struct patch *patch, void *data);
	void *data;
};

static void add_tree(GPtrArray *trees, char *version)
{
	if (version && trees->len < PATCH_VERSIONS_LIMIT &&
	    !g_ptr_array_find_with_equal_func(trees, version, g_str_equal, NULL))
		g_ptr_array_add(trees, version);
	else
		g_free(version);
}

/* "for 5.10 and 5.4.y": a bare number is a tree only behind such a word. */
static bool leads_to_tree(const char *word)
{
	static const char *const words[] = { "for", "to",  "onto", "stable", "linux",
					     "and", "the", "tree", "or",     "trees",
					     "on",  "&",   "into", "kernel" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(word, words[i]) == 0)
			return true;
	return false;
}

static void read_talk(const char *text, GPtrArray *trees)
{
	g_autofree char *start = g_strndup(text, TALK_LIMIT);
	g_auto(GStrv) words = g_strsplit_set(start, " \t\n,;()'\"", -1);
	const char *before = "";

	for (char **word = words; *word; word++) {
		size_t length = strlen(*word);
		char *version;

		if (!length)
			continue;
		if (strchr(".:", (*word)[length - 1]))
			(*word)[length - 1] = '\0';
		version = version_of_word(*word);
		if (version && strcmp(version, *word) == 0 && !leads_to_tree(before)) {
			g_free(version);
			continue;
		}
		if (!version)
			before = *word; /* "for 5.10, 5.4 and 4.19" */
		add_tree(trees, version);
	}
}

/* "net_61.mbox" is for 6.1 where the mail speaks of that; "5.10-fix.patch" says so itself. */
static bool names_tree(const char *file, const char *version)
{
	g_autofree char *digits = g_strdup(version);
	char *to = digits;

	for (const char *from = version; *from; from++)
		if (g_ascii_isdigit(*from))
			*to++ = *from;
	*to = '\0';
	for (const char *p = file; *p; p++) {
		size_t n = g_str_has_prefix(p, version)	 ? strlen(version)
			   : g_str_has_prefix(p, digits) ? strlen(digits)
							 : 0;

		if (n && (p == file || !g_ascii_isdigit(p[-1])) && !g_ascii_isdigit(p[n]) &&
		    !(p[n] == '.' && g_ascii_isdigit(p[n + 1])))
			return true;
	}
	return false;
}

/* The trees of an entry whose own tag names none. */
static void add_versions(const struct container *container, struct patch *patch)
{
	const GPtrArray *trees = container->trees;

	if (patch->versions->len)
		return;
	for (guint i = 0; i < trees->len; i++)
		if (names_tree(container->file, trees->pdata[i]))
			patch_add_version(patch, trees->pdata[i]);
	if (!patch->versions->len) { /* "0001-fix-6.1.y.patch" */
		g_autofree char *stem = g_strdup(container->file);
		char *dot = strrchr(stem, '.');

		if (dot)
			*dot = '\0';
		g_auto(GStrv) words = g_strsplit_set(stem, "_ ", -1);

		for (char **word = words; *word; word++)
			if (strstr(*word, ".y") || strstr(*word, "stable"))
				patch_add_version(patch, *word);
	}
	if (!patch->versions->len && (container->tagged || trees->len == 1))
		for (guint i = 0; i < trees->len; i++)
			patch_add_version(patch, trees->pdata[i]);
}

static void take(struct container *container, struct patch *patch)
{
	const struct mail *mail = container->mail;

	/* What is tried in a reply is no proposal; a backport is. */
	if (container->n >= ENTRIES_LIMIT || (mail_is_reply(mail) && !patch_is_backport(patch))) {
		patch_free(patch);
		return;
	}
	container->n++;
	add_versions(container, patch);
	if (mail->message_id)
		queue_patch_sent_as(patch, mail);
	container->take(patch, container->data);
}

static char *next_source(const struct container *container)
{
	return container->n ? g_strdup_printf("%s#%zu", container->source, container->n + 1)
			    : g_strdup(container->source);
}

static void add_bare(struct container *container, const struct attachment *attachment)
{
	const struct mail *mail = container->mail;
	g_autofree char *source = next_source(container);
	g_autofree char *diff = g_strndup(attachment->bytes, attachment->length);
	const char *own = diff_find_start(mail->text);
	g_autofree char *talk =
		own ? g_strndup(mail->text, (gsize)(own - mail->text)) : g_strdup(mail->text);
	g_autofree char *text = g_strdup_printf("%s\n%s", talk, diff);
	struct patch *patch = patch_new(source);

	/* Which of the trees it is for its file says. */
	patch_fill(patch, mail->subject, mail->from, text, NULL, 1);
	for (guint i = 0; i < container->trees->len; i++)
		if (container->several && names_tree(container->file, container->trees->pdata[i]))
			patch_drop_versions(patch);
	take(container, patch);
}

static void read_attached(struct container *container, const struct mail *mail);

static void add_inner(const char *bytes, size_t length, const char *location, void *data)
{
	struct container *container = data;
	struct mail inner;

	(void)location;
	if (container->n >= ENTRIES_LIMIT)
		return;
	mail_parse(&inner, bytes, length);
	if (diff_find_start(inner.text) && !(inner.message_id && mail_is_reply(&inner))) {
		g_autofree char *source = next_source(container);
		struct patch *patch = patch_new(source);

		for (guint i = 0; i < inner.problems->len; i++)
			patch_problem(patch, "%s", (char *)inner.problems->pdata[i]);
		patch_set_head(patch, &inner.head);
		patch_fill(patch, inner.subject, *inner.from ? inner.from : container->mail->from,
			   inner.text, NULL, 1);
		take(container, patch);
	}
	if (container->depth < DEPTH_LIMIT) {
		container->depth++;
		read_attached(container, &inner);
		container->depth--;
	}
	mail_clear(&inner);
}

static void read_attached(struct container *container, const struct mail *mail)
{
	const struct mailbox_visitor visitor = { .mail = add_inner, .data = container };

	for (guint i = 0; i < mail->attached->len; i++) {
		const struct attachment *attachment = mail->attached->pdata[i];

		container->file = attachment->name;
		if (attachment->bare)
			add_bare(container, attachment);
		else
			mailbox_read_bytes(attachment->bytes, attachment->length, attachment->name,
					   &visitor);
	}
}

size_t queue_each_attached(const struct mail *mail, const char *source, size_t n_before,
			   void (*visit)(struct patch *patch, void *data), void *data)
{
	g_autofree char *tag = NULL;
	g_autofree char *title = message_strip_tags(mail->subject, &tag);
	g_autoptr(GPtrArray) trees = NULL;
	struct container container = { mail, source };

	if (!mail->attached->len)
		return 0;
	trees = tag ? versions_of_tag(tag) : g_ptr_array_new_with_free_func(g_free);
	container.tagged = trees->len > 0;
	if (!container.tagged) {
		read_talk(title, trees);
		container.tagged = trees->len == 1;
		read_talk(mail->text, trees);
	}
	container.trees = trees;
	container.n = n_before;
	container.several = mail->attached->len + n_before > 1;
	container.take = visit;
	container.data = data;
	read_attached(&container, mail);
	return container.n - n_before;
}
