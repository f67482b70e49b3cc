/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cleanup - scope-bound release for what GLib's g_autoptr() does not know. */

#ifndef WINNOW_BASE_CLEANUP_H
#define WINNOW_BASE_CLEANUP_H

#define _cleanup_(function) __attribute__((cleanup(function)))

/* Defines NAMEp(), which calls NAME() on the pointer when the variable goes out of scope. */
#define DEFINE_CLEANUP(type, name)                                                                 \
	static inline void name##p(type *value)                                                    \
	{                                                                                          \
		if (*value)                                                                        \
			name(*value);                                                              \
	}

#endif
