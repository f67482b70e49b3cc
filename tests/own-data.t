#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Rules, templates and text model are those of the winnow that runs: of the tree it was built from, of the
# prefix it was installed into, or those that WINNOW_DATA names.

. "$(dirname "$0")/lib.sh"

# data DIRECTORY RULE: what comes with a winnow, of one rule.
data()
{
	mkdir -p "$1/rules"
	printf '{"rules":[{"id":"%s","weight":1,"says":"s","when":{"field":"message","matches":"^a"},"examples":{"hit":["a"],"miss":["b"]}}]}\n' \
		"$2" >"$1/rules/x.json"
}
listed()
{
	"$@" rules list 2>&1 | grep -oE 'of\.[a-z]+|cannot .*' | sort -u
}

mkdir -p built prefix/bin other/bin
for place in built prefix/bin other/bin; do cp "$WINNOW" $place/winnow; done
data prefix/share/winnow of.prefix
data other/share/winnow of.other
data share/winnow of.nobody # where one looks that is in built/, if it takes itself for installed
data tree of.tree
mkdir built/share && ln -s ../../tree built/share/winnow

same 'installed: those of its prefix' of.prefix "$(listed prefix/bin/winnow)"
same 'another one: those of its own' of.other "$(listed other/bin/winnow)"
same 'built: those of its source tree' of.tree "$(listed built/winnow)"
ln -s prefix/bin/winnow elsewhere
same 'by a link from elsewhere: the same' of.prefix "$(listed ./elsewhere)"
same 'by PATH: the same' of.tree "$(PATH=$PWD/built:$PATH listed winnow)"
data given of.given
same 'WINNOW_DATA: those' of.given "$(WINNOW_DATA=given listed prefix/bin/winnow)"
same 'an empty WINNOW_DATA is none' of.prefix "$(WINNOW_DATA='' listed prefix/bin/winnow)"
rm -r prefix/share/winnow/rules
matches "what is not there is named, and nobody else's taken" "cannot .*prefix/share/winnow/rules" \
	<(listed prefix/bin/winnow)
matches 'nor a missing WINNOW_DATA passed over' "cannot .*nowhere/rules" <(WINNOW_DATA=nowhere listed other/bin/winnow)

# Where /proc does not say which program it is, what it was built to be installed with.
listed_blind()
{
	# Without /proc leaks cannot be looked for either, which a sanitizer complains of.
	ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 unshare -rm sh -c 'mount -t tmpfs none /proc && exec "$@"' - "$@" rules list 2>&1 |
		grep -v '^==[0-9]*=='
}
if ! unshare -rm mount -t tmpfs none /proc 2>/dev/null; then
	skip 'without /proc: those of the prefix it was built for' 'no name space of mounts'
elif [ -e "$(cat "$O/datadir")" ]; then
	skip 'without /proc: those of the prefix it was built for' 'there is one installed'
else
	data share/winnow of.anybody
	matches 'without /proc: those of the prefix it was built for' "^winnow: cannot .*$(cat "$O/datadir")/rules" \
		<(listed_blind other/bin/winnow)
	same 'and no word of the library' '' "$(listed_blind other/bin/winnow | grep -v '^winnow: ')"
fi

for what in rules templates text-model kind-model; do
	same "the program that is tested has $what of this tree" yes \
		"$([ "$O/share/winnow/$what" -ef "$top/$what" ] || [ "$O/share/winnow/$what" -ef "$top/data/$what" ] && echo yes)"
done

done_testing
