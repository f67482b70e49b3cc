/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of commits and mails, as links where somebody configured where they lead. */
#include "write/page-parts.h"

#include <string.h>

#include "base/html.h"
#include "write/link.h"

static void add_link(struct page *page, const char *pattern, const char *id, const char *text,
		     const char *class)
{
	g_autofree char *address = link_address(pattern, id);

	g_string_append_printf(page->out, address ? "<a class=%s href=\"" : "<span class=%s>",
			       class);
	if (address) {
		html_add_value(page->out, address);
		g_string_append(page->out, "\">");
	}
	html_add(page->out, text);
	g_string_append(page->out, address ? "</a>" : "</span>");
}

void page_commit(struct page *page, const struct commit_id *id, const char *text)
{
	add_link(page, page->style->links.commit_url, commit_id_hex(id).text, text, "id");
}

void page_mail(struct page *page, const char *message_id)
{
	add_link(page, page->style->links.mail_url, message_id, message_id, "id");
}

void page_commit_name(struct page *page, const struct commit_id *id, const char *subject)
{
	page_commit(page, id, commit_id_short(id).text);
	if (!subject)
		return;
	g_string_append(page->out, " (\"");
	html_add(page->out, subject);
	g_string_append(page->out, "\")");
}

void page_says(struct page *page, const char *says, const struct fact *fact)
{
	g_autofree char *address =
		fact && fact->has_id
			? link_address(page->style->links.commit_url, commit_id_hex(&fact->id).text)
			: NULL;
	struct commit_hex id = { "" };
	const char *at = NULL;

	if (address) {
		id = commit_id_short(&fact->id);
		at = strstr(says, id.text);
	}
	if (!address || !at) {
		html_add(page->out, says);
		return;
	}

	g_autofree char *before = g_strndup(says, (gsize)(at - says));

	html_add(page->out, before);
	if (at > says && at[-1] == ' ' && !g_str_has_suffix(page->out->str, " "))
		g_string_append_c(page->out, ' ');
	page_commit(page, &fact->id, id.text);
	if (at[strlen(id.text)] == ' ')
		g_string_append_c(page->out, ' ');
	html_add(page->out, at + strlen(id.text));
}

size_t page_entry_of(const struct page *page, const struct fact *fact)
{
	bool queued =
		fact->state == FACT_STATE_QUEUED_BEFORE || fact->state == FACT_STATE_QUEUED_AFTER;

	if (fact->entry || !queued || !fact->has_id || !page->queued)
		return fact->entry;
	return GPOINTER_TO_SIZE(g_hash_table_lookup(page->queued, &fact->id));
}

bool page_open_entry_link(struct page *page, size_t position)
{
	if (!position || !g_hash_table_contains(page->shown, GSIZE_TO_POINTER(position)))
		return false;
	g_string_append_printf(page->out, "<a href=\"#p%zu\">", position);
	return true;
}
