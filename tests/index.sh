# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced behind lib.sh by the tests of upstream's index. Helpers in Python (history.py, rows.py) are
# written into the work directory.
#
#   same_rows NAME FRESH OTHER     whether two indexes hold the same
#   stream NAME <PROGRAM           a repository of the history that a Python program makes
#   index REPO FILE REV [OPT...]   bring FILE up to date
#   missing [OPT...]               what is missing, as JSON without names, in $work/answer
#   larger                         the repository big and indexes of it
#   ask [OPT...]                   what big's queue lacks
#   stray FILE                     what lies beside FILE that should not
#   between READER... -- WRITER... run the writer while the reader has the index open

patience=30 # seconds, for what may wait for ever: the machine may be busy

# Histories of empty trees as fast-import streams, their ids computed while they are written, so
# that messages can name them and ids can be made to begin alike.
cat >history.py <<'EOF'
import hashlib

EMPTY = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'


def raw_commit(text, parents, who):
    head = 'tree %s\n' % EMPTY + ''.join('parent %s\n' % p for p in parents)
    return ('%sauthor %s\ncommitter %s\n\n%s' % (head, who, who, text)).encode()


def commit_id(raw):
    return hashlib.sha1(b'commit %d\0' % len(raw) + raw).hexdigest()


class History:
    def __init__(self, out):
        self.out, self.marks, self.seconds, self.subject = out, {}, 1640995200, {}

    def who(self, author, seconds):
        self.seconds += 60
        return '%s <%s@example.org> %d +0000' % (author, author.split()[0].lower(),
                                                 seconds or self.seconds)

    def write(self, text, parents, who):
        commit = commit_id(raw_commit(text, parents, who))
        self.marks[commit] = len(self.marks) + 1
        self.subject[commit] = text.split('\n')[0]
        if not parents:
            self.out.write('reset refs/heads/work\n')
        self.out.write('commit refs/heads/work\nmark :%d\nauthor %s\ncommitter %s\ndata %d\n%s' %
                       (self.marks[commit], who, who, len(text.encode()), text))
        for i, parent in enumerate(parents):
            self.out.write('%s :%d\n' % ('merge' if i else 'from', self.marks[parent]))
        self.out.write('\n')
        return commit

    def commit(self, subject, body='', parents=(), author='Ann Ash', seconds=None):
        return self.write(subject + '\n' + ('\n' + body if body else ''), parents,
                          self.who(author, seconds))

    def twins(self, *wanted):
        """(subject, parents) each, two or three: commits whose ids begin with the same six digits"""
        who, found = self.who('Ann Ash', None), {}
        attempts = 1 << 13 if len(wanted) == 2 else 1 << 17
        for k, (subject, parents) in enumerate(wanted):
            last, found = found, {}
            parts = raw_commit('%s\n\nNonce: %%08d\n' % subject, parents, who).split(b'%08d')
            start = hashlib.sha1(b'commit %d\0' % (len(parts[0]) + len(parts[1]) + 8) + parts[0])
            for nonce in range(1 << 17 if k else attempts):
                sha = start.copy()
                sha.update(b'%08d' % nonce + parts[1])
                key = sha.digest()[:3]
                if not k or key in last:
                    found[key] = last.get(key, ()) + (nonce,)
                    if k == len(wanted) - 1:
                        break
        return [self.write('%s\n\nNonce: %08d\n' % (subject, nonce), parents, who)
                for nonce, (subject, parents) in zip(min(found.values()), wanted)]

    def go(self, n, parent=None, word='step', author=None):
        """n commits on top of parent; the last one"""
        for i in range(n):
            parent = self.commit('net: %s %d' % (word, len(self.marks)), '',
                                 (parent,) if parent else (), author or 'Author%d X' % (i % 7))
        return parent

    def fix(self, subject, what, parent, title=True, digits=12, **more):
        title = ' ("%s")' % (self.subject[what] if title is True else title) if title else ''
        return self.commit(subject, 'Fixes: %s%s\n' % (what[:digits], title), (parent,), **more)

    def branch(self, name, commit):
        self.out.write('reset refs/heads/%s\nfrom :%d\n\n' % (name, self.marks[commit]))
EOF

# rows.py A B...: for each pair, whether two indexes hold the same: commits, references, people and,
# where both know all, paths. The files are copied first, so that nothing here can change them.
cat >rows.py <<'EOF'
import os, shutil, sqlite3, sys


def rows(path):
    copy = path + '.copy'
    for end in ('', '-wal'):
        if os.path.exists(path + end):
            shutil.copyfile(path + end, copy + end)
    db = sqlite3.connect(copy)
    out = {table: db.execute('SELECT * FROM %s ORDER BY 1' % table).fetchall()
           for table in ('people', 'commits', 'refs')}
    out['tip'] = db.execute("SELECT value FROM about WHERE key = 'tip'").fetchall()
    out['indexes'] = db.execute('SELECT name FROM sqlite_schema ORDER BY 1').fetchall()
    out['changes'] = db.execute('SELECT position, name FROM changes JOIN paths'
                                ' ON paths.path = changes.path ORDER BY 1, 2').fetchall()
    db.close()
    for end in ('', '-wal', '-shm'):
        if os.path.exists(copy + end):
            os.unlink(copy + end)
    return out


def difference(a, b):
    if a == b:
        return 'same'
    try:
        x, y = rows(a), rows(b)
    except (OSError, sqlite3.Error) as e:
        return '%s %s: %s' % (a, b, e)
    if not x['commits']:
        return a + ' is empty'
    for table in x:
        for r, s in zip(x[table], y[table]):
            if r != s:
                return '%s: %s, not %s' % (table, s, r)
        if len(x[table]) != len(y[table]):
            return '%s: %d rows, not %d' % (table, len(y[table]), len(x[table]))
    return 'same'


if __name__ == '__main__':
    for a, b in zip(sys.argv[1::2], sys.argv[2::2]):
        print(difference(a, b))
EOF

# same_rows NAME FRESH OTHER
same_rows()
{
	same "$1" same "$(python3 rows.py "$2" "$3" 2>&1)"
}

# stream NAME: a repository from the Python program on standard input, which has h, a History.
stream()
{
	{
		printf 'import sys\nfrom history import History\nh = History(sys.stdout)\n'
		cat
	} >"$1.py"
	python3 "$1.py" >"$1.stream" && repository "$1" <"$1.stream"
}

# index REPO FILE REV [OPTION...]: bring FILE up to date.
index()
{
	"$WINNOW" -C "$1" index --index "$2" --upstream "$3" "${@:4}" 2>&1
}

# missing [OPTION...]: with a fixed date, as JSON, without the names of what it was asked of.
missing()
{
	run "$WINNOW" "${winnow_global[@]}" missing --now 2024-03-01 --json "$@"
	if [ "$status" -eq 0 ]; then
		jq 'del(.upstream.source, .branch.source)' "$work/out" >"$work/answer"
	else
		echo "exit status $status: $(head -c 1000 "$work/err")" >"$work/answer"
	fi
}

# larger: a history of 3,000 commits in big, for what needs time; its branch queue is for reviews,
# taken a list of what it took; indexes of master (whole) and of what it was before (half-way).
larger()
{
	stream big <<'EOF'
tip, line = (), []
for i in range(3000):
    body = ''
    if i > 10 and i % 3 == 0:
        body = 'Fixes: %s ("%s")\n' % (line[-7][:12], h.subject[line[-7]])
    if i > 10 and i % 11 == 0:
        body = 'Since commit %s it is slow.\nSome more text.\n' % line[-9][:12]
    tip = (h.commit('net: change %d' % i, body, tip, 'Author%d X' % (i % 37)),)
    line.append(tip[0])
h.branch('master', tip[0])
h.branch('older', line[-700])
h.branch('other', h.go(3, line[-600], 'other'))
queue = line[1000]
for what in line[1100:2900:300] + line[-20:-2]:
    queue = h.commit(h.subject[what], 'commit %s upstream.\n' % what, (queue,))
h.branch('queue', queue)
EOF
	winnow_global=(-C big)
	git -C big log --reverse --format=%H master | awk 'NR % 3 == 0' >taken
	index big whole master >/dev/null
	index big half-way older >/dev/null
}
ask()
{
	"$WINNOW" -C big missing --now 2024-03-01 --upstream master --list taken "$@"
}

# stray FILE: what lies beside it that should not; a lock is reused for ever.
stray()
{
	find "$(dirname "$1")" -maxdepth 1 -name "$(basename "$1")?*" ! -name '*.lock' -printf '%f\n'
}

# between READER... -- WRITER...: run the writer after the reader has opened and before it reads,
# which it does from descriptor 9.
between()
{
	local reader=() pid
	while [ "$1" != -- ]; do
		reader+=("$1")
		shift
	done
	shift
	rm -f pipe && mkfifo pipe
	# One that reads the list once more would wait for ever.
	timeout "$patience" "${reader[@]}" 9<pipe >reader.out 2>reader.err &
	pid=$!
	# Both wait for each other to open the pipe. The reader has opened it once more when it wants the list.
	timeout "$patience" bash -c 'exec 7>pipe
		while kill -0 "$1" && [ "$(find "/proc/$(pgrep -P "$1")/fd" -lname "*/pipe" 7>&- | wc -l)" -lt 2 ]; do
			sleep 0.02
		done 2>/dev/null
		shift
		"$@" >writer.out 2>&1 7>&-
		cat taken-older >&7' between "$pid" "$@"
	wait $pid
	status=$?
}
