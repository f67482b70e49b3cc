#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A page of the state before, as a disk leaves it that has not written one: the right answer, or it is noticed.
. "$(dirname "$0")/lib.sh"
. "$top/tests/index.sh"

stream small <<'PROGRAM'
tip, line = (), []
for i in range(500):
    body = 'Fixes: %s ("%s")\n' % (line[-7][:12], h.subject[line[-7]]) if i > 10 and i % 3 == 0 else ''
    tip = (h.commit('net: change %d' % i, body, tip, 'Author%d X' % (i % 37)),)
    line.append(tip[0])
h.branch('master', tip[0])
h.branch('older', line[-120])
PROGRAM
git -C small log --reverse --format=%H master | awk 'NR % 4 == 0' >taken
index small earlier older --paths >/dev/null
cp earlier late
index small late master --paths >/dev/null
ok 'it has grown in place' test "$(stat -c %s late)" -ge "$(stat -c %s earlier)"

cat >earlier.py <<'PROGRAM'
import subprocess, sys

PAGE = 8192
early, late = open('earlier', 'rb').read(), open('late', 'rb').read()
counts = {'right': 0, 'noticed': 0}


def run(*words):
    done = subprocess.run([sys.argv[1], *words, '--now', '2024-03-01', '--index', 'mixed', '--list', 'taken'],
                          capture_output=True)
    return done.returncode, done.stdout, done.stderr.decode()


def mix(at):
    """None: nothing of the earlier one."""
    if at is None:
        at = len(late)
    with open('mixed', 'wb') as file:
        file.write(late[:at] + early[at:at + PAGE] + late[at + PAGE:])


mix(None)
want = run('missing')
assert want[0] == 0 and want[2] == '', want
for at in range(0, len(early), PAGE):
    if early[at:at + PAGE] == late[at:at + PAGE]:
        print('page %d binds nothing' % (at // PAGE))
    mix(at)
    code, out, said = run('missing')
    if (code, out, said) == want:
        counts['right'] += 1
    elif code == 2 and not out and 'mixed' in said:
        counts['noticed'] += 1
    else:
        print('page %d: %d %s' % (at // PAGE, code, said[:300]))
    # With its repository at hand it is mended.
    if at // PAGE % 8 < 2:
        mix(at)
        code, out, said = run('-C', 'small', 'missing', '--upstream', 'master')
        if code or out != open('want', 'rb').read() or 'built anew' not in said and said:
            print('page %d, with its repository: %d %s' % (at // PAGE, code, said[:300]))
print('%(right)d right, %(noticed)d noticed' % counts, file=sys.stderr)
PROGRAM
"$WINNOW" -C small missing --upstream master --now 2024-03-01 --no-index --list taken >want
same 'a page of the state before, each alone: no wrong answer' '' "$(python3 earlier.py "$WINNOW" 2>counts || cat counts)"
matches 'which is noticed' '[1-9][0-9]* noticed' counts
sed 's/^/# /' counts

done_testing
