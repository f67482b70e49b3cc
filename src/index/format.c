/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/format.h"

#include "message/reference.h"

/*
 * other_parents are positions, 32 bits each, little end first. title is title_hash() of the
 * subject. refs.number is its commit's position * 256 + its number in the message, refs.prefix the
 * first six digits as a number; kinds are those of message/reference.h. own.parents are ids, one
 * behind the other, own.brings positions like other_parents; see own.h.
 */
const struct store_format history_format = {
	.application_id = 0x776e6e77, /* "wnnw" */
	.version = TABLES_VERSION + SCANNER_VERSION,
	.by_copy = true,
	.what = "an upstream index of winnow",
	.schema =
		"CREATE TABLE about(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
		"CREATE TABLE people(person INTEGER PRIMARY KEY, name TEXT, email TEXT);"
		"CREATE TABLE commits(position INTEGER PRIMARY KEY, id BLOB, first_parent INTEGER,"
		" other_parents BLOB, merge INTEGER, on_line INTEGER, author INTEGER,"
		" author_date INTEGER, commit_date INTEGER, mainline_date INTEGER, title INTEGER,"
		" subject TEXT, series TEXT, series_number INTEGER, paths_known INTEGER);"
		"CREATE TABLE refs(number INTEGER PRIMARY KEY, kind INTEGER, target INTEGER,"
		" by_title INTEGER, ambiguous INTEGER, prefix INTEGER, hex TEXT, title TEXT,"
		" line TEXT);"
		"CREATE TABLE paths(path INTEGER PRIMARY KEY, name TEXT UNIQUE);"
		"CREATE TABLE changes(position INTEGER, path INTEGER,"
		" PRIMARY KEY(position, path)) WITHOUT ROWID;"
		"CREATE TABLE own(number INTEGER PRIMARY KEY, id BLOB UNIQUE, parents BLOB,"
		" basis INTEGER, brings BLOB, subject TEXT, message TEXT);",
	.indexes = "CREATE UNIQUE INDEX commits_by_id ON commits(id);"
		   "CREATE INDEX commits_by_title ON commits(title);"
		   "CREATE INDEX commits_by_date ON commits(author_date);"
		   "CREATE INDEX commits_by_series ON commits(series, series_number)"
		   " WHERE series IS NOT NULL;"
		   "CREATE INDEX refs_by_target ON refs(target) WHERE target IS NOT NULL;"
		   "CREATE INDEX refs_by_title ON refs(target, number) WHERE by_title;"
		   "CREATE INDEX refs_picked ON refs(number, target) WHERE kind = 6;"
		   "CREATE INDEX refs_reverts ON refs(target, number) WHERE kind = 1;"
		   "CREATE INDEX refs_by_prefix ON refs(prefix) WHERE prefix >= 0;"
		   "CREATE INDEX refs_in_doubt ON refs(number)"
		   " WHERE ambiguous OR target > number / 256;"
		   "CREATE INDEX changes_by_path ON changes(path, position);",
};

/* What SQL says in numbers. */
G_STATIC_ASSERT(REFERENCE_REVERTS == 1);
G_STATIC_ASSERT(REFERENCE_PICKED == 6);
G_STATIC_ASSERT((int)REFERENCES_SCALE == 256);

const char format_paths_beside[] =
	"CREATE TEMP TABLE about(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
	"INSERT INTO temp.about SELECT * FROM main.about;"
	"CREATE TEMP TABLE paths(path INTEGER PRIMARY KEY, name TEXT UNIQUE);"
	"CREATE TEMP TABLE changes(position INTEGER, path INTEGER,"
	" PRIMARY KEY(position, path)) WITHOUT ROWID;"
	"CREATE INDEX temp.changes_by_path ON changes(path, position);";
