/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/post.h"

void post_free(struct post *post)
{
	patch_free(post->patch);
	g_array_unref(post->fixes);
	g_free(post);
}
