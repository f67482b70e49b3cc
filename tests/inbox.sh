# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced behind lib.sh by tests that need an archive as public-inbox keeps it.
#
#   inbox_missing             what is not installed for it; nothing when all is
#   inbox NAME <MBOX          make the v2 archive $work/NAME of these mails, of the list NAME@example.org
#
# inbox_config is the file for PI_CONFIG, of all archives made so far.

inbox_config=$work/inbox.config

inbox_missing()
{
	local program

	for program in public-inbox-init public-inbox-mda public-inbox-httpd; do
		command -v $program >/dev/null || {
			echo "$program"
			return
		}
	done
}

inbox()
{
	local name=$1 n

	export PI_CONFIG=$inbox_config
	git config -f "$inbox_config" publicinboxmda.spamcheck none
	# It wants to know who commits, and heeds the environment that lib.sh leaves nothing in.
	public-inbox-init -V2 -L basic "$name" "$work/$name" "http://127.0.0.1/$name" \
		"$name@example.org" >"$work/inbox.log" 2>&1 || return 1
	rm -rf "$work/inbox-mails"
	mkdir "$work/inbox-mails"
	git mailsplit -b -o"$work/inbox-mails" >/dev/null || return 1
	for n in "$work"/inbox-mails/*; do
		ORIGINAL_RECIPIENT=$name@example.org public-inbox-mda --no-precheck <"$n" \
			>>"$work/inbox.log" 2>&1 || return 1
	done
}
