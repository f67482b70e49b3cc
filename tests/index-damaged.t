#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Damage to an index is told and repaired, and never another answer. SEEDS and FLIPS=500 make the
# long run of what is random here.
. "$(dirname "$0")/lib.sh"
. "$top/tests/index.sh"

seeds=${SEEDS:-3}
larger

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

# Wherever the damage is, that is all that is said: nothing follows from what could not be read.
"$WINNOW" missing --now 2024-03-01 --index whole --list taken >want.alone
wrong='' told=0
for ((page = 1; page * 8192 < $(stat -c %s whole); page += page < 3 ? 1 : 5)); do
	cp whole spoilt
	printf garbage | dd of=spoilt bs=1 seek=$((page * 8192 + 4000)) conv=notrunc status=none
	run "$WINNOW" missing --now 2024-03-01 --index spoilt --list taken
	[ "$status" -eq 0 ] && cmp -s want.alone "$work/out" && continue
	told=$((told + 1))
	[ "$status $(wc -c <"$work/out") $(sed 's/([^)]*)/()/' "$work/err")" = "2 0 winnow: 'spoilt' is damaged (): build it \
anew where its repository is (winnow index)" ] || wrong+="page $page: $status $(head -n 3 "$work/err")"$'\n'
done
same 'damage in any page of an index without its repository' '' "$wrong"
matches "which was met ($told times)" '^[1-9]' - <<<"$told"

done_testing
