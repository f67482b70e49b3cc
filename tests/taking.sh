# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced behind lib.sh by tests of "winnow take": a repository in repo with the branches master
# (upstream) and base, a queue in quilt.

person=(-c user.name='Ann Ash' -c user.email=ann@example.org -c commit.gpgsign=false)

# save SUBJECT [LINE...]: commit the work tree of repo on the branch at hand; prints the id.
save()
{
	git -C repo add -A && git -C repo "${person[@]}" commit -q --date "${date:-2022-01-01T00:00:00Z}" \
		-m "$(printf '%s\n' "$@")" && git -C repo rev-parse HEAD
}

# put NAME [LINE...]: the work tree's change as quilt/NAME.patch, with this message; it goes back.
put()
{
	local name=$1 id
	shift
	id=$(save "net: $name" '' "$@" "Signed-off-by: Ann Ash <ann@example.org>")
	git -C repo format-patch -q ${context-} -1 --stdout >"quilt/$name.patch"
	git -C repo reset -q --hard HEAD^
	echo "$name.patch" >>quilt/series
	[ -n "$id" ]
}

numbered() { seq -f 'line %g;' "$1" "$2"; }

# take OPTION...: of quilt, onto the base, in rules of the tests' own.
take()
{
	run "$WINNOW" -C repo take --no-default-rules --rules "$corpus/rules" --now 2024-03-01 -q \
		--upstream master --onto "${onto-base}" "$@"
}

# listed: what was done, a line each.
listed()
{
	json '.changes[] | "\(.what) \(.source // .upstream[0:12]): \(.reason)"'
}

# applies NAME DIR [COMMAND...]: with quilt and git am on the base, to one tree; the commands look at it.
applies()
{
	local name=$1 directory
	directory=$(realpath "$2")
	shift 2
	rm -rf tree am
	git clone -q repo tree && git clone -q repo am
	git -C tree checkout -q --detach "${onto-origin/base}"
	git -C am checkout -q --detach "${onto-origin/base}"
	(cd tree && QUILT_PATCHES=$directory quilt push -a --fuzz=0) >"$work/out" 2>&1 &&
		! grep -q offset "$work/out"
	status=$?
	(cd am && sed "s|^|$directory/|" "$directory/series" | xargs git "${person[@]}" am -q --keep-cr) \
		>>"$work/out" 2>&1 || status=1
	rm -rf tree/.pc
	same "$name: quilt and git am" "0 $(git -C am rev-parse 'HEAD^{tree}')" \
		"$status $(git -C tree add -A -f && git -C tree write-tree)"
}

# marked ID TEXT: the beginning of a message with the marker.
marked() { echo "[ Upstream commit $1 ]"; echo; echo "$2"; echo; }

# A queue of its own.
afresh() { rm -rf quilt left && mkdir quilt && git -C repo checkout -q -f base; }
