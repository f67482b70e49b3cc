# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced behind lib.sh where a program has to see a terminal:
#
#   python3 "$terminal" COLUMNSxLINES COMMAND...   what it prints there, its lines ended as in files
#   on_terminal [NAME=VALUE...] WORD...   run() of winnow in repo/ on one that can do colours, in this environment

terminal=$work/on-terminal.py
cat >"$terminal" <<-'END'
	# COLUMNSxLINES COMMAND...: run it on a terminal, print what that got.
	import fcntl, os, pty, struct, sys, termios
	columns, lines = map(int, sys.argv[1].split("x"))
	pid, fd = pty.fork()
	if pid == 0:
	    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
	    os.execvp(sys.argv[2], sys.argv[2:])
	out = b""
	while True:
	    try:
	        data = os.read(fd, 65536)
	    except OSError:
	        break
	    if not data:
	        break
	    out += data
	sys.stdout.buffer.write(out.replace(b"\r\n", b"\n"))
	status = os.waitpid(pid, 0)[1]
	sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
END

on_terminal()
{
	local settings=()
	while [[ $1 == [A-Z_]*=* ]]; do
		settings+=("$1")
		shift
	done
	run env TERM=xterm "${settings[@]}" python3 "$terminal" 80x24 "$WINNOW" -C "$work/repo" "$@"
}
