#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What packages say of themselves: laid out by the scripts of data/packaging, where what would build them only looks.
# make packages-check builds them.
. "$(dirname "$0")/lib.sh"

# A small tarball with all that the scripts take out of one.
mkdir -p winnow-1.2+r3.gabc/data && cp -R "$top/.ci" "$top/.reuse" winnow-1.2+r3.gabc && cp -R "$top/data/packaging" winnow-1.2+r3.gabc/data
echo 1.2+r3.gabc >winnow-1.2+r3.gabc/version
tar -cJf winnow-1.2+r3.gabc.tar.xz --mtime=@1700000000 winnow-1.2+r3.gabc
mkdir bin
for program in dpkg-buildpackage rpmbuild makepkg; do
	printf '#!/bin/sh\necho "$@" >%q\n[ ! -e debian/rules ] || [ -e %q ] || cp -R debian %q\n' "$work/$program.words" "$work/debian" "$work/debian" >bin/$program
done
chmod +x bin/*
export PATH=$work/bin:$PATH
deps()
{
	sh "$top/.ci/deps" --list "$1" build
}

ok 'Debian' "$top/data/packaging/deb" winnow-1.2+r3.gabc.tar.xz made -b
same 'options go on' '-us -uc -b' "$(cat dpkg-buildpackage.words)"
ok 'its source is the tarball' cmp winnow-1.2+r3.gabc.tar.xz made/deb/winnow_1.2+r3.gabc.orig.tar.xz
same 'it needs what is built with' "$(deps debian | grep -vx 'gcc\|libc6-dev\|make')" \
	"$(sed -n '/^Build-Depends:/,/^[A-Z]/s/^ \([^ ]*\),$/\1/p' debian/control)"
same 'and for its tests what they are known to need' "jq
python3" "$(sed -n 's/^ \([^ ,]*\) <!nocheck>,\{0,1\}$/\1/p' debian/control |
	while read -r name; do sh "$top/.ci/deps" --list debian test | grep -x "$name"; done)"
same 'its version and its time' \
	"winnow (1.2+r3.gabc-1) unstable; urgency=medium  Tue, 14 Nov 2023 22:13:20 +0000" \
	"$(sed -n '1p; s/^ -- .*>\(  .*\)/\1/p' debian/changelog | tr -d '\n')"
ok 'its copyright is that of the tree' cmp "$top/.reuse/dep5" debian/copyright
same 'it has what its rules and documents name' '' "$(cd "$top" &&
	for name in $(cat data/packaging/debian/winnow.docs data/packaging/debian/winnow.examples); do [ -e "$name" ] || echo "$name"; done)"

ok 'RPM' "$top/data/packaging/rpm" winnow-1.2+r3.gabc.tar.xz made --nodeps
column=fedora
! grep -qi suse /etc/os-release || column=opensuse
same 'it needs what is built with' "$(deps $column)" \
	"$(sed -n 's/^BuildRequires:  //p' made/rpm/winnow.spec | grep -vx 'jq\|python3')"
same 'its version and its day' '1.2+r3.gabc Tue Nov 14 2023' \
	"$(sed -n 's/^Version: *//p; s/^\* \(.*\) The .* - 1.2+r3.gabc-1$/\1/p' made/rpm/winnow.spec | tr '\n' ' ' | sed 's/ $//')"
same 'nothing is left to fill in' '' "$(grep '@[A-Z_]*@' made/rpm/winnow.spec)"

ok 'pacman' "$top/data/packaging/arch" winnow-1.2+r3.gabc.tar.xz made
same 'it needs what is built with' "$(deps arch | grep -vx 'gcc\|make\|pkgconf\|git')" \
	"$(bash -c '. made/arch/PKGBUILD && printf "%s\n" "${depends[@]}"')"
same 'its version, and the sum of the tarball' "1.2+r3.gabc $(sha256sum <winnow-1.2+r3.gabc.tar.xz | cut -d ' ' -f 1)" \
	"$(bash -c '. made/arch/PKGBUILD && echo "$pkgver ${sha256sums[*]}"')"

# Whatever make install brings, an RPM lists.
mkdir root && make -s -C "$top" O="$O" BUILT=yes PREFIX=/usr DESTDIR="$work/root" install
listed()
{
	local pattern
	while read -r pattern; do
		pattern=${pattern//'%{_bindir}'//usr/bin} pattern=${pattern//'%{_datadir}'//usr/share}
		pattern=${pattern//'%{_libexecdir}'//usr/libexec} pattern=${pattern//'%{_mandir}'//usr/share/man} pattern=${pattern//'%{_prefix}'//usr}
		# shellcheck disable=SC2053
		[[ $1 != $pattern && $1 != $pattern/* ]] || return 0
	done < <(sed -n '/^%files/,/^$/s/^%{/%{/p' "$top/data/packaging/winnow.spec.in")
	echo "$1"
}
same 'the RPM has all that is installed' '' "$(find root ! -type d | sed 's/^root//' | while read -r file; do listed "$file"; done)"

done_testing
