/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/object.h"

#include <string.h>

#include <git2.h>
#include <git2/sys/odb_backend.h>

#include "base/error.h"
#include "base/inflate.h"

enum { LINE = 4096 }; /* bytes: no line of a header is longer, and few of a message are */

bool object_wanted(enum object_type type, size_t size, size_t *wanted, GError **error)
{
	bool text = type == OBJECT_COMMIT || type == OBJECT_TAG;

	if (!text && size > OBJECT_LIMIT)
		return fail(error, WINNOW_ERROR_INPUT,
			    "it is %zu bytes long, and more than %d are not looked into", size,
			    OBJECT_LIMIT);
	*wanted = text ? MIN(size, OBJECT_CUT) : size;
	return true;
}

char *object_alloc(size_t length)
{
	char *data = git_odb_backend_data_alloc(NULL, length + 1 + INFLATE_ROOM);

	if (data)
		data[length] = '\0';
	return data;
}

void object_clear(struct object *object)
{
	if (object->data)
		git_odb_backend_data_free(NULL, object->data);
	*object = (struct object){ 0 };
}

void object_trim(struct object *object)
{
	const char *end;

	if (object->length == object->size)
		return;
	end = memrchr(object->data, '\n', object->length);
	if (end && (size_t)(object->data + object->length - end) < LINE)
		object->length = (size_t)(end + 1 - object->data);
	object->data[object->length] = '\0';
}
