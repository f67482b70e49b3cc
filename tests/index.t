#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The index of upstream: however it came to be, whatever happened to its file, the answer is one.
# KILLS=200, SEEDS=100 and FLIPS=500 in the environment make the long run of what is random here.
. "$(dirname "$0")/lib.sh"

patience=4 # seconds, for what may wait for ever
kills=${KILLS:-24}
seeds=${SEEDS:-3}
grep -q __asan_init "$WINNOW" && patience=20

# --- tools

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

# --- growth: NAME-N are upstream's tips, one after the other; those that end in -view are older tips
# of the same line.
stream grow <<'EOF'
def tips(name, *commits):
    for i, commit in enumerate(commits):
        view = isinstance(commit, tuple)
        h.branch('%s-%d%s' % (name, i, '-view' if view else ''), commit[0] if view else commit)


base = h.go(100)
one = h.go(1, base)
five = h.go(5, one)
tips('linear', base, one, five, (base,), h.go(1, five))

# A side branch from long ago, its dates older than all of the line's; one with merges of its own,
# one that begins with nothing, a merge of three.
early = h.go(3)
fork = h.go(60, early)
trunk = h.go(40, fork)
side = h.commit('net: side', '', (fork,), 'Old Oak', 1500000000)
side = h.fix('net: side fix', side, side, author='Old Oak', seconds=1500000001)
other = h.go(2, h.go(1, early, 'deep'), 'other')
inner = h.commit('Merge other into side', '', (side, other))
merged = h.commit('Merge side', '', (trunk, inner))
second = h.commit('Merge another history', '', (h.go(2, merged), h.go(3, None, 'root')))
octopus = h.commit('Merge three', '', (second, h.go(2, trunk, 'a'), h.go(1, fork, 'b'),
                                       h.go(1, early, 'c')))
tips('merges', trunk, merged, second, octopus, h.go(1, octopus), (merged,))

# A merge the wrong way round: what had been the line is now a branch of it.
trunk = h.go(200)
theirs = h.go(1, trunk, 'theirs')
mine = h.go(1, trunk, 'mine')
merge = h.commit('Merge theirs', '', (mine, theirs))
foxtrot = h.commit('Merge mine', '', (h.go(1, theirs, 'theirs'), merge))
tips('foxtrot', merge, foxtrot, h.go(3, foxtrot), (theirs,), mine)

# What a message names comes later than the message: by id, by few digits, a revert, a mention.
trunk = h.go(100)
late = h.go(3, trunk, 'late')
ahead = h.fix('net: fix what is not there yet', late, trunk)
ahead = h.fix('net: fix by few digits', late, ahead, digits=7, title=False)
ahead = h.commit('Revert "net: something"', 'This reverts commit %s.\n' % late, (ahead,))
ahead = h.commit('net: name it', 'Since commit %s it is slow.\n' % late[:12], (ahead,))
wrong = h.fix('net: fix with a wrong title', late, ahead, title=h.subject[trunk])
merged = h.commit('Merge late', '', (wrong, late))
tips('late', ahead, wrong, merged, h.go(2, merged), (wrong,))

# A short id gets a second candidate, and a third.
trunk = h.go(100)
first, twin, third = h.twins(('net: first', (trunk,)), ('net: twin', ()), ('net: neither', ()))
at = first
for i, title in enumerate((False, True, 'net: twin', 'net: neither', h.subject[trunk])):
    at = h.fix('net: short fix %d' % i, first, at, title=title, digits=6)
at = h.commit('Revert "net: first"', 'This reverts commit %s.\n' % first[:6], (at,))
short = h.commit('net: mention', 'See commit %s ("net: twin").\n' % first[:7], (at,))
twin = h.commit('Merge twin', '', (short, twin))
more = h.go(1, twin)
third = h.commit('Merge neither', '', (more, third))
tips('ambiguous', short, twin, more, third, h.go(1, third), (twin,), (short,),
     h.go(1, short, 'elsewhere'))

# Rewound: what is gone had authors, ties and twins of its own.
trunk = h.go(100)
target, gone = h.twins(('net: target', (trunk,)), ('net: gone', ()))
kept = h.fix('net: kept fix', target, target, digits=6, title=False)
gone = h.commit('Merge gone', '', (kept, gone))
gone = h.fix('net: gone fix', gone, gone, author='Gone Girl')
back = h.go(2, kept, 'instead', 'New Nut')
amended = h.commit('net: amended', '', (back,), 'Amy Ash')
again = h.commit('net: amended', '', (back,), 'Amy Ash', 1700000000)
tips('rewound', gone, (kept,), (target,), back, amended, again, (trunk,), h.go(1, again))

# Much is gone, then all.
trunk = h.go(40)
long = h.go(100, trunk)
tips('replaced', long, h.go(3, trunk, 'replaced'), h.go(50, None, 'unrelated'), long)
EOF
git -C grow log --all --format='%H %s' | sort | sed -n '/fix\|Revert\|mention\|name/!s/ .*//p' >named
declare -A tips
while read -r tip name; do
	tips[$name]=$tip
done < <(git -C grow for-each-ref --format='%(objectname) %(refname:short)')
while read -r name expected; do
	rm -f grown*
	pairs=() says='' answers='' views=''
	for ((i = 0; ; i++)); do
		view=${tips[$name-$i-view]-}
		tip=${tips[$name-$i]-$view}
		[ -n "$tip" ] || break
		[ -n "$view" ] && cp grown before
		says+=$(index grow grown "$tip" |
			sed 's/.*: \([0-9]*\) commits of .*, \([0-9]*\) of them new/\1+\2/; s/ (built anew)/!/')' '
		if [ -n "$view" ]; then
			cmp -s before grown || views+=" $i"
		else
			[ -f "fresh-$tip" ] || index grow "fresh-$tip" "$tip" >/dev/null
			cp grown "grown-$i"
			pairs+=("fresh-$tip" "grown-$i")
		fi
		for index in '--index grown' --no-index; do
			# shellcheck disable=SC2086
			"$WINNOW" -C grow missing --now 2024-03-01 --upstream "$tip" --all --quiet --list named \
				$index >"answer${index% *}" || echo "exit status $?: $index" >>"answer${index% *}"
		done
		grep -q ' taken from upstream; ' answer--index || answers+=" $i:none"
		cmp -s answer--index answer--no-index || answers+=" $i"
	done
	same "$name: what had to be read" "$expected" "${says% }"
	same "$name: each state is that of a fresh build" '' \
		"$(python3 rows.py "${pairs[@]}" 2>&1 | grep -vnx same)"
	same "$name: an older tip changes nothing" '' "$views"
	same "$name: each answer is that without an index" '' "$answers"
done <<'EOF'
linear 100+100! 101+1 106+5 100+0 107+1
merges 103+103! 110+7 116+6 121+5 122+1 110+0
foxtrot 203+203! 205+5 208+3 201+0 201+1
late 104+104! 105+1 109+4 111+2 105+0
ambiguous 108+108! 110+2 111+1 113+2 114+1 110+0 108+0 109+1
rewound 105+105! 102+0 101+0 104+2 105+1 105+1 100+0 106+1
replaced 140+140! 43+43! 50+50! 140+140!
EOF

# One commit, and one more.
stream small <<'EOF'
one = h.commit('net: one')
h.branch('one', one)
h.branch('two', h.fix('net: two', one, one))
EOF
ok 'an upstream of one commit' index small tiny one
ok 'and of one more' index small tiny two
winnow_global=(-C small)
run "$WINNOW" -C small missing --json --index tiny --upstream one "$(git -C small rev-parse one)"
same 'seen from the one commit' '1 0' "$(json '"\(.upstream.commits) \(.missing | length)"')"
run "$WINNOW" -C small missing --json --index tiny --upstream two "$(git -C small rev-parse one)"
same 'seen from the two' '2 1' "$(json '"\(.upstream.commits) \(.missing | length)"')"

# --- histories of chance: merges of all kinds, references to anything, tips that jump
cat >chance.py <<'EOF'
import io, json, os, random, subprocess, sys
from history import History
from rows import difference

winnow, seed = sys.argv[1], int(sys.argv[2])
chance = random.Random(seed)
out = io.StringIO()
h = History(out)
every, heads = [], []
twins = h.twins(*[(subject, ()) for subject in ('net: twin 0', '[X] net: twin 1')])
subjects = ['net: step %d' % i for i in range(15)] + ['net: twin 0', 'net: twin 1']


def word():
    """what a message says of another commit: any that exists by now, merged or not"""
    commit = chance.choice(every[-60:] + twins * 3)
    digits = chance.choice((6, 7, 12, 40))
    subject = chance.choice((h.subject[commit], chance.choice(subjects)))
    title = chance.choice(('', ' ("%s")' % subject))
    return chance.choice(('Fixes: %s%s', 'See commit %s%s.', 'This reverts commit %s%s.')) % (
        commit[:digits], title)


def message():
    subject = chance.choice(subjects)
    if chance.random() < 0.15:
        subject = '%s "%s"' % (chance.choice(('Revert', 'Reapply')), chance.choice(subjects))
    body = ''.join(word() + '\n' for _ in range(chance.choice((0, 0, 1, 1, 2, 5))))
    if chance.random() < 0.2:
        body += 'Link: https://lore.example.org/r/20220401123456.%d-%d-ann@example.org\n' % (
            chance.randrange(3), chance.randrange(4))
    return subject, body


def grow(parents):
    subject, body = message()
    commit = h.commit(subject, body, parents, 'Author%d X' % chance.randrange(30))
    every.append(commit)
    return commit


every += twins
heads = [grow(()) for _ in range(2)] + twins
for _ in range(chance.randrange(30, 250)):
    i = chance.randrange(min(len(heads), 3))
    if chance.random() < 0.25:
        more = chance.sample(every, chance.choice((1, 1, 1, 2)))
        heads[i] = grow((heads[i], *[m for m in more if m != heads[i]]))
    else:
        heads[i] = grow((heads[i],))
    if chance.random() < 0.1:
        heads[i] = chance.choice(every)
repo = 'chance-%d' % seed
subprocess.run(['git', 'init', '-q', repo], check=True)
subprocess.run(['git', '-C', repo, 'fast-import', '--quiet'], input=out.getvalue().encode(),
               check=True)


def run(*args):
    done = subprocess.run([winnow, '-C', repo, *args], capture_output=True)
    if done.returncode:
        sys.exit('%s: exit status %d: %s' % (' '.join(args), done.returncode, done.stderr[:999]))
    return done.stdout


def answer(*args):
    out = json.loads(run('missing', '--json', '--all', '--now', '2024-03-01', '--list', taken, *args))
    return out['missing'], out['upstream']['tip'], out['branch']['taken']


taken = repo + '.list'
with open(taken, 'w') as f:
    f.write('\n'.join(chance.sample(every, len(every) // 2)) + '\n')
grown, fresh = repo + '.grown', repo + '.fresh'
tip = chance.choice(every)
for step in range(5):
    # Mostly on from where it was; now and then anywhere.
    tip = chance.choice(every[every.index(tip):] if chance.random() < 0.7 else every)
    before = open(grown, 'rb').read() if step else b''
    run('index', '--index', grown, '--upstream', tip)
    if os.path.exists(fresh):
        os.unlink(fresh)
    run('index', '--index', fresh, '--upstream', tip)
    # As it was: then it is a view, and only what is concluded from it can be compared.
    if before != open(grown, 'rb').read() and difference(fresh, grown) != 'same':
        sys.exit('step %d, tip %s: %s' % (step, tip, difference(fresh, grown)))
    if answer('--index', grown, '--upstream', tip) != answer('--no-index', '--upstream', tip):
        sys.exit('step %d, tip %s: another answer than without an index' % (step, tip))
print('same')
EOF
# shellcheck disable=SC2016
seq "$seeds" | xargs -P 2 -I '{}' sh -c 'python3 chance.py "$1" {} >said-{} 2>&1; rm -rf chance-{}*' sh "$WINNOW"
for ((seed = 1; seed <= seeds; seed++)); do
	same "a history of chance, number $seed" same "$(cat "said-$seed")"
done

# --- a larger one, for what needs time; queue is a stable branch for reviews
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

# stray FILE: what lies beside it that should not; a lock is reused for ever.
stray()
{
	find "$(dirname "$1")" -maxdepth 1 -name "$(basename "$1")?*" ! -name '*.lock' -printf '%f\n'
}

# --- killed at any moment
# span COMMAND...: how long it takes, in milliseconds.
span()
{
	local start
	start=$(date +%s%3N)
	"$@" >/dev/null
	echo $(($(date +%s%3N) - start))
}
# killed FILE OPTION...: while it is made from what is there; counted in $hits.
RANDOM=4711
killed()
{
	local file=$1 time
	shift
	# Also shortly before the start and behind the end.
	time=$((RANDOM % (milliseconds * 11 / 10 + 2)))
	{
		timeout -s KILL "$(printf '%d.%03d' $((time / 1000)) $((time % 1000)))" \
			"$WINNOW" -C big index --index "$file" --upstream master "$@" >/dev/null 2>&1
	} 2>/dev/null
	case $? in
	0) ;;
	137) hits=$((hits + 1)) ;;
	*) wrong+="not killed, and failed"$'\n' ;;
	esac
}
mkdir kill
for how in 'building' 'updating' 'building anew'; do
	case $how in
	building) options=() before='' rounds=$((kills / 3)) ;;
	updating) options=() before=half-way rounds=$((kills / 3)) ;;
	*) options=(--rebuild) before=half-way rounds=$((kills - kills / 3 * 2)) ;;
	esac
	hits=0 wrong='' pairs=()
	[ -n "$before" ] && cp $before kill/i
	milliseconds=$(span index big kill/i master "${options[@]}")
	for ((round = 0; round < rounds; round++)); do
		rm -f kill/*
		[ -n "$before" ] && cp $before kill/i
		killed kill/i "${options[@]}"
		# Sometimes again, on what the first one left.
		[ $((round % 4)) -eq 3 ] && killed kill/i "${options[@]}"
		says=$(index big kill/i master "${options[@]}") || wrong+="$round: $says"$'\n'
		wrong+=$(stray kill/i)
		mv kill/i "killed-$round" # none of its rows can be in a log then
		pairs+=(whole "killed-$round")
	done
	wrong+=$(python3 rows.py "${pairs[@]}" 2>&1 | grep -vnx same)
	rm -f killed-*
	same "$how: killed $rounds times, then whole" '' "$wrong"
	matches "$how: killed in between ($hits of $rounds)" '^[1-9]' - <<<"$hits"
done

# --- several at once
at_once()
{
	local i pids=()
	for i in 1 2 3; do
		"$WINNOW" -C big missing --now 2024-03-01 --json --index "$1" --upstream master --list taken \
			>"out.$i" 2>"err.$i" &
		pids+=($!)
	done
	wait "${pids[@]}"
}
missing --no-index --upstream master --list taken
cp "$work/out" want
matches 'there is something to say of the larger one' '"kind": "fix"' want
for start in none half-way whole; do
	rm -f once*
	[ $start = none ] || cp $start once
	at_once once
	for i in 1 2 3; do
		same "three at once from $start: answer $i" want "out.$i"
		same "three at once from $start: what is said, $i" '' "$(grep -v 'waiting for another' "err.$i")"
	done
	same_rows "three at once from $start: the index" whole once
	# Of those that end at the same moment none may be the last one, who cleans up.
	index big once master >/dev/null
	same "three at once from $start: nothing stays beside it" '' "$(stray once)"
done

# A reader waits for its list with the index open; what a writer does meanwhile is not for it.
# between READER... -- WRITER...: run the writer after the reader has opened and before it reads.
between()
{
	local reader=() pid
	while [ "$1" != -- ]; do
		reader+=("$1")
		shift
	done
	shift
	rm -f pipe && mkfifo -m 666 pipe
	# One that opens the list once more would wait for ever.
	timeout "$patience" "${reader[@]}" >reader.out 2>reader.err &
	pid=$!
	# To open a pipe is to wait for who reads it.
	timeout "$patience" bash -c 'exec 7>pipe; "$@" >writer.out 2>&1 7>&-; cat taken-older >&7' between "$@"
	wait $pid
	status=$?
}
head -n 700 taken >taken-older
missing --no-index --upstream older --list taken-older
for how in updates 'builds anew' truncates; do
	rm -f shared*
	cp half-way shared
	winnow_global=()
	case $how in
	updates) writer=(--upstream master) ;;
	'builds anew') writer=(--upstream master --rebuild) ;;
	*) cp whole shared && writer=(--upstream other) ;;
	esac
	between "$WINNOW" -C big missing --now 2024-03-01 --json --index shared --upstream older \
		--list pipe -- "$WINNOW" -C big index --index shared "${writer[@]}"
	jq 'del(.upstream.source, .branch.source)' reader.out >reader.answer
	same "a reader goes on while a writer $how: exit status" 0 "$status"
	same "a reader goes on while a writer $how" answer reader.answer
	same "a reader goes on while a writer $how: in peace" '' "$(cat reader.err)"
	matches "a writer that $how does not wait for a reader" 'commits of' writer.out
done
winnow_global=(-C big)
rm -f shared*

# --- damage: told, repaired, never another answer
ask()
{
	"$WINNOW" -C big missing --now 2024-03-01 --upstream master --list taken "$@"
}
asked_again()
{
	review --upstream master "$@" older..queue
}
ask --index whole >want 2>err
same 'nothing is wrong with it yet' '' "$(cat err)"

# spoil.py HOW SEED: whole, damaged, as spoilt. With a last seed and the program: damage after
# damage, and what is wrong about what "missing" then does. FILE comes out whole again or, where it
# cannot be known for ours any more, untouched.
cat >spoil.py <<'EOF'
import os, random, subprocess, sys
from rows import difference

WHOLE = open('whole', 'rb').read()
PAGE = 8192


def spoil(how, seed):
    chance = random.Random(seed)
    data = bytearray(WHOLE)
    pages = len(data) // PAGE
    if how == 'cut':
        end = len(data)
        del data[(end - 1, end - 8, end - 30, end - 60, end - 200, end - 4000, end - PAGE + 1,
                  end - PAGE, end - PAGE - 1, end // 2, 100, 99, 0)[seed]:]
    elif how == 'byte':
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    elif how == 'header':
        data[seed] ^= chance.randrange(1, 256)
    elif how == 'bytes':
        for _ in range(200):
            data[chance.randrange(100, len(data))] ^= chance.randrange(1, 256)
    elif how == 'zero':
        at = chance.randrange(1, pages) * PAGE
        data[at:at + PAGE] = bytes(PAGE)
    elif how == 'every-zero':
        data[PAGE:] = bytes(len(data) - PAGE)
    elif how == 'garbage':
        at = chance.randrange(100, len(data) - 30000)
        data[at:at + 30000] = chance.randbytes(30000)
    elif how == 'inserted':
        at = chance.randrange(100, len(data))
        data[at:at] = b'garbage'
    elif how == 'swapped':
        a, b = (i * PAGE for i in chance.sample(range(1, pages), 2))
        data[a:a + PAGE], data[b:b + PAGE] = data[b:b + PAGE], data[a:a + PAGE]
    elif how == 'longer':
        data += chance.randbytes(chance.randrange(1, 20000))
    for end in ('', '-wal', '-shm'):
        if os.path.exists('spoilt' + end):
            os.unlink('spoilt' + end)
    with open('spoilt', 'wb') as f:
        f.write(data)
    return bytes(data)


def wrong(before, command):
    done = subprocess.run(command, capture_output=True)
    said = done.stderr.decode()
    if done.returncode:
        yield 'exit status %d: %s' % (done.returncode, said[:500])
    if done.stdout != open('want', 'rb').read():
        yield 'another answer'
    if open('spoilt', 'rb').read() != before:
        if 'it is built anew' not in said:
            yield 'repaired without a word'
        if difference('whole', 'spoilt') != 'same':
            yield difference('whole', 'spoilt')
    elif said and not ('is not an upstream index of winnow' in said and 'keeps no index' in said):
        yield said[:500]
    if os.path.exists('spoilt-wal') or os.path.exists('spoilt.new'):
        yield 'something stays beside it'


how, first = sys.argv[1], int(sys.argv[2])
if len(sys.argv) == 3:
    spoil(how, first)
else:
    for seed in range(first, int(sys.argv[3]) + 1):
        before = spoil(how, seed)
        for what in wrong(before, sys.argv[4:]):
            print('%s %d: %s' % (how, seed, what))
EOF
while read -r how from to; do
	same "damage: $how $from to $to" '' "$(python3 spoil.py "$how" "$from" "$to" "$WINNOW" -C big missing \
		--now 2024-03-01 --upstream master --list taken --index spoilt 2>&1)"
done <<EOF
cut 0 12
byte 1 ${FLIPS:-12}
bytes 1 2
zero 1 2
every-zero 1 1
garbage 1 2
inserted 1 2
swapped 1 2
longer 1 2
header 16 17
header 60 60
header 63 63
header 70 70
EOF
rm -f spoilt*

# A review sees the same, and the same again from what was repaired.
asked_again --no-index
cp "$work/out" want.review
for how in 'bytes 4' 'zero 7' 'every-zero 1'; do
	python3 spoil.py $how
	for time in first second; do
		asked_again --index spoilt
		same "a review with damage: $how, the $time time" want.review "$work/out"
	done
	same "a review with damage: $how, repaired" '' "$(cat "$work/err")"
	rm -f spoilt*
done

# The list comes from a pipe, and what it led to is asked once more.
python3 spoil.py every-zero 1
cat taken | "$WINNOW" -C big missing --now 2024-03-01 --upstream master --list - --index spoilt >"$work/out" 2>err
same 'damage while a list comes from a pipe' "$(sed '$d' want)" "$(sed '$d' "$work/out")"
same_rows 'damage while a list comes from a pipe: repaired' whole spoilt

# Where there is nothing to repair it from, there is no answer.
python3 spoil.py every-zero 1
fails_with 2 'a damaged index without its repository' "$WINNOW" missing --index spoilt --list taken
matches 'a damaged index without its repository: said' "spoilt" "$work/err"
same 'a damaged index without its repository: no half of an answer' '' "$(cat "$work/out")"

# What a writer had put into the log only: the log is lost, cut or spoilt.
cp half-way logged
cat >hold.py <<'EOF'
import shutil, sqlite3, subprocess, sys
reader = sqlite3.connect('file:logged?mode=ro', uri=True)
reader.execute('BEGIN')
reader.execute('SELECT count(*) FROM commits').fetchall()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
for end in ('', '-wal'):
    shutil.copyfile('logged' + end, 'kept' + end)
EOF
python3 hold.py "$WINNOW" -C big index --index logged --upstream master
for how in whole lost cut flipped zeroed; do
	rm -f spoilt*
	cp kept spoilt && cp kept-wal spoilt-wal
	case $how in
	lost) rm spoilt-wal ;;
	cut) head -c 100000 kept-wal >spoilt-wal ;;
	flipped) printf 'garbage' | dd of=spoilt-wal bs=1 seek=50000 conv=notrunc status=none ;;
	zeroed) head -c 9000 /dev/zero | dd of=spoilt-wal conv=notrunc status=none ;;
	esac
	run ask --index spoilt
	same "the log is $how: the answer" want "$work/out"
	same_rows "the log is $how: the index" whole spoilt
done
rm -f spoilt* logged* kept*

# --- other people's files, and those of other times
foreign()
{
	cp mine before
	run ask --index mine
	same "$1: the answer" want "$work/out"
	ok "$1: untouched" cmp mine before
	matches "$1: said" "warning: .*mine.* is not an upstream index of winnow" err.foreign
	run ask --index mine --quiet
	same "$1: not said when quiet" '' "$(cat "$work/err")"
	fails_with 2 "$1: winnow index refuses" index big mine master
	fails_with 2 "$1: winnow index --rebuild refuses" index big mine master --rebuild
	ok "$1: untouched by that" cmp mine before
	fails_with 2 "$1: missing from it alone" "$WINNOW" missing --index mine --list taken
	rm -f mine.lock
	same "$1: nothing beside it" '' "$(stray mine)"
}
python3 - <<'EOF'
import sqlite3
db = sqlite3.connect('sqlite')
db.execute('CREATE TABLE commits(position INTEGER PRIMARY KEY, id BLOB)')
db.execute('CREATE TABLE addresses(name TEXT)')
db.execute("INSERT INTO addresses VALUES('Ann Ash')")
db.commit()
EOF
head -c 50000 /dev/urandom >random
printf 'Dear diary,
' >text
: >empty
for what in text sqlite random empty; do
	rm -f mine*
	cp $what mine
	ask --index mine >/dev/null 2>err.foreign
	foreign "a foreign file: $what"
done
version=$(od -An -tu1 -j63 -N1 whole | tr -d ' ')
for other in $((version + 1)) 200 0; do
	rm -f mine*
	cp whole mine
	printf "\\x$(printf %x "$other")" | dd of=mine bs=1 seek=63 conv=notrunc status=none
	fails_with 2 "a file of version +$((other - version)), alone" "$WINNOW" missing --index mine --list taken
	matches "a file of version +$((other - version)), alone: said" "format $other" "$work/err"
	run ask --index mine
	same "a file of version +$((other - version)): the answer" want "$work/out"
	matches "a file of version +$((other - version)): said" "warning: .*format $other.*it is built anew" "$work/err"
	same_rows "a file of version +$((other - version)): built anew" whole mine
done
mkdir directory
run ask --index directory
same 'a directory for an index: the answer' want "$work/out"
matches 'a directory for an index: said' "^winnow: warning: .*directory" "$work/err"
run ask --index gone/deep/index
same 'an index in a directory that is not there: the answer' want "$work/out"
same_rows 'an index in a directory that is not there: made' whole gone/deep/index
run ask --index /dev/null
same '/dev/null for an index: the answer' want "$work/out"
ok '/dev/null stays what it is' test -c /dev/null
# A link is followed or replaced, but what it leads to is not a mixture of both.
rm -f mine* && cp half-way mine && ln -s mine link
run ask --index link
same 'a link to an index: the answer' want "$work/out"
same_rows 'a link to an index: what it leads to' whole mine

# --- elsewhere, nowhere, read only
mkdir elsewhere && cp whole elsewhere/i && cp taken elsewhere
(cd elsewhere && GIT_CEILING_DIRECTORIES=$work "$WINNOW" missing --now 2024-03-01 --index i --list taken) >there 2>err
same 'an index copied elsewhere' want there
same 'an index copied elsewhere: in peace' '' "$(cat err)"
same 'an index copied elsewhere: nothing beside it' '' "$(stray elsewhere/i)"
fails_with 2 'an index alone cannot be brought up to date' "$WINNOW" index --index elsewhere/i --upstream master
fails_with 2 'an index that is not there, alone' "$WINNOW" missing --index elsewhere/none --list taken
matches 'an index that is not there, alone: said' 'elsewhere/none' "$work/err"

cache=$HOME/.cache
rm -rf "$cache"
run ask --no-index
same 'without an index: the answer' want "$work/out"
same 'without an index: nothing is kept' '' "$(find "$cache" 2>/dev/null)"
run ask
same 'in the cache directory: the answer' want "$work/out"
same 'in the cache directory: one file and its lock' 'big-X.index big-X.index.lock' 	"$(cd "$cache/winnow" && ls -A | sed 's/-[0-9a-f]\{12\}\./-X./' | xargs)"
default=$(echo "$cache"/winnow/big-*.index)
same_rows 'in the cache directory: whole' whole "$default"
run "$WINNOW" -C big/.git missing --now 2024-03-01 --upstream master --list taken
run "$WINNOW" -C grow missing --now 2024-03-01 --upstream linear-0 "$(git -C grow rev-parse linear-0)"
same 'one for each repository' 2 "$(find "$cache/winnow" -name '*.index' | wc -l)"
for what in text empty; do
	cp $what "$default"
	run ask
	same "not an index, but in the cache ($what): the answer" want "$work/out"
	same_rows "not an index, but in the cache ($what): built anew" whole "$default"
done
XDG_CACHE_HOME=$work/other-cache run ask
same 'where XDG_CACHE_HOME says' 1 "$(find "$work/other-cache/winnow" -name 'big-*.index' | wc -l)"
git -C big config winnow.index "$work/configured"
run ask
same_rows 'where winnow.index says' whole configured
git -C big config --unset winnow.index
rm -rf "$cache" && echo 'no directory' >"$cache"
run ask
same 'no cache directory can be made: the answer' want "$work/out"
matches 'no cache directory can be made: warned of' '^winnow: warning: .*keeps no index' "$work/err"
fails_with 2 'no cache directory can be made: winnow index fails' "$WINNOW" -C big index --upstream master
rm "$cache"

# Another user's, whom the system holds to the permissions.
nobody=()
[ "$(id -u)" -ne 0 ] || nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
# SANITIZE's reports and all that is read must be open to that user.
chmod 755 "$work" "$HOME"
cp "$WINNOW" winnow-copy
if ! "${nobody[@]}" ./winnow-copy --version >/dev/null 2>&1; then
	skip 'read-only indexes' 'root may write everything, and setpriv does not make it anybody else'
else
	mkdir fixed
	cp -r big fixed/big
	cp half-way fixed/older && cp whole fixed/whole && cp half-way fixed/moving
	[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 fixed/big
	chmod a-w fixed fixed/older fixed/whole
	foreigner()
	{
		"${nobody[@]}" ./winnow-copy -C fixed/big missing --now 2024-03-01 --list taken "$@"
	}
	chmod a+r taken* fixed/*
	run foreigner --index fixed/whole --upstream master
	same 'a read-only index: the answer' want "$work/out"
	same 'a read-only index: in peace' '' "$(cat "$work/err")"
	run foreigner --index fixed/older --upstream master
	same 'a read-only index that is behind: the answer' want "$work/out"
	matches 'a read-only index that is behind: warned of' '^winnow: warning: .*keeps no index' "$work/err"
	ok 'a read-only index that is behind: untouched' cmp half-way fixed/older
	run "${nobody[@]}" ./winnow-copy missing --now 2024-03-01 --list taken --index fixed/whole
	same 'a read-only index alone: the answer' want "$work/out"
	same 'read-only indexes: nothing beside them' '' "$(find fixed -maxdepth 1 -name '*?-*' -o -maxdepth 1 -name '*.*')"
	# Its owner writes to it while somebody reads who may not.
	missing --no-index --upstream older --list taken-older
	if [ "$(id -u)" -ne 0 ]; then
		skip 'a read-only index that its owner updates meanwhile' 'needs two users'
	else
		between "${nobody[@]}" ./winnow-copy missing --now 2024-03-01 --json --index fixed/moving \
			--list pipe -- "$WINNOW" -C big index --index fixed/moving --upstream master
		jq 'del(.upstream.source, .branch.source)' reader.out >reader.answer 2>&1
		same 'a read-only index that its owner updates meanwhile' answer reader.answer
		same 'a read-only index that its owner updates meanwhile: in peace' '' "$(cat reader.err)"
	fi
	chmod -R u+w fixed
fi

done_testing
