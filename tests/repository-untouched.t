#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A review writes nothing: not to the repositories, not beside the queue, not at home but for its
# cache, and with --no-index not even there.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
for i in 1 2 3; do
	commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<"net: before the leak $i" >/dev/null
done
bug=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: fix a leak')
commit repo stable 'Ann Ash' 2022-03-01 net/a.c "$start" <<<"net: fix a leak

commit $bug upstream." >/dev/null
git -C repo checkout -q stable
echo 'not yet committed' >>repo/net/a.c
git clone -q --bare repo upstream.git
mkdir quilt
git -C repo format-patch -q -o "$work/quilt" "$start..stable" && ls quilt >series && mv series quilt/

# Names, contents, modes and times of changes of every file.
state()
{
	(cd "$work" && find repo upstream.git quilt home -path home/.cache -prune -o \
		-printf '%p %y %m %T@ %s\n' | sort &&
		find repo upstream.git quilt home -path home/.cache -prune -o -type f -print0 |
		xargs -0 sha1sum | sort)
}
mkdir home/.cache
state >before
same 'there is something to watch' yes "$([ "$(wc -l <before)" -gt 50 ] && echo yes)"

winnow_global=(-C repo)
review --no-index --upstream master "$start..stable"
same 'a range' 0 "$status"
same 'no index was kept' '' "$(ls home/.cache)"
review --upstream master "$start..stable"
same 'an index is kept' 1 "$(find home/.cache -name '*.index' | wc -l)"
review --upstream-repo upstream.git --upstream master --target stable quilt
same 'a quilt directory' 0 "$status"
review --upstream master nowhere..stable
same 'a failure' 2 "$status"
# One that does not apply: prerequisites are looked for and tried.
last=$(git -C repo rev-parse master)
review --json --upstream master --onto "$start" "$last"
matches 'commits are tried in memory' '^on top of [0-9a-f]{12}, [0-9a-f]{12} and [0-9a-f]{12} it applies: tried in memory, and none can be left out$' \
	<(json '.patches[].facts[] | select(.kind == "prerequisite.proved").says')
ok 'explain' "$WINNOW" -C repo explain --no-default-rules --rules "$corpus/rules" --upstream master stable
state >after
same 'nothing changed' before after

# An index that leads into the repository: its own HEAD.lock would keep git out.
ln -s repo/.git/HEAD link.index
review --upstream master --index link.index "$start..stable"
same 'an index that is a file of git: reviewed without one' 0 "$status"
matches 'which it says' "link.index' is not an upstream index of winnow" "$work/err"
state >after
same 'nothing is made beside it' before after

chmod -R a-w repo upstream.git quilt
review --upstream master "$start..stable"
same 'a repository that cannot be written' 0 "$status"
rm -rf home/.cache
chmod a-w home
review --upstream master "$start..stable"
same 'a home that cannot be written' 0 "$status"
[ "$(id -u)" = 0 ] || matches 'and it says so' 'keeps no index' "$work/err"

done_testing
