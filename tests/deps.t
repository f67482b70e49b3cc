#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What building and testing need is found where dpkg cannot be asked, and named as each distribution calls it.

. "$(dirname "$0")/lib.sh"

mkdir bin
for program in sh awk grep sort tr cat id pkg-config make git prove python3 bash man jq openssl tmux xz zstd pgrep; do
	ln -s "$(command -v $program)" bin/
done
# A cache for compilers that stands in front of it looks for the next one in PATH.
printf '#!/bin/sh\nPATH=%s exec %s "$@"\n' "$PATH" "$(command -v cc)" >bin/cc && chmod +x bin/cc
# deps ID WORD...: on a machine of that distribution, without dpkg.
deps()
{
	printf 'NAME=x\nID=%s\n' "$1" >os-release
	shift
	run env PATH="$work/bin" OS_RELEASE="$work/os-release" sh "$top/.ci/deps" "$@"
}

same 'each row has all columns' '' "$(sed -n "/^needs='/,/^'/p" "$top/.ci/deps" | awk "!/'/ && NF != 8" |
	awk 'NF != 7')"
deps gentoo --missing build test
same 'nothing is missing where all is there' '0 ' "$status $(cat out)"
deps gentoo --install build test
same 'and nothing to be done' '0  ' "$status $(cat out) $(cat err)"

# A compiler that does not find the header of what has neither a program nor a description for pkg-config.
printf '#!/bin/sh\nexit 1\n' >bin/cc
rm bin/jq bin/pgrep
deps gentoo --missing build test
same 'what is looked for is named' '0 missing: <linear.h> jq pgrep' "$status $(sed 's/ $//' out)"
while read id how names; do
	deps "$id" --install build test
	same "$id: nothing is done" '1 ' "$status $(cat out)"
	matches "$id: its packages" "$how $names *$" err
done <<'END'
fedora dnf\ install jq liblinear-devel procps-ng
arch pacman\ -S jq liblinear procps-ng
opensuse zypper\ install jq liblinear-devel procps
alpine apk\ add jq liblinear-dev procps
gentoo Debian\ calls\ them: jq liblinear-dev procps
END
# What packages of winnow say that they need.
run sh "$top/.ci/deps" --list debian build
same 'a list for packages' "0 $(sed -n "/^needs='/,/^'/p" "$top/.ci/deps" | awk '$1 == "build" { print $3 }' | tr , '\n' | sort -u)" \
	"$status $(cat out)"
same 'as another distribution calls them' libgit2 "$(sh "$top/.ci/deps" --list arch build | grep git2)"
fails_with 64 'of none that is not known' sh "$top/.ci/deps" --list plan9 build
fails_with 64 'no such part' sh "$top/.ci/deps" --missing builds

done_testing
