#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sources: includes point one way, headers stand alone, libraries stay behind their wrappers.
. "$(dirname "$0")/lib.sh"

cd "$top" || exit 1
flow=(base git net message read index code match trees evidence judge decide review write send answer take desk cmd)
# shellcheck disable=SC2016
wrong=$(awk -v flow="${flow[*]}" '
	BEGIN { n = split(flow, folders); for (i = 1; i <= n; i++) rank[folders[i]] = i }
	match($0, /^#include "[^"]*"$/) {
		include = substr($0, 11, RLENGTH - 11)
		split(FILENAME, own, "/"); split(include, other, "/")
		if ((getline line <("src/" include)) < 0)
			print FILENAME ": no file src/" include
		close("src/" include)
		if (!(own[2] in rank) || !(other[1] in rank) || rank[other[1]] > rank[own[2]])
			print FILENAME " includes " include
	}' src/*/*.[ch])
same "includes point one way: ${flow[*]}" '' "$wrong"
same 'no source outside the folders' src/main.c "$(ls src/*.[ch])"

# Files that use each other in a circle are one file in several pieces. tsort names such a circle.
circles()
{
	local source name
	for source in "src/$1"/*.c; do
		name=$(basename "$source" .c)
		nm "$O/src/$1/$name.o" | sed -n "s/^.* \([TDRBU]\) /$name \1 /p"
	done | sort -k 2,2 | awk '$2 != "U" { home[$3] = $1 }
		$2 == "U" && ($3 in home) { print $1, home[$3] }' | { tsort >/dev/null; } 2>&1
}
for folder in evidence take; do
	same "no circle of files in $folder" '' "$(circles "$folder")"
done

# A header that a source begins with was compiled alone when that was built; the others are now.
# shellcheck disable=SC2016
alone=$(awk 'FNR == 1 { first = 1 }
	first && match($0, /^#include "[^"]*"$/) { built["src/" substr($0, 11, RLENGTH - 11)] = 1 }
	/^#include/ { first = 0 }
	END { for (i = 1; i < ARGC; i++) if (ARGV[i] ~ /[.]h$/ && !(ARGV[i] in built)) print ARGV[i] }' \
	src/*/*.c src/*/*.h)
flags=$(pkg-config --cflags libgit2 jansson libpcre2-8 glib-2.0 gmime-3.0 sqlite3 libcurl zlib liblzma libzstd)
wrong=
for header in $alone; do
	# shellcheck disable=SC2086
	${CC:-cc} -std=gnu11 -D_GNU_SOURCE -Isrc $flags -fsyntax-only -Wall -Werror \
		-include "$header" -x c /dev/null 2>>"$work/err" || wrong+="$header "
done
same 'every header compiles alone' '' "$wrong$(head -n 20 "$work/err" 2>/dev/null)"
same 'no header is included twice over' '' "$(grep -L '^#ifndef WINNOW_' src/*/*.h)"

# What can fail is not forgotten. error.h has that form in words; what fail() answers is known.
# shellcheck disable=SC2016
declared=$(awk '{ text[FILENAME] = text[FILENAME] " " $0 }
	END { for (file in text) {
		n = split(text[file], statements, /[;{}]/)
		for (i = 1; i <= n; i++)
			if (file != "src/base/error.h" && statements[i] ~ /GError \*\*error\)/ &&
			    statements[i] !~ /typedef|\(\*/)
				print file ":" statements[i]
	} }' src/*/*.h | sort)
matches 'functions that can fail are seen' 'bool repo_open\(' <(echo "$declared")
same 'what takes a GError warns when its answer is not looked at' '' \
	"$(grep -v 'G_GNUC_WARN_UNUSED_RESULT' <<<"$declared")"
same 'and returns whether it went well' '' "$(grep -vE '[ 	]bool [a-z0-9_]+\(' <<<"$declared")"

# Where each library is known; everywhere else it is behind what stands there.
while read -r library folders; do
	wrong=
	for file in $(grep -lE "^#include <$library" src/*.[ch] src/*/*.[ch]); do
		case " $folders " in *" $(basename "$(dirname "$file")") "*) ;; *) wrong+="$file " ;; esac
	done
	same "$library stays in $folders" '' "$wrong"
done <<-END
	git2.h git
	gmime read answer
	pcre2.h base judge
	seccomp.h base
	jansson.h read judge decide review write take
	sqlite3.h base
	linear.h judge
	curl net send
	zlib.h base
	lzma.h base
	zstd base
	ncurses.h desk
	term.h desk
END
same 'a library is included by sources, not by headers' '' \
	"$(grep -lE '#include <(git2|gmime|pcre2|jansson|curl|sqlite3|zlib|lzma|zstd|linear|ncurses|term)' src/*/*.h)"

# A script's first line is its interpreter's.
wrong=$(awk 'FNR == 1 { want = "SPDX-License-Identifier: GPL-2.0-or-later"
		want = FILENAME ~ /[.][ch]$/ ? "/* " want " */" : "# " want; at = /^#!/ ? 2 : 1 }
	FNR == at && $0 != want { print FILENAME }' \
	src/*.[ch] src/*/*.[ch] tests/*/*.[ch] Makefile .ci/* tests/*.t tests/*.sh \
	$(find tests/bench tests/faults tests/servers data/demo/run -type f ! -name '*.[ch]'))
same 'the licence is the first line' '' "$wrong"

# One door for files, base/file: whoever opens one by itself has a reason, and reads through it nothing that somebody named.
opens='\b(fopen|freopen|open|openat|creat|mmap|g_open|g_fopen|g_file_get_contents|g_mapped_file_new|g_io_channel_new_file'
opens+='|g_key_file_load_from_file|json_load_file|g_mime_stream_(fs|file)_open|g_mkdir_with_parents)\('
reasons=$(cut -d ' ' -f 1 <<-'END'
	src/base/directory.c what is in a directory that goes
	src/base/file.c the door
	src/base/leftover.c what it makes itself
	src/base/sandbox.c places, without reading them
	src/base/store-copy.c what is copied, and its copy
	src/base/store.c a lock, and what was written goes to the disk
	src/cmd/send.c the terminal that is asked
	src/decide/decisions.c the directory, which is the lock
	src/desk/screen.c the terminal
	src/git/loose.c an object, which it holds to be a regular file
	src/net/http-cache.c its own
	src/send/moment.c the directory goes to the disk
END
)
same 'files are opened at one place, or for a reason' "$reasons" "$(grep -lE "$opens" src/*/*.c)"

# JSON is written where a terminal obeys nothing in it.
same 'JSON is escaped wherever it is written' "src/review/kept.c
src/write/json.c" "$(grep -lE '\bjson_dump' src/*/*.c)$(grep -L json_escape src/review/kept.c src/write/json.c)"

same 'only main.c exits' '' "$(grep -nE '\b(exit|abort|_exit)\(' src/*/*.c)"

done_testing
