#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which version a tree is: by its last tag, by the file of a tarball, or by the Makefile; and that all say the same one.
. "$(dirname "$0")/lib.sh"

# A tree of its own, with what says it: the program's may have tags, a version or neither.
mkdir -p tree/data && cp -R "$top/data/packaging" "$top/data/man" tree/data
cp "$top/Makefile" tree
git -C tree init -q -b main && git -C tree config user.email ann@example.org && git -C tree config user.name Ann
git -C tree add . && git -C tree commit -q -m start
version()
{
	data/packaging/version 7.0
}
cd tree || exit 1
fallback=$(sed -n 's/^VERSION := $(shell data\/packaging\/version \(.*\))$/\1/p' Makefile)
matches 'the Makefile has a version where nothing says it' '^[0-9]+\.[0-9]+$' <(echo "$fallback")
same 'a clone without tags' 7.0 "$(version)"
git tag v7.1
same 'at a tag' 7.1 "$(version)"
git tag v7.2-rc1
same 'a candidate is no release' 7.1 "$(version)"
git commit -q --allow-empty -m more && git tag other && git tag vague
later=7.1+r1.g$(git rev-parse --short=12 HEAD)
same 'behind a tag, whatever else is tagged' "$later" "$(version)"
git tag -a -m 'with a text' v7.1.1
same 'an annotated tag' 7.1.1 "$(version)"
git tag -d v7.1.1 >/dev/null
git tag 'v8;x' && same 'a tag that no file could be called after' 7.0 "$(version)"
git tag -d 'v8;x' >/dev/null
git clone -q --depth 1 "file://$PWD" ../shallow
same 'a clone that is cut off' 7.0 "$(cd ../shallow && git tag -d $(git tag) >/dev/null 2>&1; version)"
same 'called from elsewhere' "$later" "$(cd / && "$OLDPWD/data/packaging/version" 7.0)"

# What a tarball says of itself counts, also within somebody's repository.
echo 6.5 >version
same 'the file of a tarball' 6.5 "$(version)"
echo "6'5" >version
same 'which holds a version or is nothing' 7.0 "$(version)"
rm version
mkdir ../inner && cp -R data Makefile ../inner && cp -R ../inner .
same 'a tree in a repository that is not its own' 7.0 "$(cd inner && version)"
rm -r inner

# newer NAME OLDER NEWER COMPARISON...: the order that a package manager sees.
order=(7.1 "$later" "7.1+r9.g$(printf %012d 0)" "7.1+r13.g$(printf %012d 0)" 7.1.1 7.2)
in_order()
{
	local i
	for ((i = 1; i < ${#order[@]}; i++)); do
		"$@" "${order[i - 1]}" "${order[i]}" || echo "${order[i - 1]} is not before ${order[i]}"
	done
}
dpkg_older() { dpkg --compare-versions "$1" lt "$2"; }
rpm_older() { [ "$(rpm --eval "%{lua: print(rpm.vercmp('$1', '$2'))}")" -lt 0 ]; }
pacman_older() { [ "$(vercmp "$1" "$2")" -lt 0 ]; }
for manager in dpkg rpm pacman; do
	program=$manager
	[ $manager != pacman ] || program=vercmp
	if command -v $program >/dev/null; then
		same "$manager sorts versions as they came" '' "$(in_order ${manager}_older)"
	else
		skip "$manager sorts versions as they came" "no $program"
	fi
done

# The same in all that is made of such a tree; the program is the one that is tested, with this tree's version.c.
cp -R "$top/src" .
unset MAKEFLAGS MFLAGS MAKELEVEL # of a make that runs the tests
run make -s O="$work/out-of-it" "$work/out-of-it/version" "$work/out-of-it/man/winnow-decide.1" \
	"$work/out-of-it/src/base/version.o"
same 'it can be made' '0 ' "$status $(cat "$work/err")"
same 'a man page' "$later" "$(sed -n 's/^\.Os winnow //p' "$work/out-of-it/man/winnow-decide.1")"
flags=$(cat "$O/flags")
libraries=$(sed -n 's/^LIBRARIES *= *\(.*\) \$(if.*/\1/p' Makefile)
# shellcheck disable=SC2086
ok 'and is linked with it' eval "$flags -o $work/winnow" "$O/src/main.o $work/out-of-it/src/base/version.o" \
	"$O/libwinnow.a" $(pkg-config --libs $libraries libseccomp 2>/dev/null || pkg-config --libs $libraries) -llinear -lm
same '--version' "winnow $later" "$("$work/winnow" --version)"
small_diff | sed '1i From: Ann Ash <ann@example.org>\nSubject: [PATCH] x: y\n' >"$work/mail"
same 'JSON' "$later" "$(WINNOW_DATA=$O/share/winnow "$work/winnow" review --json "$work/mail" | jq -r .tool.version)"
same 'a page' "$later" "$(WINNOW_DATA=$O/share/winnow "$work/winnow" review --format html "$work/mail" |
	grep -oE 'winnow [0-9][^ <]*' | sed -n '1s/winnow \(.*\)\.$/\1/p')"

done_testing
