/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a patch takes in memory, and how it comes to take less. */
#include "read/patch.h"

#include "base/memory.h"

enum { SHED_LEAST = 1024 }; /* bytes: to say why takes some, too */

size_t patch_memory(const struct patch *patch)
{
	return sizeof(*patch) + memory_of_string(patch->source) + memory_of_string(patch->file) +
	       memory_of_string(patch->path) + memory_of_string(patch->tag) +
	       memory_of_string(patch->author.name) + memory_of_string(patch->author.email) +
	       message_memory(&patch->message) + diff_memory(&patch->diff) +
	       memory_of_strings(patch->versions) + memory_of_array(patch->stretches) +
	       memory_of_string(patch->sender) +
	       memory_of_string(patch->thread) + envelope_memory(patch->envelope) +
	       memory_of_string(patch->head) + memory_of_array(patch->references) +
	       memory_of_strings(patch->problems) + (patch->raw ? g_bytes_get_size(patch->raw) : 0);
}

static void shed_diff(struct patch *patch)
{
	diff_clear(&patch->diff);
	g_clear_pointer(&patch->raw, g_bytes_unref);
}

static void shed_message(struct patch *patch)
{
	g_autofree char *subject = g_steal_pointer(&patch->message.subject);

	g_array_set_size(patch->references, 0); /* their slices point into the text */
	g_clear_pointer(&patch->head, g_free);
	message_clear(&patch->message);
	message_parse(&patch->message, subject, "", NULL);
}

bool patch_shed(struct patch *patch, const char *why)
{
	size_t of_diff =
		diff_memory(&patch->diff) + (patch->raw ? g_bytes_get_size(patch->raw) : 0);
	size_t of_message = message_memory(&patch->message) + memory_of_string(patch->head) +
			    memory_of_array(patch->references);

	if (of_diff >= SHED_LEAST) {
		shed_diff(patch);
		patch_problem(patch, "its diff is left out: %s", why);
		return true;
	}
	if (of_message >= SHED_LEAST + memory_of_string(patch->message.subject)) {
		shed_message(patch);
		patch_problem(patch, "its message is left out: %s", why);
		return true;
	}
	return false;
}
