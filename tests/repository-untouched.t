#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A review writes nothing: not to the repositories, not beside the queue, not at home.
. "$(dirname "$0")/lib.sh"

start=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start')
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
	(cd "$work" && find repo upstream.git quilt home -printf '%p %y %m %T@ %s\n' | sort &&
		find repo upstream.git quilt home -type f -exec sha1sum {} + | sort)
}
state >before
same 'there is something to watch' yes "$([ "$(wc -l <before)" -gt 50 ] && echo yes)"

winnow_global=(-C repo)
review --upstream master "$start..stable"
same 'a range' 0 "$status"
review --upstream-repo upstream.git --upstream master --target stable quilt
same 'a quilt directory' 0 "$status"
review --upstream master nowhere..stable
same 'a failure' 2 "$status"
ok 'explain' "$WINNOW" -C repo explain --no-default-rules --rules "$corpus/rules" --upstream master stable
state >after
same 'nothing changed' before after

chmod -R a-w repo upstream.git quilt
review --upstream master "$start..stable"
same 'a repository that cannot be written' 0 "$status"

done_testing
