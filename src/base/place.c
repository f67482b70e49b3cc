/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/place.h"

#include <string.h>

/* A service's user may have "/nonexistent", and one without an entry gets "/" from GLib. */
static const char *home_directory(void)
{
	const char *set = g_getenv("HOME");
	const char *home = set && *set ? set : g_get_home_dir();

	if (home == set ? !g_path_is_absolute(home) : strcmp(home, "/") == 0)
		return NULL;
	return g_file_test(home, G_FILE_TEST_IS_DIR) ? home : NULL;
}

char *place_home(const char *name)
{
	const char *home = home_directory();

	return home ? g_build_filename(home, name, NULL) : NULL;
}

/* below: of the home directory. */
static char *find(const char *variable, const char *below, const char *name)
{
	const char *set = g_getenv(variable);
	g_autofree char *usual = NULL;

	if (set && g_path_is_absolute(set))
		return g_build_filename(set, name, NULL);
	usual = place_home(below);
	return usual ? g_build_filename(usual, name, NULL) : NULL;
}

char *place_cache(const char *name)
{
	return find("XDG_CACHE_HOME", ".cache", name);
}

char *place_config(const char *name)
{
	return find("XDG_CONFIG_HOME", ".config", name);
}

char *place_state(const char *name)
{
	return find("XDG_STATE_HOME", ".local/state", name);
}
