#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the start takes: libraries that a run has no use for are not started. The linker tells what it binds, when.
. "$(dirname "$0")/lib.sh"

# bound ARG...: "FILE SYMBOL", whose call of it came from where, of a run with these arguments.
bound()
{
	LD_DEBUG=bindings "$WINNOW" "$@" 2>&1 >/dev/null |
		sed -n "s/^ *[0-9]*:\tbinding file \([^ ]*\) .* to \([^ ]*\) .*normal symbol \`\([^']*\)'.*/\1 \3 \2/p"
}

bound rules fields >"$work/command"
bound --version >"$work/version"

# Where all is bound at the start nothing can be seen.
if grep -q "^$WINNOW git_libgit2_init " "$work/command" && ! readelf -d "$WINNOW" | grep -Eq 'BIND_NOW|FLAGS.* NOW'; then
	for start in git_libgit2_init g_mime_init; do
		ok "a command begins with $start" grep -q "^$WINNOW $start " "$work/command"
		fails_with 1 "--version without $start" grep "^$WINNOW $start " "$work/version"
	done
else
	skip 'no library is started for --version' 'all is bound at once, or the linker tells nothing'
fi

if grep -q 'libgit2.* mbedtls_x509_crt_parse_file ' "$work/command"; then
	same 'certificates are read for nobody' "reads: $WINNOW" \
		"$(sed -n 's/.*libgit2.* mbedtls_x509_crt_parse_file /reads: /p' "$work/command")"
else
	skip 'certificates are read for nobody' 'this libgit2 has no mbed TLS, or the linker tells nothing'
fi

# --- the commands that need more: another program has them

needed()
{
	readelf -d "$1" | sed -n 's/.*(NEEDED).*\[lib\(curl\|linear\).*/\1/p' | sort
}
if command -v readelf >/dev/null; then
	same 'without libcurl and liblinear' '' "$(needed "$WINNOW")"
	same 'they are where they are needed' "curl
linear" "$(needed "$O/libexec/winnow-whole")"
else
	skip 'without libcurl and liblinear' 'no readelf'
fi
for command in fetch send 'rules fit' 'rules kind'; do
	# shellcheck disable=SC2086
	ok "its help is there: $command" "$WINNOW" help $command
	matches 'which calls the program winnow' "^Usage: winnow $command " "$work/out"
	# shellcheck disable=SC2086
	same 'as --help' "$(cat "$work/out")" "$("$WINNOW" $command --help)"
done

# A git that tells what it is given, in a directory that is not the one of the run.
mkdir bin there
cat >bin/git <<-END
	#!/bin/sh
	printf '%s|%s\n' "\$GIT_CONFIG_PARAMETERS" "\$PWD" >>"$work/told"
	exec "$(command -v git)" "\$@"
END
chmod +x bin/git
git init -q there
fails_with 64 'it is started with the same words' env PATH="$work/bin:$PATH" "$WINNOW" -C there -c sendemail.to=a@example.org \
	send --unknown x.eml
matches 'one of which is wrong' "^winnow: .*--unknown" "$work/err"
fails_with 2 'and with those that are right' env PATH="$work/bin:$PATH" "$WINNOW" -C there -c sendemail.to=a@example.org \
	send x.eml
matches 'which it reads' "^winnow: cannot read 'x.eml'" "$work/err"
same 'a setting is set once' "'sendemail.to=a@example.org'" "$(tail -n 1 told | cut -d '|' -f 1)"

# git is a program to be started: of files that are not there it is asked nothing.
rm -f told
PATH="$work/bin:$PATH" "$WINNOW" -C there missing --upstream none none >/dev/null 2>&1
same 'git is asked once for the settings' 1 "$(wc -l <told)"
git -C there config include.path own
rm -f told
PATH="$work/bin:$PATH" "$WINNOW" -C there missing --upstream none none >/dev/null 2>&1
same 'and once for what they include' 2 "$(wc -l <told)"

# As installed, and alone.
mkdir -p prefix/bin prefix/libexec prefix/share alone
cp "$WINNOW" prefix/bin/winnow && cp "$WINNOW" alone/winnow
cp "$O/libexec/winnow-whole" prefix/libexec
ln -s "$O/share/winnow" prefix/share/winnow
fails_with 2 'installed: the one of its prefix' prefix/bin/winnow send x.eml
matches 'runs' "^winnow: cannot read 'x.eml'" "$work/err"
if [ -e "$(cat "$O/libexecdir")/winnow-whole" ]; then
	skip 'alone' 'there is one installed'
else
	fails_with 2 'alone' alone/winnow send x.eml
	matches 'what lacks is named' "^winnow: cannot run '$(cat "$O/libexecdir")/winnow-whole', which has this command: No such file" \
		"$work/err"
fi

done_testing
