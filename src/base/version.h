/* SPDX-License-Identifier: GPL-2.0-or-later */
/* version - which winnow this is. data/packaging/version says it. */

#ifndef WINNOW_BASE_VERSION_H
#define WINNOW_BASE_VERSION_H

/* The number alone, such as "0.2". */
extern const char program_version[];

#endif
