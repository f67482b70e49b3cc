#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The index of upstream as that grows, is rewound and replaced: the answer is one without an index.
# SEEDS=100 in the environment makes the long run of what is random here.
. "$(dirname "$0")/lib.sh"
. "$top/tests/index.sh"

seeds=${SEEDS:-3}

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
	pairs=() says='' unlike='' views=''
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
		grep -q ' taken from upstream; ' answer--index || unlike+=" $i:none"
		cmp -s answer--index answer--no-index || unlike+=" $i"
	done
	same "$name: what had to be read" "$expected" "${says% }"
	same "$name: each state is that of a fresh build" '' \
		"$(python3 rows.py "${pairs[@]}" 2>&1 | grep -vnx same)"
	same "$name: an older tip changes nothing" '' "$views"
	same "$name: each answer is that without an index" '' "$unlike"
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

done_testing
