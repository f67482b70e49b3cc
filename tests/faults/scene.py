# SPDX-License-Identifier: GPL-2.0-or-later
"""What the campaign runs: commands on a small place of their own, and what such a place looks like before and after."""

import hashlib, os, re, shutil, sqlite3, stat, subprocess, tempfile, time

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
DEMO = os.path.join(TOP, "data", "demo")
NOW = "2025-07-14"
QUEUE = ["--upstream", "mainline", "--onto", "stable-1.0", "--now", NOW]
SETTINGS = "[user]\n\tname = Ann Ash\n\temail = ann@example.org\n"
DRAFT = """From: Ann Ash <ann@example.org>
To: bob@example.org
Cc: carol@example.org
Subject: Re: [PATCH 5.10] heron: fix interrupt storm
Date: Tue, 05 Apr 2022 12:00:00 +0000
Message-ID: <%d@example.org>

Please drop it.
"""


class Command:
    """
    optional: files that a run may do without; server: what it talks to; begin: commands that come before, in the place;
    branch: of repo, that it makes; again: whether it may be run on what it did, "files": it then says other things
    """

    def __init__(self, name, words, server=None, begin=(), optional=("cache/",), again=True, branch=None):
        self.branch = branch
        self.name, self.words, self.server, self.begin = name, words, server, begin
        self.optional, self.again = optional, again


def edit_drafts(place):
    """Of three that were written: one is changed where it is, one by a mail program, one is taken away."""
    directory = place + "/drafts/cur/"
    changed, moved, gone = sorted(os.listdir(directory))[:3]
    for name in (changed, moved):
        with open(directory + name, "a") as file:
            file.write("Thanks, Ann\n")
    os.rename(directory + moved, directory + "1.2.host:2,D")
    os.unlink(directory + gone)


INDEX = ["-C", "repo", "index", "--upstream", "mainline"]
COMMANDS = [
    Command("index", ["-C", "repo", "index", "--paths", "--upstream", "mainline", "--index", "i/index"],
            again="files"),
    Command("index-grow", ["-C", "repo", "index", "--upstream", "mainline", "--index", "i/index"],
            begin=[["-C", "repo", "index", "--upstream", "mainline~20", "--index", "i/index"]], again="files"),
    Command("review", ["-C", "repo", "review", *QUEUE, "queue"], begin=[INDEX]),
    Command("review-new", ["-C", "repo", "review", *QUEUE, "--json", "queue"]),
    Command("missing", ["-C", "repo", "missing", "--upstream", "mainline", "--now", NOW, "--apply", "stable-1.0"],
            begin=[INDEX]),
    Command("trees", ["-C", "repo", "trees", "--upstream", "mainline", "--now", NOW, "--tree", "1.0=stable-1.0",
                      "--since", "2024-01-01"], begin=[INDEX]),
    Command("decide", ["-C", "repo", "decide", *QUEUE, "--queue", "queue", "1", "drop", "-m", "not built here"],
            begin=[INDEX, ["-C", "repo", "decide", *QUEUE, "--queue", "queue", "2", "keep"]]),
    Command("take", ["-C", "repo", "take", *QUEUE, "-o", "left", "queue"], begin=[INDEX],
            again=False),
    Command("take-mbox", ["-C", "repo", "take", *QUEUE, "--mbox", "left.mbox", "queue"], begin=[INDEX]),
    Command("take-branch", ["-C", "repo", "take", *QUEUE, "--branch", "left", "queue"], begin=[INDEX], again=False,
            branch="left"),
    Command("reply", ["-C", "repo", "reply", *QUEUE, "-o", "reply.mbox", "queue.mbox"], begin=[INDEX]),
    Command("reply-maildir", ["-C", "repo", "reply", *QUEUE, "--maildir", "drafts", "queue.mbox"], begin=[INDEX]),
    Command("reply-again", ["-C", "repo", "reply", *QUEUE, "--maildir", "drafts", "queue.mbox"],
            begin=[INDEX, ["-C", "repo", "reply", *QUEUE, "--maildir", "drafts", "queue.mbox"], edit_drafts]),
    Command("summary", ["-C", "repo", "summary", *QUEUE, "-o", "summary.mbox", "queue.mbox"], begin=[INDEX]),
    Command("rules", ["rules", "check"], optional=()),
    Command("send", ["send", "--yes", "--now", NOW, "--wait", "0", "--timeout", "5", "drafts.mbox"], server="smtp",
            optional=(), again=False),
    Command("send-login", ["send", "--yes", "--now", NOW, "--wait", "0", "--timeout", "5", "drafts.mbox"],
            server="smtp-login", optional=(), again=False),
    Command("fetch", ["fetch", "--wait", "0", "--stall", "5", "-o", "thread.mbox", "BASE/thread.mbox.gz"], server="http"),
    Command("fetch-again", ["fetch", "--wait", "0", "--stall", "5", "BASE/thread.mbox"], server="http",
            begin=[["fetch", "BASE/thread.mbox"]]),
]


def environment(place):
    out = {k: v for k, v in os.environ.items()
           if not k.startswith(("GIT_", "WINNOW_", "FAULT_", "LD_", "XDG_")) and not k.lower().endswith("_proxy")}
    out.update(HOME=place + "/home", TMPDIR=place + "/tmp", XDG_CACHE_HOME=place + "/cache", LC_ALL="C", TZ="UTC",
               XDG_CONFIG_HOME=place + "/home/.config", XDG_STATE_HOME=place + "/state", XDG_DATA_HOME=place + "/home/.data",
               XDG_CONFIG_DIRS=place + "/home", XDG_DATA_DIRS=place + "/home", GIT_CONFIG_NOSYSTEM="1",
               GIT_CONFIG_GLOBAL=place + "/home/.gitconfig",
               ASAN_OPTIONS="detect_leaks=0:verify_asan_link_order=0", PAGER="cat")
    return out


def git(place, *words, **more):
    subprocess.run(["git", *words], env=environment(place), check=True, stdout=subprocess.DEVNULL, **more)


def make(place):
    """repo, queue, queue.mbox and the rest, in an empty directory."""
    for name in ("home/.config", "tmp", "files"):
        os.makedirs(os.path.join(place, name))
    repo = os.path.join(place, "repo")
    with open(place + "/home/.gitconfig", "w") as out:
        out.write(SETTINGS)
    git(place, "init", "-q", "--template=", repo)
    git(place, "-C", repo, "symbolic-ref", "HEAD", "refs/heads/mainline")
    for name in ("upstream", "stable"):
        with open(os.path.join(DEMO, name + ".fi"), "rb") as stream:
            git(place, "-C", repo, "fast-import", "--quiet", stdin=stream)
    shutil.copytree(os.path.join(DEMO, "queue-1.0"), place + "/queue")
    with open(place + "/queue/series") as file:
        names = [line.split()[0] for line in file if line.strip() and not line.startswith("#")]
    with open(place + "/queue.mbox", "w") as out:
        for i, name in enumerate(names):
            with open(place + "/queue/" + name) as file:
                text = file.read()
            if text.startswith("From "):
                text = text.split("\n", 1)[1]
            out.write("From ann@example.org Tue Apr  5 12:00:00 2022\nMessage-ID: <p%d@example.org>\n"
                      "To: stable@example.org\n%s\n" % (i, text))
    with open(place + "/drafts.mbox", "w") as out:
        for i in range(2):
            out.write("From ann@example.org Tue Apr  5 12:00:00 2022\n%s\n" % (DRAFT % i))
    with open(place + "/thread.source", "w") as out:
        for i in range(40):
            out.write("From mboxrd@z Thu Jan  1 00:00:00 1970\n%s\n" % (DRAFT % i))


class Server:
    """One of tests/servers/, begun anew before it ends by itself."""

    def __init__(self, kind, directory, place):
        self.kind, self.directory, self.place, self.process = kind, directory, place, None

    def need(self):
        if self.process and self.process.poll() is None and time.monotonic() < self.until:
            return
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)
        os.makedirs(self.directory + "/files")
        words = [os.path.join(TOP, "tests", "servers", self.kind.split("-")[0]), self.directory]
        if self.kind == "http":
            shutil.copy(self.place + "/thread.source", self.directory + "/files/thread.mbox")
            subprocess.run(["gzip", "-nk", self.directory + "/files/thread.mbox"], check=True)
        if self.kind == "smtp-login":
            words += ["--login", "ann:secret"]
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        self.until = time.monotonic() + 200
        while not os.path.exists(self.directory + "/port"):
            time.sleep(0.02)
        with open(self.directory + "/port") as file:
            self.port = file.read()
        self.write_settings()

    def write_settings(self):
        with open(self.place + "/home/.gitconfig", "w") as out:
            out.write(SETTINGS)
            if self.kind != "http":
                out.write("[sendemail]\n\tsmtpServer = 127.0.0.1\n\tsmtpServerPort = %s\n" % self.port)
            if self.kind == "smtp-login":
                out.write("\tsmtpUser = ann\n[credential]\n\thelper = \"!echo password=secret; :\"\n")

    def kept(self):
        """ID and address of each mail to each recipient that came, and forgets them."""
        path = self.directory + "/kept"
        try:
            with open(path) as file:
                lines = sorted(file.read().splitlines())
            os.unlink(path)
            return lines
        except FileNotFoundError:
            return []

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()


BESIDE = ("-wal", "-journal")


def rows(path, data):
    """The content of a file of SQLite's with its log, or nothing."""
    if data[:15] != b"SQLite format 3":
        return None
    directory = tempfile.mkdtemp(prefix="rows.")
    copy = directory + "/copy"
    for end in ("",) + BESIDE:
        if os.path.exists(path + end):
            shutil.copyfile(path + end, copy + end)
    database = sqlite3.connect(copy)
    try:
        text = re.sub(r"kept as \d+", "kept", "\n".join(database.iterdump()))
        return "rows " + hashlib.sha256(text.encode()).hexdigest()
    except (sqlite3.Error, ValueError) as error:
        return "broken: %s" % error
    finally:
        database.close()
        shutil.rmtree(directory)


def look(place, known=None):
    """What lies in a place: {path: (kind, mode, sum)}; known spares reading what has not changed."""
    out, seen = {}, {}
    for directory, folders, files in os.walk(place):
        for name in folders + files:
            path = os.path.join(directory, name)
            short = os.path.relpath(path, place)
            if short == "home/.gitconfig": # has the port of a server, which may change
                continue
            info = os.lstat(path)
            if stat.S_ISDIR(info.st_mode):
                out[short] = ("directory", stat.S_IMODE(info.st_mode), "")
                continue
            mark = (info.st_size, info.st_mtime_ns, info.st_ino, info.st_ctime_ns)
            # What changes with its log has no mark of its own.
            if known and known[1].get(short) == mark and not any(os.path.exists(path + end) for end in BESIDE):
                out[short] = known[0][short]
            elif stat.S_ISLNK(info.st_mode):
                out[short] = ("link", 0, os.readlink(path))
            else:
                with open(path, "rb") as file:
                    data = file.read()
                out[short] = ("file", stat.S_IMODE(info.st_mode), rows(path, data) or hashlib.sha256(data).hexdigest())
            seen[short] = mark
    return out, seen


def fold_branch(place, branch, before, state):
    """Of a branch made by the clock only its tree is always the same; objects that nothing leads to are no harm."""
    for path in list(state):
        if path in before or not path.startswith("repo/.git/"):
            continue
        if path == "repo/.git/refs/heads/" + branch:
            repo = place + "/repo"
            words = [["git", "-C", repo, "log", "--format=%T %s", branch, "--"],
                     ["git", "-C", repo, "fsck", "--no-dangling", "--no-progress"]]
            said = [subprocess.run(w, env=environment(place), capture_output=True).stdout for w in words]
            state[path] = ("branch", 0, hashlib.sha256(said[0]).hexdigest() + said[1].decode())
        elif "/tmp_" not in path and not path.endswith(".lock") and path.split("/")[2] in ("objects", "logs"):
            del state[path]


def restore(place, original, before, after):
    """Make place what original is; before and after are what look() says of both."""
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    for path in sorted(changed, reverse=True):
        if path in after and not (path in before and before[path][0] == "directory"):
            full = os.path.join(place, path)
            shutil.rmtree(full) if after[path][0] == "directory" else os.unlink(full)
    for path in sorted(changed):
        if path in before:
            if before[path][0] == "directory":
                os.makedirs(os.path.join(place, path), exist_ok=True)
                os.chmod(os.path.join(place, path), before[path][1])
            else:
                shutil.copy2(os.path.join(original, path), os.path.join(place, path), follow_symlinks=False)
