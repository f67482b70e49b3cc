/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of mails and threads, as people pass them on: the address asked for is one safe word. */
#include <string.h>

#include "net/archive-url.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *name = g_strndup((const char *)data, size);
	g_autofree char *url = NULL;
	g_autoptr(GError) error = NULL;

	if (!archive_url(name, "https://archive.example.org/all", &url, &error)) {
		g_assert_null(url);
		return 0;
	}
	g_assert_true(g_str_has_prefix(url, "http://") || g_str_has_prefix(url, "https://") ||
		      g_ascii_strncasecmp(url, "http", 4) == 0);
	g_assert_cmpuint(strcspn(url, " \t\r\n\033"), ==, strlen(url));
	return 0;
}
