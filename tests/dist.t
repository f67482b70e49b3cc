#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Tarballs: what is in them, and that the same commit always makes the same bytes. make distcheck builds from a real one.
. "$(dirname "$0")/lib.sh"

# A small tree that is made into tarballs by the same scripts.
mkdir -p tree/data && cp -R "$top/data/packaging" tree/data && cp "$top/.gitattributes" "$top/.gitignore" tree
(umask 077 && echo text >tree/readable && printf '#!/bin/sh\r\n' >tree/program) && chmod u+x tree/program
git -C tree init -q -b main && git -C tree config user.email ann@example.org && git -C tree config user.name Ann
git -C tree add . && GIT_COMMITTER_DATE='1700000000 +0000' git -C tree commit -q -m start
mkdir -p tree/build && echo output >tree/build/file.o

dist()
(
	cd "$1" && data/packaging/dist 1.2 "$2"
)
same 'a tarball is named after the version' "$work/one/winnow-1.2.tar.xz" "$(dist tree "$work/one" 2>&1)"
tar -tvf one/winnow-1.2.tar.xz >list
same 'it has what is committed, and its version' "$({ git -C tree ls-files; echo version; } | sort)" \
	"$(sed -n 's|.* winnow-1.2/\(.*[^/]\)$|\1|p' list | sort)"
same 'nobody owns it' "$(wc -l <list)" "$(grep -c ' 0/0 ' list)"
same 'the time is the commit'"'"'s' "$(wc -l <list)" "$(grep -c ' 2023-11-14 22:13 ' list)"
matches 'what is readable is so for all' '^-rw-r--r-- .*/readable$' list
matches 'what can be run, too' '^-rwxr-xr-x .*/program$' list

mkdir other && (umask 077 && git clone -q tree "other/a place" 2>/dev/null)
git -C 'other/a place' config core.autocrlf true && git -C 'other/a place' config tar.umask 0077
(export TZ=Asia/Tokyo LC_ALL=C.UTF-8; umask 027; dist "$work/other/a place" "$work/two" >/dev/null)
ok 'from another clone, zone, language and umask it is the same' cmp one/winnow-1.2.tar.xz two/winnow-1.2.tar.xz
mkdir unpacked && tar -xf one/winnow-1.2.tar.xz -C unpacked
mkdir unpacked/winnow-1.2/build && echo output >unpacked/winnow-1.2/build/file
dist unpacked/winnow-1.2 "$work/three" >/dev/null
ok 'and from itself' cmp one/winnow-1.2.tar.xz three/winnow-1.2.tar.xz
(export SOURCE_DATE_EPOCH=1600000000; dist tree "$work/four" >/dev/null)
same 'a time that is given counts' 2020-09-13 "$(tar -tvf four/winnow-1.2.tar.xz | awk '{ print $4 }' | sort -u)"
echo more >>tree/readable
dist tree "$work/five" >/dev/null 2>err
same 'what is not committed is told' 'dist: what is not committed is not in it' "$(cat err)"
ok 'and left out' cmp one/winnow-1.2.tar.xz five/winnow-1.2.tar.xz
same 'nothing stays beside it' '' "$(ls -d "$TMPDIR"/winnow-dist.* 2>/dev/null)"

# What make install puts where, and make uninstall takes away.
install()
{
	make -s -C "$top" O="$O" BUILT=yes PREFIX=/usr DESTDIR="$work/root" "$@"
}
units=$(cd "$top/data/systemd" && printf '%s\n' *)
mkdir -p root/usr/lib/systemd/user root/usr/share/man/man1 && touch root/usr/lib/systemd/user/other.timer root/usr/share/man/man1/git.1
(cd root && find . ! -type d | sort) >before
ok 'make install' install install
(cd root && find . ! -type d | sort) >installed
same 'the units of systemd' "$units" "$(sed -n 's|^./usr/lib/systemd/user/\(winnow.*\)|\1|p' installed)"
same 'every page' "$(cd "$O/man" && printf '%s\n' *.[15] | sort)" "$(sed -n 's|^./usr/share/man/man[15]/\(winnow.*\)|\1|p' installed | sort)"
ok 'make uninstall' install uninstall
same 'leaves what others have' "$(cat before)" "$(cd root && find . ! -type d | sort)"
same 'and no directory of its own' '' "$(find root -name 'winnow*')"

if command -v systemd-analyze >/dev/null; then
	mkdir -m 700 run
	ok 'systemd takes its units' env XDG_RUNTIME_DIR="$work/run" systemd-analyze verify --man=no --user "$top"/data/systemd/*
	same 'and warns of nothing' '' "$(cat "$work/err")"
else
	skip 'systemd takes its units' 'no systemd-analyze'
fi
same 'the settings that units have are those the page speaks of' 'Environment= WorkingDirectory=' \
	"$(sed -n 's/^\.Li \([A-Z][A-Za-z]*=\)$/\1/p' "$top/data/man/winnow-review.1" | sort | tr '\n' ' ' | sed 's/ $//')"

done_testing
