# SPDX-License-Identifier: GPL-2.0-or-later
"""A small repository of its own, an environment and servers, for campaigns against a program."""

import os, shutil, signal, subprocess, sys, tempfile, time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMITS, TAKEN = 240, 12
NOW = ["--now", "2024-03-01"]
RULES = ["--no-default-rules", "--rules", TOP + "/tests/corpus/rules", "--no-model"]
QUEUE = "stable~%d..stable" % TAKEN

work = tempfile.mkdtemp(prefix="winnow-campaign-")
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that stop_all() has its turn
ENVIRONMENT = {
    "PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC", "TERM": "xterm", "HOME": work + "/home",
    "TMPDIR": work + "/tmp",
    "XDG_CACHE_HOME": work + "/state/cache", "XDG_STATE_HOME": work + "/state/state",
    "XDG_CONFIG_HOME": work + "/home", "XDG_DATA_HOME": work + "/home", "XDG_CONFIG_DIRS": work + "/home",
    "XDG_DATA_DIRS": work + "/home", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
}
ENVIRONMENT.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
servers = {}


def git(*words, text=None):
    done = subprocess.run(["git", "-C", work + "/repo", *words], input=text, env=ENVIRONMENT, check=True,
                          capture_output=True)
    return done.stdout.decode().strip()


def make_repository():
    """Its branches: master, older of 60 commits less, stable, which took some."""
    out = []

    os.makedirs(work + "/home")
    os.makedirs(work + "/tmp")

    def commit(branch, mark, subject, body, parent, second, path):
        text = "%s\n\n%s\n" % (subject, body)
        who = "Author%d X <author%d@example.org> %d +0000" % (mark % 7, mark % 7, 1640995200 + 60 * second)
        out.append("commit refs/heads/%s\nmark :%d\nauthor %s\ncommitter %s\ndata %d\n%s%s"
                   "M 100644 inline %s\ndata <<END\nint x%d;\nEND\n" %
                   (branch, mark, who, who, len(text), text, "from :%d\n" % parent if parent else "", path, mark))

    for i in range(1, COMMITS + 1):
        body = "Fixes: %012x\n" % i if i % 40 == 0 else "It was wrong."
        commit("master", i, "net: change %d" % i, body, i - 1, i, "net/%d.c" % (i % 50))
    out.append("reset refs/heads/older\nfrom :%d\n" % (COMMITS - 60))
    subprocess.run(["git", "init", "-q", "-b", "master", work + "/repo"], check=True, env=ENVIRONMENT)
    git("fast-import", "--quiet", text="\n".join(out).encode())
    ids = git("rev-list", "--reverse", "master").split()
    out.clear()
    out.append("reset refs/heads/stable\nfrom %s\n" % ids[99])
    for n in range(TAKEN):
        i = 100 + n * 10
        text = "net: change %d\n\ncommit %s upstream.\n\nIt was wrong.\n" % (i + 1, ids[i])
        who = "Stable <stable@example.org> %d +0000" % (1672531200 + n)
        out.append("commit refs/heads/stable\nauthor Author%d X <author%d@example.org> %d +0000\ncommitter %s\n"
                   "data %d\n%sM 100644 inline net/%d.c\ndata <<END\nint x%d;\nEND\n" %
                   ((i + 1) % 7, (i + 1) % 7, 1640995200 + 60 * (i + 1), who, len(text), text, (i + 1) % 50, i + 1))
    git("fast-import", "--quiet", "--force", text="\n".join(out).encode())
    for name, value in (("user.name", "Greta Gale"), ("user.email", "greta@example.org"), ("winnow.upstream", "master")):
        git("config", name, value)


def start_server(name):
    """A new one, its directory; the one before is ended."""
    stop_server(name)
    directory = tempfile.mkdtemp(prefix=name, dir=work)
    os.makedirs(directory + "/files")
    servers[name] = subprocess.Popen([TOP + "/tests/servers/" + name, directory], stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    end = time.monotonic() + 30
    while not (os.path.exists(directory + "/port") and os.path.getsize(directory + "/port")):
        if time.monotonic() > end:
            sys.exit("no server: " + name)
        time.sleep(0.02)
    with open(directory + "/port") as file:
        return directory, int(file.read())


def stop_server(name):
    if name in servers:
        servers.pop(name).kill()


def stop_all():
    for name in list(servers):
        stop_server(name)
    shutil.rmtree(work, ignore_errors=True)
