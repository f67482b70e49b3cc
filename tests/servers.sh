# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced behind lib.sh by tests that talk to servers on loopback. Every server ends with the test,
# however that ends, and by itself after some minutes.
#
#   start NAME COMMAND...   run a server in the background; its output goes to $work/NAME.log
#   wait_for SECONDS COMMAND...   until COMMAND succeeds
#   free_port               a port that nothing listens on
#   certificate DIR         a new authority (ca.pem) and a certificate for localhost (server.pem/.key)

servers=()
stop_command=() # what ends a server that has a way of its own
stop_servers()
{
	local pid

	[ ${#stop_command[@]} -gt 0 ] && "${stop_command[@]}" >/dev/null 2>&1

	for pid in "${servers[@]}"; do
		kill "$pid" 2>/dev/null
	done
	for pid in "${servers[@]}"; do
		wait "$pid" 2>/dev/null
	done
	servers=()
}
trap 'stop_servers; chmod -R u+w "$work" && rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

start()
{
	local name=$1
	shift
	"$@" >"$work/$name.log" 2>&1 </dev/null &
	servers+=($!)
}

wait_for()
{
	local end=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}

free_port()
{
	python3 -c 'import socket
with socket.create_server(("127.0.0.1", 0)) as s: print(s.getsockname()[1])'
}

certificate()
{
	mkdir -p "$1" && (
		cd "$1" || exit 1
		openssl req -x509 -newkey rsa:2048 -nodes -days 2 \
			-keyout ca.key -out ca.pem -subj '/CN=winnow test authority' &&
			openssl req -newkey rsa:2048 -nodes \
				-keyout server.key -out server.csr -subj '/CN=localhost' &&
			printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >extensions &&
			openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial \
				-days 2 -extfile extensions -out server.pem
	) >/dev/null 2>&1
}
