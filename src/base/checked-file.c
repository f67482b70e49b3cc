/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/checked-file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <sqlite3.h>

#include "base/error.h"

enum {
	PAGE_MIN = 512,
	PAGE_MAX = 65536,
	PAGE_SIZE_AT = 16,	 /* in the header, two bytes, 1 for PAGE_MAX */
	SUM_SIZE = 8,		 /* the last bytes of a page, the lowest first */
	PENDING_AT = 0x40000000, /* SQLite never writes the page here: fileformat, 1.5 */
};

/*
 * What binds the pages of a file: its sum, in the first page before the checksum. 0: not yet bound.
 * SQLite allocates it with the real file's bytes behind it.
 */
struct checked_file {
	sqlite3_file base;
	int reserve; /* 0: it is no database, but a journal */
	int never_changes;
	guint64 binding;
};

/* Behind the struct, aligned for anything. */
static sqlite3_file *real(sqlite3_file *file)
{
	return (sqlite3_file *)(void *)((char *)file + ((sizeof(struct checked_file) + 15) & ~15u));
}

static const struct checked_file *checked(const sqlite3_file *file)
{
	return (const struct checked_file *)(const void *)file;
}

/* Pages are read and written whole; what is shorter is a look at the header. */
static int is_page(const sqlite3_file *file, int n, sqlite3_int64 offset)
{
	return checked(file)->reserve && n >= PAGE_MIN && n <= PAGE_MAX && (n & (n - 1)) == 0 &&
	       offset % n == 0;
}

/* Of a database by its first bytes; 0: of none. */
static int page_size(const unsigned char *header)
{
	int size = header[PAGE_SIZE_AT] << 8 | header[PAGE_SIZE_AT + 1];

	size = size == 1 ? PAGE_MAX : size;
	return size < PAGE_MIN || (size & (size - 1)) ? 0 : size;
}

/* Of all but the reserved bytes and of the place, so that a page of elsewhere is noticed too. */
static guint64 checksum(const unsigned char *page, int n, sqlite3_int64 offset)
{
	guint64 sum[2] = { 0x9e3779b97f4a7c15u ^ (guint64)offset, 0xc2b2ae3d27d4eb4fu };

	for (int i = 0; i < n; i += 8) {
		guint64 word;
		guint64 *lane = &sum[(i >> 3) & 1];

		memcpy(&word, page + i, sizeof(word));
		word = GUINT64_FROM_LE(word);
		*lane = (*lane ^ word) * 0x100000001b3u;
		*lane ^= *lane >> 29;
	}
	return sum[0] + (sum[1] ^ (sum[1] >> 32)) * 0x165667b19e3779f9u;
}

static guint64 get_number(const void *bytes)
{
	guint64 number;

	memcpy(&number, bytes, sizeof(number));
	return GUINT64_FROM_LE(number);
}

static void put_number(void *bytes, guint64 number)
{
	number = GUINT64_TO_LE(number);
	memcpy(bytes, &number, sizeof(number));
}

/* What a page's checksum is mixed with; of an unbound file's nothing. */
static guint64 spread(guint64 binding)
{
	return binding * 0x9fb21c651e98df25u;
}

/* What stands before the checksum where there is room. */
static guint64 before_sum(guint64 binding, sqlite3_int64 offset)
{
	return offset ? 0 : binding;
}

static bool page_is_right(const unsigned char *page, int n, sqlite3_int64 offset, int reserve,
			  guint64 binding)
{
	return (reserve < BOUND_FILE_RESERVE ||
		get_number(page + n - BOUND_FILE_RESERVE) == before_sum(binding, offset)) &&
	       (get_number(page + n - SUM_SIZE) ^ spread(binding)) ==
		       checksum(page, n - reserve, offset);
}

bool checked_file_is_whole(const void *bytes, size_t length)
{
	const unsigned char *page = bytes;
	size_t size = length < PAGE_MIN ? 0 : (size_t)page_size(bytes);

	if (!size || length % size)
		return false;
	for (size_t at = 0; at < length; at += size)
		if (at != PENDING_AT && !page_is_right(page + at, (int)size, (sqlite3_int64)at,
						       CHECKED_FILE_RESERVE, 0))
			return false;
	return true;
}

static bool read_at(int fd, void *bytes, size_t n, gint64 offset)
{
	return pread(fd, bytes, n, (off_t)offset) == (ssize_t)n;
}

/* The sum of all pages' sums, which are those of pages bound by before. */
static bool sum_up(int fd, int size, gint64 length, guint64 before, guint64 *sums, guint64 *total)
{
	*total = 0x9e3779b97f4a7c15u ^ (guint64)length;
	for (gint64 at = 0; at < length; at += size) {
		unsigned char end[SUM_SIZE];
		guint64 *sum = &sums[at / size];

		if (!read_at(fd, end, sizeof(end), at + size - SUM_SIZE))
			return false;
		*sum = get_number(end) ^ spread(before);
		if (at != PENDING_AT)
			*total = (*total ^ *sum) * 0xd6e8feb86659fd93u;
		*total ^= *total >> 31;
	}
	*total += !*total;
	return true;
}

static bool write_sums(int fd, int size, gint64 length, const guint64 *sums, guint64 binding)
{
	for (gint64 at = 0; at < length; at += size) {
		unsigned char end[BOUND_FILE_RESERVE];

		put_number(end, before_sum(binding, at));
		put_number(end + BOUND_FILE_RESERVE - SUM_SIZE, sums[at / size] ^ spread(binding));
		if (at != PENDING_AT &&
		    pwrite(fd, end, sizeof(end), at + size - (int)sizeof(end)) !=
			    (ssize_t)sizeof(end))
			return false;
	}
	return true;
}

bool checked_file_bind(int fd, const char *path, GError **error)
{
	unsigned char header[PAGE_MIN], end[BOUND_FILE_RESERVE];
	g_autofree guint64 *sums = NULL;
	struct stat status;
	guint64 binding;
	int size;

	if (fstat(fd, &status) != 0 || !read_at(fd, header, sizeof(header), 0))
		return fail_errno(error, "cannot read '%s'", path);
	size = page_size(header);
	if (!size || status.st_size % size ||
	    !read_at(fd, end, sizeof(end), size - (int)sizeof(end)))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': it is damaged", path);
	sums = g_new(guint64, (gsize)(status.st_size / size));
	if (!sum_up(fd, size, status.st_size, get_number(end), sums, &binding) ||
	    !write_sums(fd, size, status.st_size, sums, binding))
		return fail_errno(error, "cannot write '%s'", path);
	return true;
}

static int checked_read(sqlite3_file *file, void *buffer, int n, sqlite3_int64 offset)
{
	int status = real(file)->pMethods->xRead(real(file), buffer, n, offset);

	/* Of a file that was cut, SQLite would take the rest of the page for zeros. */
	if (status == SQLITE_IOERR_SHORT_READ && is_page(file, n, offset))
		return SQLITE_IOERR_DATA;
	if (status != SQLITE_OK || !is_page(file, n, offset))
		return status;
	if (checked(file)->never_changes && !checked(file)->binding)
		return SQLITE_IOERR_DATA; /* who built it has not come to its end */
	return page_is_right(buffer, n, offset, checked(file)->reserve, checked(file)->binding)
		       ? SQLITE_OK
		       : SQLITE_IOERR_DATA;
}

static int checked_write(sqlite3_file *file, const void *buffer, int n, sqlite3_int64 offset)
{
	const struct checked_file *self = checked(file);
	unsigned char page[PAGE_MAX];

	if (!is_page(file, n, offset))
		return real(file)->pMethods->xWrite(real(file), buffer, n, offset);
	memcpy(page, buffer, (size_t)n);
	if (self->reserve == BOUND_FILE_RESERVE)
		put_number(page + n - BOUND_FILE_RESERVE, before_sum(self->binding, offset));
	put_number(page + n - SUM_SIZE,
		   checksum(page, n - self->reserve, offset) ^ spread(self->binding));
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

/* A bound file is either never changed, or nobody else's: there may be no locks where it lies. */
static bool needs_locks(const sqlite3_file *file)
{
	return checked(file)->reserve != BOUND_FILE_RESERVE;
}

static int checked_lock(sqlite3_file *file, int level)
{
	if (!needs_locks(file))
		return SQLITE_OK;
	return real(file)->pMethods->xLock(real(file), level);
}

static int checked_unlock(sqlite3_file *file, int level)
{
	if (!needs_locks(file))
		return SQLITE_OK;
	return real(file)->pMethods->xUnlock(real(file), level);
}

static int checked_reserved(sqlite3_file *file, int *out)
{
	if (!needs_locks(file)) {
		*out = 0;
		return SQLITE_OK;
	}
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
	return real(file)->pMethods->xDeviceCharacteristics(real(file)) |
	       (checked(file)->never_changes ? SQLITE_IOCAP_IMMUTABLE : 0);
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

/* 0: it is new. */
static guint64 binding_of(sqlite3_file *file)
{
	unsigned char header[PAGE_MIN], end[SUM_SIZE];
	sqlite3_file *below = real(file);

	if (below->pMethods->xRead(below, header, sizeof(header), 0) != SQLITE_OK ||
	    !page_size(header) ||
	    below->pMethods->xRead(below, end, sizeof(end),
				   page_size(header) - BOUND_FILE_RESERVE) != SQLITE_OK)
		return 0;
	return get_number(end);
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
		     int *out_flags, int reserve)
{
	struct checked_file *self = (struct checked_file *)(void *)file;
	sqlite3_vfs *parent = vfs->pAppData;
	int status = parent->xOpen(parent, name, real(file), flags, out_flags);

	self->reserve = flags & SQLITE_OPEN_MAIN_DB ? reserve : 0;
	self->binding = 0;
	/* SQLite closes what has methods, be it opened or not. */
	file->pMethods = real(file)->pMethods ? &methods : NULL;
	if (status == SQLITE_OK && self->reserve == BOUND_FILE_RESERVE)
		self->binding = binding_of(file);
	self->never_changes = self->reserve == BOUND_FILE_RESERVE && (flags & SQLITE_OPEN_READONLY);
	return status;
}

static int checked_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
			int *out_flags)
{
	return open_file(vfs, name, file, flags, out_flags, CHECKED_FILE_RESERVE);
}

static int bound_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
		      int *out_flags)
{
	return open_file(vfs, name, file, flags, out_flags, BOUND_FILE_RESERVE);
}

/* Everything but opening is the default's. */
static int register_as(sqlite3_vfs *vfs, const char *name,
		       int (*xopen)(sqlite3_vfs *, const char *, sqlite3_file *, int, int *))
{
	sqlite3_vfs *parent = sqlite3_vfs_find(NULL);

	*vfs = *parent;
	vfs->szOsFile = ((int)sizeof(struct checked_file) + 15) / 16 * 16 + parent->szOsFile;
	vfs->pNext = NULL;
	vfs->zName = name;
	vfs->pAppData = parent;
	vfs->xOpen = xopen;
	return sqlite3_vfs_register(vfs, 0);
}

int checked_file_register(void)
{
	static sqlite3_vfs vfs, bound;
	static gsize once;
	static int status;

	if (g_once_init_enter(&once)) {
		status = register_as(&vfs, CHECKED_FILE_VFS, checked_open);
		if (status == SQLITE_OK)
			status = register_as(&bound, BOUND_FILE_VFS, bound_open);
		g_once_init_leave(&once, 1);
	}
	return status;
}
