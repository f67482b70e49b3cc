/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every page is made of, whatever it shows. */
#include "write/page-parts.h"

#include <string.h>

#include "base/html.h"
#include "base/text.h"
#include "base/version.h"
#include "evidence/fact.h"

/* How a policy names bytes: 'sha256-...'. The caller frees. */
static char *source_of(const char *bytes)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof(digest);
	g_autofree char *text = NULL;

	g_checksum_update(sum, (const guchar *)bytes, -1);
	g_checksum_get_digest(sum, digest, &length);
	text = g_base64_encode(digest, length);
	return g_strdup_printf("'sha256-%s'", text);
}

void page_begin(struct page *page, const char *heading)
{
	g_string_append(page->out,
			"<a class=skip href=\"#entries\">To the entries</a>\n<header>\n");
	html_add_element(page->out, "h1", heading);
}

bool page_end(struct page *page, const char *title, const char *name, FILE *out)
{
	g_autofree char *style = source_of(page_style), *script = source_of(page_script);
	g_autoptr(GString) head = g_string_new("<!DOCTYPE html>\n<html lang=en>\n<head>\n"
					       "<meta charset=utf-8>\n");

	g_string_append_printf(head,
			       "<meta http-equiv=Content-Security-Policy content=\"default-src "
			       "'none'; style-src %s; script-src %s; base-uri 'none'; form-action "
			       "'none'\">\n"
			       "<meta name=viewport content=\"width=device-width, "
			       "initial-scale=1\">\n"
			       "<meta name=referrer content=no-referrer>\n",
			       style, script);
	html_add_element(head, "title", title);
	g_string_append_printf(head, "<style>%s</style>\n</head>\n<body data-review=\"",
			       page_style);
	html_add_value(head, name);
	g_string_append(head, "\" data-who=\"");
	html_add_value(head, page->style->who ? page->style->who : "somebody");
	g_string_append(head, "\">\n");
	fwrite(head->str, 1, head->len, out);
	fwrite(page->out->str, 1, page->out->len, out);
	fprintf(out,
		"</main>\n<footer>Made by winnow %s. This file is all there is: it fetches "
		"nothing.</footer>\n<script>%s</script>\n</body>\n</html>\n",
		program_version, page_script);
	return !ferror(out);
}

void page_term(struct page *page, const char *term, const char *text)
{
	g_string_append_printf(page->out, "<dt>%s<dd>", term);
	html_add(page->out, text);
	g_string_append_c(page->out, '\n');
}

void page_tip(struct page *page, const char *name, const struct history *history)
{
	size_t length = history_length(history);
	const struct history_commit *tip = length ? history_at(history, (guint32)length - 1) : NULL;
	gint64 date = tip ? MAX(tip->mainline_date, tip->commit_date) : 0;

	g_string_append(page->out, "<dt>Upstream<dd>");
	html_add(page->out, name);
	if (tip) {
		g_string_append(page->out, ", which ends at ");
		page_commit_name(page, &tip->id, tip->subject);
	}
	if (date)
		g_string_append_printf(page->out, " of %s", text_date(date).text);
	g_string_append(page->out, "; ");
	page_count(page, length, "commit", "commits");
	g_string_append_c(page->out, '\n');
}

void page_proof(struct page *page, const char *proof)
{
	if (!proof || !*proof)
		return;
	g_string_append(page->out, "<blockquote>");
	html_add(page->out, proof);
	g_string_append(page->out, "</blockquote>");
}

void page_count(struct page *page, size_t n, const char *one, const char *many)
{
	g_string_append_printf(page->out, "%zu %s", n, n == 1 ? one : many);
}

void page_bar(struct page *page, double probability, const char *percent)
{
	g_string_append_printf(page->out, " <i><meter value=%.2f></meter> %s%%</i>", probability,
			       percent);
}
