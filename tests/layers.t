#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sources: includes point one way, headers stand alone, libraries stay behind their wrappers.
. "$(dirname "$0")/lib.sh"

cd "$top" || exit 1
flow=(base git net message read index code match evidence judge decide review write send answer desk cmd)
rank()
{
	local i
	for i in "${!flow[@]}"; do
		[ "${flow[i]}" = "$1" ] && echo "$i" && return
	done
	echo unknown
}

wrong=
for source in src/*/*.[ch]; do
	folder=$(basename "$(dirname "$source")")
	own=$(rank "$folder")
	for include in $(sed -n 's/^#include "\([^"]*\)"$/\1/p' "$source"); do
		other=$(rank "${include%%/*}")
		[ -f "src/$include" ] || wrong+="$source: no file src/$include"$'\n'
		if [ "$own" = unknown ] || [ "$other" = unknown ] || [ "$other" -gt "$own" ]; then
			wrong+="$source includes $include"$'\n'
		fi
	done
done
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
same 'no circle of files in evidence' '' "$(circles evidence)"

flags=$(pkg-config --cflags libgit2 jansson libpcre2-8 glib-2.0 gmime-3.0 sqlite3 libcurl zlib liblzma ncursesw)
wrong=
for header in src/*/*.h; do
	# shellcheck disable=SC2086
	${CC:-cc} -std=gnu11 -D_GNU_SOURCE -Isrc $flags -fsyntax-only -Wall -Werror \
		-include "$header" -x c /dev/null 2>>"$work/err" || wrong+="$header "
done
same 'every header compiles alone' '' "$wrong$(head -n 20 "$work/err" 2>/dev/null)"
same 'no header is included twice over' '' "$(grep -L '^#ifndef WINNOW_' src/*/*.h)"

# What can fail is not forgotten. error.h has that form in words; what fail() answers is known.
same 'what takes a GError warns when its answer is not looked at' '' "$(for header in src/*/*.h; do
	[ "$header" != src/base/error.h ] || continue
	tr '\n' ' ' <"$header" | grep -oE '[^;{}]*GError \*\*error\)[^;{}]*;' |
		grep -vE 'G_GNUC_WARN_UNUSED_RESULT|typedef|\(\*' | sed "s|^.*[ *]\([a-z_]*\)(.*|$header: \1|"
done)"

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
	pcre2.h judge
	jansson.h judge write
	sqlite3.h base
	linear.h judge
	curl net send
	zlib.h base
	lzma.h base
	ncurses.h desk
	term.h desk
END
same 'a library is included by sources, not by headers' '' \
	"$(grep -lE '#include <(git2|gmime|pcre2|jansson|curl|sqlite3|zlib|lzma|linear|ncurses|term)' src/*/*.h)"

wrong=
for file in src/*.[ch] src/*/*.[ch] tests/*/*.[ch]; do
	[ "$(head -n 1 "$file")" = '/* SPDX-License-Identifier: GPL-2.0-or-later */' ] || wrong+="$file "
done
# A script's first line is its interpreter's.
for file in Makefile .ci/* tests/*.t tests/*.sh tests/bench/* tests/servers/* data/demo/run; do
	case $file in *.c) continue ;; esac
	[ -f "$file" ] || continue
	sed '/^#!/d' "$file" | head -n 1 | grep -q '^# SPDX-License-Identifier: GPL-2.0-or-later$' ||
		wrong+="$file "
done
same 'the licence is the first line' '' "$wrong"

same 'only main.c exits' '' "$(grep -nE '\b(exit|abort|_exit)\(' src/*/*.c)"

done_testing
