/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/checked-file.h"

#include <string.h>

#include <glib.h>
#include <sqlite3.h>

enum {
	PAGE_MIN = 512,
	PAGE_MAX = 65536,
	PAGE_SIZE_AT = 16, /* in the header, two bytes, 1 for PAGE_MAX */
};

/* SQLite allocates it with the real file's bytes behind it. */
struct checked_file {
	sqlite3_file base;
	int checks; /* it is a database, not a journal */
};

/* Behind the struct, aligned for anything. */
static sqlite3_file *real(sqlite3_file *file)
{
	return (sqlite3_file *)(void *)((char *)file + ((sizeof(struct checked_file) + 15) & ~15u));
}

/* Pages are read and written whole; what is shorter is a look at the header. */
static int is_page(const sqlite3_file *file, int n, sqlite3_int64 offset)
{
	return ((const struct checked_file *)file)->checks && n >= PAGE_MIN && n <= PAGE_MAX &&
	       (n & (n - 1)) == 0 && offset % n == 0;
}

/* Of all but the reserved bytes and of the place, so that a page of elsewhere is noticed too. */
static guint64 checksum(const unsigned char *page, int n, sqlite3_int64 offset)
{
	guint64 sum[2] = { 0x9e3779b97f4a7c15u ^ (guint64)offset, 0xc2b2ae3d27d4eb4fu };

	for (int i = 0; i < n - CHECKED_FILE_RESERVE; i += 8) {
		guint64 word;
		guint64 *lane = &sum[(i >> 3) & 1];

		memcpy(&word, page + i, sizeof(word));
		word = GUINT64_FROM_LE(word);
		*lane = (*lane ^ word) * 0x100000001b3u;
		*lane ^= *lane >> 29;
	}
	return sum[0] + (sum[1] ^ (sum[1] >> 32)) * 0x165667b19e3779f9u;
}

bool checked_file_is_whole(const void *bytes, size_t length)
{
	const unsigned char *page = bytes;
	size_t size;

	if (length < PAGE_MIN)
		return false;
	size = (size_t)page[PAGE_SIZE_AT] << 8 | page[PAGE_SIZE_AT + 1];
	size = size == 1 ? PAGE_MAX : size;
	if (size < PAGE_MIN || (size & (size - 1)) || length % size)
		return false;
	for (size_t at = 0; at < length; at += size) {
		guint64 stored;

		memcpy(&stored, page + at + size - CHECKED_FILE_RESERVE, sizeof(stored));
		if (GUINT64_FROM_LE(stored) != checksum(page + at, (int)size, (sqlite3_int64)at))
			return false;
	}
	return true;
}

static int checked_read(sqlite3_file *file, void *buffer, int n, sqlite3_int64 offset)
{
	int status = real(file)->pMethods->xRead(real(file), buffer, n, offset);
	guint64 stored;

	/* Of a file that was cut, SQLite would take the rest of the page for zeros. */
	if (status == SQLITE_IOERR_SHORT_READ && is_page(file, n, offset))
		return SQLITE_IOERR_DATA;
	if (status != SQLITE_OK || !is_page(file, n, offset))
		return status;
	memcpy(&stored, (char *)buffer + n - CHECKED_FILE_RESERVE, sizeof(stored));
	return GUINT64_FROM_LE(stored) == checksum(buffer, n, offset) ? SQLITE_OK
								      : SQLITE_IOERR_DATA;
}

static int checked_write(sqlite3_file *file, const void *buffer, int n, sqlite3_int64 offset)
{
	unsigned char page[PAGE_MAX];
	guint64 sum;

	if (!is_page(file, n, offset))
		return real(file)->pMethods->xWrite(real(file), buffer, n, offset);
	sum = GUINT64_TO_LE(checksum(buffer, n, offset));
	memcpy(page, buffer, (size_t)n);
	memcpy(page + n - CHECKED_FILE_RESERVE, &sum, sizeof(sum));
	return real(file)->pMethods->xWrite(real(file), page, n, offset);
}

static int checked_close(sqlite3_file *file)
{
	return real(file)->pMethods->xClose(real(file));
}

static int checked_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return real(file)->pMethods->xTruncate(real(file), size);
}

static int checked_sync(sqlite3_file *file, int flags)
{
	return real(file)->pMethods->xSync(real(file), flags);
}

static int checked_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real(file)->pMethods->xFileSize(real(file), size);
}

static int checked_lock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xLock(real(file), level);
}

static int checked_unlock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xUnlock(real(file), level);
}

static int checked_reserved(sqlite3_file *file, int *out)
{
	return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int checked_control(sqlite3_file *file, int op, void *argument)
{
	return real(file)->pMethods->xFileControl(real(file), op, argument);
}

static int checked_sector(sqlite3_file *file)
{
	return real(file)->pMethods->xSectorSize(real(file));
}

static int checked_characteristics(sqlite3_file *file)
{
	return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int checked_shm_map(sqlite3_file *file, int region, int size, int extend,
			   void volatile **out)
{
	return real(file)->pMethods->xShmMap(real(file), region, size, extend, out);
}

static int checked_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}

static void checked_shm_barrier(sqlite3_file *file)
{
	real(file)->pMethods->xShmBarrier(real(file));
}

static int checked_shm_unmap(sqlite3_file *file, int remove)
{
	return real(file)->pMethods->xShmUnmap(real(file), remove);
}

/* Version 2: with shared memory for the write-ahead log, without mapped reads that skip xRead. */
static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = checked_close,
	.xRead = checked_read,
	.xWrite = checked_write,
	.xTruncate = checked_truncate,
	.xSync = checked_sync,
	.xFileSize = checked_size,
	.xLock = checked_lock,
	.xUnlock = checked_unlock,
	.xCheckReservedLock = checked_reserved,
	.xFileControl = checked_control,
	.xSectorSize = checked_sector,
	.xDeviceCharacteristics = checked_characteristics,
	.xShmMap = checked_shm_map,
	.xShmLock = checked_shm_lock,
	.xShmBarrier = checked_shm_barrier,
	.xShmUnmap = checked_shm_unmap,
};

static int checked_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
			int *out_flags)
{
	sqlite3_vfs *parent = vfs->pAppData;
	int status = parent->xOpen(parent, name, real(file), flags, out_flags);

	((struct checked_file *)file)->checks = (flags & SQLITE_OPEN_MAIN_DB) != 0;
	/* SQLite closes what has methods, be it opened or not. */
	file->pMethods = real(file)->pMethods ? &methods : NULL;
	return status;
}

int checked_file_register(void)
{
	static sqlite3_vfs vfs; /* everything but opening is the default's */
	static gsize once;
	static int status;

	if (g_once_init_enter(&once)) {
		sqlite3_vfs *parent = sqlite3_vfs_find(NULL);

		vfs = *parent;
		vfs.szOsFile = ((int)sizeof(struct checked_file) + 15) / 16 * 16 + parent->szOsFile;
		vfs.pNext = NULL;
		vfs.zName = CHECKED_FILE_VFS;
		vfs.pAppData = parent;
		vfs.xOpen = checked_open;
		status = sqlite3_vfs_register(&vfs, 0);
		g_once_init_leave(&once, 1);
	}
	return status;
}
