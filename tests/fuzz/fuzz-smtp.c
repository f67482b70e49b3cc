/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a mail server says. The first byte says whether there is a password, and how it is to be
 * encrypted; then the pieces of the talk, see server.h. Whatever is said, each recipient's outcome
 * is known, nothing that is told holds a password that was said, and what was accepted was offered.
 */
#include <string.h>

#include "base/error.h"
#include "send/smtp.h"
#include "server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RECIPIENTS = 3 };
static const char password[] = "Tr0ub4dor";

static bool offer(const struct smtp_result *results, void *data)
{
	(void)results;
	*(bool *)data = true;
	return true;
}

static void check_text(const char *text, const char *said)
{
	g_autofree char *coded = g_base64_encode((const guchar *)password, sizeof(password) - 1);

	fuzz_check_message(text);
	/* The word alone, where there is none, may be anybody's. */
	g_assert_true(!said || !strstr(text, password));
	g_assert_true(!said || !strstr(text, coded));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *const recipients[RECIPIENTS] = { (char *)"a@example.org", (char *)"b@example.org",
					       (char *)"c@example.org" };
	struct smtp_settings settings = {
		.host = "127.0.0.1",
		.port = server_port(),
		.encryption = size && data[0] & 2 ? SMTP_STARTTLS : SMTP_PLAIN,
		.user = size && data[0] & 1 ? "ann" : NULL,
		.password = size && data[0] & 1 ? password : NULL,
		.domain = "example.org",
		.timeout_s = 1,
	};
	struct smtp_result results[RECIPIENTS] = { 0 };
	g_autoptr(GString) bytes = g_string_new("Subject: x\r\n\r\n.x\r\n");
	g_autoptr(GError) error = NULL;
	struct smtp *smtp = NULL;
	bool offered = false;

	if (!size || !smtp_new(&settings, &smtp, NULL))
		return 0;
	server_says((struct slice){ (const char *)data + 1, size - 1 }, true);
	if (!smtp_send(smtp, "ann@example.org", recipients, RECIPIENTS, bytes, offer, &offered,
		       results, &error))
		check_text(error->message, settings.password);
	for (size_t i = 0; i < RECIPIENTS; i++) {
		g_assert_true(offered || (results[i].outcome != SMTP_ACCEPTED &&
					  results[i].outcome != SMTP_UNKNOWN));
		if (results[i].response)
			check_text(results[i].response, settings.password);
	}
	smtp_results_clear(results, RECIPIENTS);
	smtp_free(smtp);
	return 0;
}
