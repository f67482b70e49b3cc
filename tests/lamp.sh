# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced behind lib.sh: the repository repo/, whose branch stable has taken $bug from master, which left at $start, and
# lacks what master has to fix it.

start=$(commit repo master 'Ann Ash' 2022-01-01 lamp/a.c <<<'lamp: start')
bug=$(commit repo master 'Ann Ash' 2022-01-02 lamp/a.c <<<'lamp: light it')
commit repo master 'Ann Ash' 2022-02-01 lamp/a.c >/dev/null <<<"lamp: put it out, too

Fixes: ${bug:0:12} (\"lamp: light it\")"
commit repo stable 'Ann Ash' 2022-03-01 lamp/a.c "$start" >/dev/null <<<"lamp: light it

commit $bug upstream."
