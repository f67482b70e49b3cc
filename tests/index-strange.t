#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An index that somebody else made, checksums and all: what cannot be in it is noticed, and nothing hangs.
. "$(dirname "$0")/lib.sh"
. "$top/tests/index.sh"

stream small <<'PROGRAM'
tip, line = (), []
for i in range(120):
    body = 'Fixes: %s ("%s")\n' % (line[-7][:12], h.subject[line[-7]]) if i > 10 and i % 3 == 0 else ''
    body += '(cherry picked from commit %s)\n' % line[-3] if i % 31 == 30 else ''
    body += 'This reverts commit %s.\n' % line[-2] if i % 41 == 40 else ''
    if i == 60:
        side = h.commit('net: aside', '', tip)
        tip = (h.commit('Merge the side', '', (tip[0], side)),)
    tip = (h.commit('net: change %d' % i, body, tip, 'Author%d X' % (i % 37)),)
    line.append(tip[0])
h.branch('master', tip[0])
stable = line[50]
for what in line[60:110:9]:
    stable = h.commit(h.subject[what], 'commit %s upstream.\n' % what, (stable,))
h.branch('stable', h.commit('net: our own', '', (stable,)))
PROGRAM
git -C small log --reverse --format=%H master | awk 'NR % 4 == 0' >taken
index small whole master --paths >/dev/null
# With rows of a tree, too.
"$WINNOW" -C small missing --now 2024-03-01 --upstream master --index whole master..stable >/dev/null

# strange.py PROGRAM: each change, by SQL and bound again as winnow binds it, with its repository and without.
cat >strange.py <<'PROGRAM'
import os, shutil, sqlite3, subprocess, sys, time

PAGE, RESERVE, WORD = 8192, 16, (1 << 64) - 1
PATIENCE = float(os.environ['PATIENCE'])


def checksum(page, at):
    sums = [0x9e3779b97f4a7c15 ^ at, 0xc2b2ae3d27d4eb4f]
    for i in range(0, PAGE - RESERVE, 8):
        lane = i >> 3 & 1
        value = (sums[lane] ^ int.from_bytes(page[i:i + 8], 'little')) * 0x100000001b3 & WORD
        sums[lane] = value ^ value >> 29
    return sums[0] + (sums[1] ^ sums[1] >> 32) * 0x165667b19e3779f9 & WORD


def bind(path):
    with open(path, 'rb') as file:
        data = bytearray(file.read())
    sums = [checksum(data[at:at + PAGE], at) for at in range(0, len(data), PAGE)]
    total = 0x9e3779b97f4a7c15 ^ len(data)
    for one in sums:
        total = (total ^ one) * 0xd6e8feb86659fd93 & WORD
        total ^= total >> 31
    for i, one in enumerate(sums):
        end = (i + 1) * PAGE
        data[end - 16:end] = (b'' if i else total.to_bytes(8, 'little')).ljust(8, b'\0') + \
            (one ^ total * 0x9fb21c651e98df25 & WORD).to_bytes(8, 'little')
    with open(path, 'wb') as file:
        file.write(data)


def run(*words):
    start = time.monotonic()
    try:
        done = subprocess.run([sys.argv[1], *words], capture_output=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return 'hangs', b'', ''
    return done.returncode, done.stdout, done.stderr.decode(errors='replace')


ALONE = ['missing', '--now', '2024-03-01', '--json', '--index', 'strange', '--list', 'taken']
HERE = ['-C', 'small', 'review', '--now', '2024-03-01', '--json', '--no-default-rules', '--rules', os.environ['RULES'],
        '--upstream', 'master', '--index', 'again', 'master..stable']


def strange(sql):
    shutil.copyfile('whole', 'strange')
    db = sqlite3.connect('strange')
    db.execute('PRAGMA writable_schema = ON')
    db.executescript(sql)
    db.commit()
    db.close()
    bind('strange')


def ask_here():
    shutil.copyfile('strange', 'again')
    return run(*HERE)


strange('SELECT 1')
want = run(*ALONE), ask_here()
assert all(one[0] == 0 and one[1] and not one[2] for one in want), want
told = 0
for i, name in enumerate(open('changes')):
    name = name.strip()
    noticed = name.startswith('! ')
    strange(name.removeprefix('! '))
    alone = run(*ALONE)
    if alone[0] == 2 and not alone[1] and 'strange' in alone[2]:
        noticed = False
        told += 1
    elif alone != want[0]:
        print('%s: alone: %s %s' % (name, alone[0], alone[2][:200]))
    here = want[1] if i % 4 else ask_here()  # it takes longer
    said = [one for one in here[2].splitlines() if 'built anew' not in one]
    if here[:2] != want[1][:2] or said:
        print('%s: with its repository: %s %s' % (name, here[0], here[2][:200]))
    if noticed:
        print('%s: it is believed' % name)
print('%d told' % told, file=sys.stderr)
PROGRAM
# Those with "!" must be noticed, whatever is asked; of the others the rows may not be asked for.
cat >changes <<'SQL'
! DROP TABLE refs; CREATE VIEW refs AS WITH RECURSIVE n(number) AS (VALUES(0) UNION ALL SELECT number + 1 FROM n) SELECT number, 0 AS kind, 5 AS target, 0 AS by_title, 0 AS ambiguous, 0 AS prefix, '' AS hex, '' AS title, '' AS line FROM n
! ALTER TABLE commits RENAME TO old; CREATE VIEW commits AS SELECT * FROM old JOIN (WITH RECURSIVE n(i) AS (VALUES(0) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)
! CREATE TRIGGER t AFTER INSERT ON about BEGIN DELETE FROM commits; END
! CREATE TABLE more(x)
! DROP INDEX commits_by_date
! ALTER TABLE commits ADD COLUMN more GENERATED ALWAYS AS (position + 1)
! ANALYZE
! DELETE FROM commits
! UPDATE commits SET position = position - 100000
! UPDATE commits SET position = position + 2000000000
! UPDATE commits SET position = 9223372036854775807 WHERE position = 121
! UPDATE commits SET first_parent = position
! UPDATE commits SET first_parent = position + 1
! UPDATE commits SET first_parent = -1
! UPDATE commits SET first_parent = 4294967296 + first_parent
! UPDATE commits SET first_parent = 'none'
! UPDATE commits SET author_date = 9223372036854775807
! UPDATE commits SET author_date = -9223372036854775807
! UPDATE commits SET commit_date = 9223372036854775807
! UPDATE commits SET mainline_date = -9223372036854775807
! UPDATE commits SET mainline_date = 1e300
! UPDATE commits SET author_date = NULL
! UPDATE commits SET author = -1
! UPDATE commits SET author = 4294967295
! UPDATE commits SET merge = 7
! UPDATE commits SET on_line = -7
! UPDATE commits SET paths_known = 'yes'
! UPDATE commits SET series_number = -1
! UPDATE commits SET subject = subject || char(10) || 'more'
! UPDATE commits SET subject = CAST(x'ff80' AS TEXT)
! UPDATE people SET name = 'Ann' || char(10)
! UPDATE people SET email = CAST(x'c3' AS TEXT)
UPDATE commits SET id = CAST('one ' || position AS BLOB) WHERE position % 2
UPDATE commits SET other_parents = x'ffffffff' WHERE other_parents IS NOT NULL
UPDATE commits SET other_parents = x'ffff' WHERE other_parents IS NOT NULL
! UPDATE refs SET target = -1
! UPDATE refs SET target = 4294967295
! UPDATE refs SET target = 1000000
! UPDATE refs SET number = number - 1000000
UPDATE refs SET number = 9223372036854775807 WHERE number = (SELECT max(number) FROM refs)
UPDATE refs SET kind = 77
UPDATE refs SET kind = -1
UPDATE refs SET by_title = 5
UPDATE refs SET line = line || char(10)
UPDATE refs SET hex = CAST(x'ff' AS TEXT)
UPDATE own SET brings = x'ffffffff'
UPDATE own SET brings = x'ff'
UPDATE own SET parents = x'00'
UPDATE own SET basis = 'some'
UPDATE own SET subject = char(10)
UPDATE about SET value = '0 4294967295' WHERE key = 'paths'
UPDATE about SET value = '99999999999999999999 -5' WHERE key = 'paths'
UPDATE about SET value = 'x' WHERE key = 'paths'
UPDATE changes SET position = -position
SQL
same 'what somebody else made: the right answer or none' '' "$(RULES=$corpus/rules PATIENCE=$patience python3 strange.py "$WINNOW" 2>told || cat told)"
matches 'which is told' '[1-9][0-9]* told' told
sed 's/^/# /' told

done_testing
