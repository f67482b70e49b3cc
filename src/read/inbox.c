/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/inbox.h"

#include "base/progress.h"
#include "git/archive.h"
#include "read/patch.h"

static const gint64 day = 24 * 60 * 60;

/* Warn of the first few, count the rest. */
struct complaints {
	GPtrArray *warnings; /* NULL: silent */
	size_t n;
};

static void complain(struct complaints *complaints, const char *location, const char *what)
{
	if (complaints->warnings && complaints->n++ < INBOX_WARNINGS)
		g_ptr_array_add(complaints->warnings,
				g_strdup_printf("%s: %s: left out", location, what));
}

static void sum_up(struct complaints *complaints, const struct inbox *inbox, size_t later)
{
	if (!complaints->warnings)
		return;
	if (complaints->n > INBOX_WARNINGS)
		g_ptr_array_add(complaints->warnings,
				g_strdup_printf("%s: %zu more mails left out", inbox->path,
						complaints->n - INBOX_WARNINGS));
	if (later)
		g_ptr_array_add(complaints->warnings,
				g_strdup_printf("%s: mails that came after %s left out: %zu",
						inbox->path, text_date(inbox->now).text, later));
}

bool inbox_each(const struct inbox *inbox, GPtrArray *warnings, inbox_visitor *visit, void *data,
		GError **error)
{
	_cleanup_(archive_freep) struct archive *archive = NULL;
	struct complaints complaints = { .warnings = inbox->told ? NULL : warnings };
	struct progress progress;

	if (!archive_open(inbox->path, &archive, error) ||
	    !archive_find(archive, inbox->since, inbox->now + day, error))
		return false;
	progress_begin(&progress, inbox->progress, "reading the inbox", archive_length(archive));
	for (size_t i = 0; i < archive_length(archive); i++, progress_step(&progress)) {
		struct slice mail = { 0 };
		struct commit_id id;
		gint64 arrived;
		enum archive_mail what =
			archive_read(archive, i, PATCH_BYTES_LIMIT, &mail, &arrived, &id);
		g_autofree char *location =
			g_strdup_printf("%s: commit %s", inbox->path, commit_id_short(&id).text);

		switch (what) {
		case ARCHIVE_MAIL:
			visit(mail.start, mail.length, arrived, location, data);
			break;
		case ARCHIVE_REMOVED:
			break;
		case ARCHIVE_NO_MAIL:
			complain(&complaints, location, "holds no mail");
			break;
		case ARCHIVE_TOO_LARGE:
			complain(&complaints, location, "its mail is too large");
			break;
		case ARCHIVE_UNREADABLE:
			complain(&complaints, location, "its mail cannot be read");
			break;
		}
	}
	progress_end(&progress);
	sum_up(&complaints, inbox, archive_later(archive));
	return true;
}
