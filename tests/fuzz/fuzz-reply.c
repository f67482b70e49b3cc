/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reply: its own words, and what they come to. */
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "evidence/thread-scope.h"
#include "evidence/thread-words.h"
#include "read/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct thread_words *words;
	static struct scope_words *scopes;
	g_autoptr(GPtrArray) versions = g_ptr_array_new();
	struct thread_scope scope;
	g_autofree char *text = text_to_utf8((const char *)data, size, NULL);
	g_autofree char *where = NULL;
	struct mail mail = {
		.subject = (char *)"", .from = (char *)"A <a@b>", .text = text, .references = text
	};
	struct reply *reply = reply_new(&mail, "x");
	char hex[COMMIT_ID_HEX + 1];
	enum thread_says says;

	if (!words) {
		words = thread_words_new();
		scopes = scope_words_new();
	}
	g_assert_true(g_utf8_validate(reply->text, -1, NULL));
	g_assert_cmpuint(strlen(reply->text), <=, REPLY_LIMIT);
	says = thread_words_read(words, reply->text, size % 2, &where, hex);
	g_assert_true((says == THREAD_SAYS_NOTHING) == !where);
	if (where)
		g_assert_true(g_utf8_validate(where, -1, NULL));
	g_assert_cmpuint(strspn(hex, "0123456789abcdefABCDEF"), ==, strlen(hex));
	if (size % 3)
		g_ptr_array_add(versions, (char *)"5.10");
	scope = thread_scope_read(scopes, reply->text, versions);
	g_assert_true((scope.reach == THREAD_REACH_ALL) == !*scope.version);
	g_assert_true(thread_scope_covers(&scope, versions) || scope.reach != THREAD_REACH_ALL);
	reply_free(reply);
	return 0;
}
