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
if ! grep -q . "$work/version"; then
	skip 'what the start takes' 'the linker tells nothing'
	done_testing
fi

# Where all is bound at the start nothing can be seen.
if grep -q "^$WINNOW git_libgit2_init " "$work/command" && ! readelf -d "$WINNOW" | grep -Eq 'BIND_NOW|FLAGS.* NOW'; then
	for start in git_libgit2_init g_mime_init; do
		ok "a command begins with $start" grep -q "^$WINNOW $start " "$work/command"
		fails_with 1 "--version without $start" grep "^$WINNOW $start " "$work/version"
	done
else
	skip 'no library is started for --version' 'all is bound at once'
fi

if grep -q 'libgit2.* mbedtls_x509_crt_parse_file ' "$work/command"; then
	same 'certificates are read for nobody' "reads: $WINNOW" \
		"$(sed -n 's/.*libgit2.* mbedtls_x509_crt_parse_file /reads: /p' "$work/command")"
else
	skip 'certificates are read for nobody' 'this libgit2 has no mbed TLS'
fi

done_testing
