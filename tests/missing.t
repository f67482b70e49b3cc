#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a branch lacks of what upstream did later, and all the ways in which messages say so.
. "$(dirname "$0")/lib.sh"

# --- every form in which a message names another commit
# forms.py: a history with a target and a commit that names it for each form; upstream's stream goes
# to forms.stream, the ids of the targets to targets, what is to be found to forms.expected.
cat >forms.py <<'EOF'
import hashlib

EMPTY = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
stream = open('forms.stream', 'w')
seconds, parent, count = 1640995200, None, 0


def raw(message):
    who = 'Ann Ash <ann@example.org> %d +0000' % seconds
    return ('tree %s\n%sauthor %s\ncommitter %s\n\n%s' % (
        EMPTY, 'parent %s\n' % parent if parent else '', who, who, message)).encode()


def name(bytes):
    return hashlib.sha1(b'commit %d\0' % len(bytes) + bytes).hexdigest()


def commit(message):
    global parent, seconds, count
    seconds, count = seconds + 60, count + 1
    parent = name(raw(message))
    stream.write('commit refs/heads/master\nmark :%d\n' % count)
    for role in 'author', 'committer':
        stream.write('%s Ann Ash <ann@example.org> %d +0000\n' % (role, seconds))
    stream.write('data %d\n%s\n' % (len(message.encode()), message))
    return parent


# Name of the form, subject or None, body, kind or None, the line that shows it or None: the body's
# first. {id} {id12} {id7} {id6} are the target's, {title} its subject, {other} is another commit's.
FORMS = [
    ('fixes, as usual', None, 'Fixes: {id12} ("{title}")', 'fix', None),
    ('fixes, 6 digits', None, 'Fixes: {id6} ("{title}")', 'fix', None),
    ('fixes, 7 digits', None, 'Fixes: {id7} ("{title}")', 'fix', None),
    ('fixes, 16 digits', None, 'Fixes: {id16} ("{title}")', 'fix', None),
    ('fixes, 40 digits', None, 'Fixes: {id} ("{title}")', 'fix', None),
    ('fixes, no title', None, 'Fixes: {id12}', 'fix', None),
    ('fixes, "commit"', None, 'Fixes: commit {id12} ("{title}")', 'fix', None),
    ('fixes, lower case', None, 'fixes: {id12} ("{title}")', 'fix', None),
    ('fixes, capitals', None, 'FIXES: {ID12} ("{title}")', 'fix', None),
    ('fixes, indented', None, '  Fixes: {id12} ("{title}")', 'fix', 'Fixes: {id12} ("{title}")'),
    ('fixes, indented by a tab', None, '\tFixes: {id12} ("{title}")', 'fix',
     'Fixes: {id12} ("{title}")'),
    ('fixes, angle brackets', None, 'Fixes: <{id12}> ("{title}")', 'fix', None),
    ('fixes, angle brackets and no title', None, 'Fixes: <{id}>', 'fix', None),
    ('fixes, no blank before the title', None, 'Fixes: {id12}("{title}")', 'fix', None),
    ('fixes, no blank behind the colon', None, 'Fixes:{id12} ("{title}")', 'fix', None),
    ('fixes, two of a list', None, 'Fixes: {other12}, {id12}', 'fix', None),
    ('fixes, first of a list', None, 'Fixes: {id12}, {other12}', 'fix', None),
    ('fixes, a list with titles', None, 'Fixes: {other12} ("{othertitle}"), {id12} ("{title}")',
     'fix', None),
    ('fixes, a list with "and"', None, 'Fixes: {other12} and {id12}', 'fix', None),
    ('fixes, a URL', None, 'Fixes: https://git.example.org/linux/c/{id12}', 'fix', None),
    ('fixes, a whole URL', None, 'Fixes: https://git.example.org/linux/commit/?id={id}', 'fix', None),
    ('fixes, the id on the next line', None, 'Fixes:\n  {id12} ("{title}")', 'fix', 'Fixes:'),
    ('fixes, a title wrapped', None, 'Fixes: {id12} ("net:\n target {n}")', 'fix',
     'Fixes: {id12} ("net:'),
    ('fixes, the title on the next line', None, 'Fixes: {id12}\n ("{title}")', 'fix',
     'Fixes: {id12}'),
    ('fixes, the id of nothing', None, 'Fixes: {none12} ("{title}")', 'fix by title', None),
    ('fixes, the id of another', None, 'Fixes: {other12} ("{title}")', 'fix by title', None),
    ('fixes, the title alone', None, 'Fixes: ("{title}")', 'fix by title', None),
    ('fixes, a tag before others', None,
     'Fixes: {id12} ("{title}")\nReported-by: Ben Birch <ben@example.org>', 'fix', None),
    ('fixes, behind text', None, 'It is broken.\n\nFixes: {id12} ("{title}")', 'fix',
     'Fixes: {id12} ("{title}")'),
    ('fixes, an issue', None, 'Fixes: #1234', None, None),
    ('fixes, an issue with the digits of a commit', None, 'Fixes: #{id7}', None, None),
    ('fixes, nothing known', None, 'Fixes: {none12} ("net: nothing like it")', None, None),
    ('fixes, five digits', None, 'Fixes: {id5}', None, None),
    ('fixes, 41 digits', None, 'Fixes: {id}0', None, None),
    ('fixes, a mail archive', None, 'Fixes: https://lore.example.org/r/{id12}@example.org', None, None),

    ('reverts, 40 digits', 'Revert "{title}"', 'This reverts commit {id}.', 'revert', None),
    ('reverts, 12 digits and title', 'Revert "{title}"', 'This reverts commit {id12} ("{title}").',
     'revert', None),
    ('reverts, a merge', 'Revert "{title}"',
     'This reverts commit {id}, reversing changes made to {other}.', 'revert', None),
    ('reverts, a merge as git wraps it', 'Revert "{title}"',
     'This reverts commit {id}, reversing\nchanges made to {other}.', 'revert',
     'This reverts commit {id}, reversing'),
    ('reverts, the subject alone', 'Revert "{title}"', 'It broke.', 'revert by title',
     'Revert "{title}"'),
    ('reverts, with a subsystem', 'net: Revert "{title}"', 'It broke.', 'revert by title',
     'net: Revert "{title}"'),
    ('reverts, the id on the next line', 'Revert "{title}"', 'This reverts commit\n{id}.', 'revert',
     'This reverts commit'),
    ('reverts, two', 'net: revert both', 'This reverts commits {other12} and {id12}.', 'revert', None),
    ('reverts, in lower case', 'net: revert it', 'this reverts commit {id12}.', 'revert', None),
    ('reverts, in part', 'net: go back a bit', 'This partially reverts commit {id12}.', 'fix-words',
     None),
    ('replaces', 'net: do it properly', 'This reverts commit {id12}.', 'fix', None),

    ('words, broken since', None, 'Broken since commit {id12}.', 'fix-words', None),
    ('words, what it did', None, 'Commit {id12} ("{title}") introduced a regression.', 'fix-words', None),
    ('words, what it did not', None, 'Commit {id12} ("{title}") did not break it.', 'mention', None),
    ('words, what it brought', None, 'Commit {id12} introduced a helper, use it.', 'mention', None),
    ('words, a follow-up', None, 'Follow-up for {id12}', 'fix-words', None),
    ('words, over a line end', None, 'It was broken\nby commit {id12}.', 'fix-words',
     'It was broken by commit {id12}.'),
    ('words, of another', None, 'Commit {other12} was incomplete, not so {id12}.', 'mention', None),
    ('words and a tag', None, 'Fixes: {id12} ("{title}")\n\nBroken by {id12}.', 'fix', None),
    ('fixes, "commit" and no colon', None, 'Fixes commit {id12}.', 'fix', None),
    ('fixes, doubled', None, 'Fixes: Fixes: {id12} ("{title}")', 'fix', None),
    ('fixes, words before', None, 'Fixes: the leak of {id12} ("{title}")', 'fix', None),
    ('fixes, as git describe has it', None, 'Fixes: v6.1-rc3-12-g{id12} ("{title}")', 'fix', None),
    ('names, as git describe has it', None, 'It came with v6.1-rc3-12-g{id12}.', 'mention', None),
    ('names, with title', None, 'See commit {id12} ("{title}").', 'mention', None),
    ('names, since', None, 'Faster since commit {id12}.', 'mention', None),
    ('names, in parentheses', None, 'It was slow ({id12}).', 'mention', None),
    ('names, in brackets', None, 'It was slow [{id12}].', 'mention', None),
    ('names, backquoted', None, 'It was `{id12}` that did it.', 'mention', None),
    ('names, at the line start', None, '{id12} did it.', 'mention', None),
    ('names, before a comma', None, 'After {id12}, it is slow.', 'mention', None),
    ('names, before a dot', None, 'It came with {id12}.', 'mention', None),
    ('names, 7 digits', None, 'It came with {id7}.', 'mention', None),
    ('names, 40 digits', None, 'It came with {id}.', 'mention', None),
    ('names, a title wrapped', None, 'See {id12} ("net:\ntarget {n}").', 'mention',
     'See {id12} ("net:'),
    ('names, later in the text', None, 'One line.\n\nThen {id12} came.', 'mention',
     'Then {id12} came.'),
    ('names nothing', None, 'It came with {none12}.', None, None),
    ('names a title only', None, 'See "{title}".', None, None),
    ('a link', None, 'Link: https://lore.example.org/r/{id12}@example.org', None, None),
    ('an address', None, 'Oops at 0x{id12}', None, None),
    ('an identifier', None, 'It hangs in fn_{id12}().', None, None),
]

expected = open('forms.expected', 'w')
targets = open('targets', 'w')
names = open('forms.names', 'w')
other = commit('net: another\n')
for n, (form, subject, body, kind, line) in enumerate(FORMS):
    title = 'net: target %d' % n
    words = {'title': title, 'n': n, 'other': other, 'other12': other[:12],
             'othertitle': 'net: another', 'none12': hashlib.sha1(form.encode()).hexdigest()[:12]}
    words['id'] = commit(title + '\n')
    words['ID12'] = words['id'][:12].upper()
    for digits in 5, 6, 7, 12, 16:
        words['id%d' % digits] = words['id'][:digits]
    body = body.format(**words)
    commit('%s\n\n%s\n' % ((subject or 'net: form %d' % n).format(**words), body))
    targets.write(words['id'] + '\n')
    names.write(form + '\n')
    line = line.format(**words) if line else body.split('\n')[0]
    expected.write('%s: %s\n' % (title, '%s | %s' % (kind, line) if kind else 'none'))

# Two whose ids begin with the same seven digits, side by side, and what names them by those.
seconds += 60
first = {name(raw('net: twin one\n\nNonce: %06d\n' % i))[:7]: i for i in range(1 << 15)}
one = 'net: twin one\n\nNonce: %06d\n'
base, at = parent, seconds
for i in range(1 << 20):
    key = name(('tree %s\nparent %s\nauthor Ann Ash <ann@example.org> %d +0000\n'
                'committer Ann Ash <ann@example.org> %d +0000\n\nnet: twin two\n\nNonce: %06d\n' %
                (EMPTY, base, at, at, i)).encode())
    if key[:7] in first:
        break
seconds -= 60
one_id = commit(one % first[key[:7]])
assert one_id[:7] == key[:7]
count += 1
stream.write('commit refs/heads/side\nmark :%d\n' % count)
for role in 'author', 'committer':
    stream.write('%s Ann Ash <ann@example.org> %d +0000\n' % (role, at))
message = 'net: twin two\n\nNonce: %06d\n' % i
stream.write('data %d\n%s\nfrom :%d\n' % (len(message), message, count - 2))
stream.write('commit refs/heads/master\nmark :%d\ncommitter Ann Ash <ann@example.org> %d +0000\n'
             'data 11\nMerge side\n\nmerge :%d\n' % (count + 1, at, count))
for subject, body in (('net: names one', 'Fixes: %s ("net: twin one")' % key[:7]),
                      ('net: names two', 'Fixes: %s ("net: twin two")' % key[:7]),
                      ('net: names neither', 'Fixes: %s ("net: twin three")' % key[:7]),
                      ('net: names any', 'Fixes: %s' % key[:7])):
    message = '%s\n\n%s\n' % (subject, body)
    stream.write('commit refs/heads/master\ncommitter Ann Ash <ann@example.org> %d +0000\n'
                 'data %d\n%s\n' % (at, len(message), message))
open('twins', 'w').write('%s\n%s\n' % (one_id, key))
EOF
python3 forms.py && repository forms <forms.stream
run "$WINNOW" -C forms missing --upstream master --json --all --list targets
same 'all forms: exit status' 0 "$status"
same 'all forms: in peace' '' "$(cat "$work/err")"
json '.missing[].ties[] | "\(.subject): \(.kind)\(if .by_title then " by title" else "" end) | \(.proof)"' |
	sort >forms.found
cut -d: -f1-2 forms.expected | while IFS= read -r title; do
	grep -F "$title: " forms.found || echo "$title: none"
done >forms.actual
paste -d '\t' forms.names forms.expected >with-names
while IFS=$'\t' read -r name expected; do
	title=$(cut -d: -f1-2 <<<"$expected")
	same "form: $name" "$expected" "$(grep -F "$title: " forms.actual)"
done <with-names
ok 'there are forms' test -s with-names

# --- an ambiguous id: its title decides, or it is said
{
	read -r one
	read -r two
} <twins
twin()
{
	run "$WINNOW" -C forms missing --upstream master --json "$1"
	json '[.missing[].subject] | join(", ")'
}
same 'twins begin alike' "${one:0:7}" "${two:0:7}"
same 'an ambiguous id: the title decides for one' 'net: names one' "$(twin "$one")"
same 'an ambiguous id: and for the other' 'net: names two' "$(twin "$two")"
run "$WINNOW" -C forms missing --upstream master "$one"
matches 'an ambiguous id without a title is told of' 'warning: .*net: names any.*names several commits' "$work/err"
matches 'an ambiguous id with a wrong title is told of' 'warning: .*net: names neither.*names several commits' "$work/err"
run "$WINNOW" -C forms missing --upstream master "${one:0:7}"
matches 'an ambiguous id to ask about is told of' "warning: .*several upstream commits begin with '${one:0:7}'" "$work/err"

# --- a branch and what it lacks
winnow_global=(-C repo)
start=$(commit repo master 'Ann Ash' 2022-01-01 net/start.c <<<'net: start')

# upstream SUBJECT [BODY [PATH [AUTHOR]]]: the next commit of mainline, a day later, in a file of its
# own if none is given; prints its id.
upstream()
{
	local path=${3:-net/$(printf '%s' "$1" | tr -c 'A-Za-z0-9' _).c}
	commit repo master "${4:-Ann Ash}" "2022-02-01 +$(git -C repo rev-list --count master) days" \
		"$path" <<<"$1${2:+

$2}"
}
# take ID [BODY]: put its backport on the stable branch, with BODY in place of the marker.
take()
{
	local number
	number=$(git -C repo rev-list --count stable 2>/dev/null || echo 0)
	commit repo stable "$(git -C repo log -1 --format=%an "$1")" "2023-01-01 +$number days" \
		"net/stable-$number.c" "$start" <<<"$(git -C repo log -1 --format=%s "$1")

${2-commit $1 upstream.}"
}
# again: an empty stable branch.
again()
{
	git -C repo update-ref -d refs/heads/stable 2>/dev/null
}
missing()
{
	run "$WINNOW" "${winnow_global[@]}" missing --now 2024-03-01 --upstream master "$@"
}
# list [OPTION...]: "kind subject < what it follows", one a line, of the stable branch or as given.
list()
{
	missing --json "$@"
	json '.missing[] | "\(.kind)\(if .state == "reverted" then " (reverted)" else "" end) \(.subject) < \([.ties[].subject] | join(", "))"'
}

bug=$(upstream 'net: do it')
fix=$(upstream 'net: fix it' "Fixes: ${bug:0:12} (\"net: do it\")" '' 'Ben Birch')
chain=$(upstream 'net: fix the fix' "It leaks.

Fixes: ${fix:0:12} (\"net: fix it\")" '' 'Cem Cole')
named=$(upstream 'net: name it' "Since commit ${bug:0:12} it is slow.")
also=$(upstream 'net: fix two' "Fixes: ${bug:0:12} (\"net: do it\")" mm/two.c)
backport=$(take "$bug")

chained='fix net: fix it < net: do it
fix net: fix two < net: do it
fix net: fix the fix < net: fix it
mention net: name it < net: do it'
same 'a range' "$chained" "$(list "$start..stable")"
same 'a branch' "$chained" "$(list stable)"
same 'a branch by its id' "$chained" "$(list "$(git -C repo rev-parse stable)")"
same 'a range without its beginning' "$chained" "$(list master..stable)"
same 'an id' "$chained" "$(list "$bug")"
same 'a short id' "$chained" "$(list "${bug:0:8}")"
same 'an id in capitals' "$chained" "$(list "${bug^^}")"
same 'two ids: what one of them has is not missing' 'fix net: fix the fix < net: fix it
fix net: fix two < net: do it
mention net: name it < net: do it' "$(list "$bug" "$fix")"
missing "$start..stable"
cp "$work/out" text
brought='brought by what the branch took'
same 'the whole text' "Fixes of what the branch has:

${fix:0:12} (\"net: fix it\")
    regression, $brought; Ben Birch, 2 years ago (2022-02-03)
    fixes ${bug:0:12} (\"net: do it\"), here ${backport:0:12}
        | Fixes: ${bug:0:12} (\"net: do it\")

${also:0:12} (\"net: fix two\")
    regression, $brought; Ann Ash, 2 years ago (2022-02-06)
    fixes ${bug:0:12} (\"net: do it\"), here ${backport:0:12}
        | Fixes: ${bug:0:12} (\"net: do it\")

${chain:0:12} (\"net: fix the fix\")
    functional; Cem Cole, 2 years ago (2022-02-04)
    fixes ${fix:0:12} (\"net: fix it\"), which is missing too
        | Fixes: ${fix:0:12} (\"net: fix it\")

Commits that name what the branch has:

${named:0:12} (\"net: name it\")
    functional; Ann Ash, 2 years ago (2022-02-05)
    names ${bug:0:12} (\"net: do it\"), here ${backport:0:12}
        | Since commit ${bug:0:12} it is slow.

$start..stable: 1 commit, 1 taken from upstream; missing: 3 fixes, 1 mention; 2 regression, 2 functional" "$(cat text)"
missing --json "$start..stable"
same 'JSON: what it is about' "1 $start..stable 1 1 master $(git -C repo rev-parse master) 6 0" \
	"$(json '"\(.version) \(.branch.source) \(.branch.commits) \(.branch.taken) \(.upstream.source) \(.upstream.tip) \(.upstream.commits) \(.ignored)"')"
same 'JSON: one of it' "$fix|Ben Birch <Ben@example.org>|fix|missing|null|2022-02-03|757" \
	"$(json '.missing[0] | "\(.id)|\(.author)|\(.kind)|\(.state)|\(.owner)|\(.mainline_date[:10])|\(.age_days)"')"
same 'JSON: its tie' "fix $bug taken $backport null false" \
	"$(json '.missing[0].ties[0] | "\(.kind) \(.id) \(.state) \(.taken_as) \(.path) \(.by_title)"')"
same 'JSON: a tie to what is missing too' "fix $fix missing null" \
	"$(json '.missing[2].ties[0] | "\(.kind) \(.id) \(.state) \(.taken_as)"')"
same '--no-mentions' "$(head -n 3 <<<"$chained")" "$(list --no-mentions stable)"

# --- fixes by their words: with the fixes, counted with them
again
worded=$(upstream 'net: say it')
tagged=$(upstream 'net: tag a fix' "Fixes: ${worded:0:12} (\"net: say it\")")
said=$(upstream 'net: say a fix' "Commit ${worded:0:12} (\"net: say it\")
forgot the unlock.")
then=$(upstream 'net: fix what was said' "Fixes: ${said:0:12} (\"net: say a fix\")")
undo=$(upstream 'net: undo a bit' "It was needed since ${worded:0:12}.")
missing "$worded"
same 'a fix by its words: the whole text' "Fixes of what the branch has:

${tagged:0:12} (\"net: tag a fix\")
    fixes ${worded:0:12} (\"net: say it\")
        | Fixes: ${worded:0:12} (\"net: say it\")

${said:0:12} (\"net: say a fix\")
    by its words fixes or completes ${worded:0:12} (\"net: say it\")
        | Commit ${worded:0:12} (\"net: say it\") forgot the unlock.

${then:0:12} (\"net: fix what was said\")
    fixes ${said:0:12} (\"net: say a fix\"), which is missing too
        | Fixes: ${said:0:12} (\"net: say a fix\")

Commits that name what the branch has:

${undo:0:12} (\"net: undo a bit\")
    names ${worded:0:12} (\"net: say it\")
        | It was needed since ${worded:0:12}.

$worded: 1 commit, 1 taken from upstream; missing: 3 fixes (2 by their words), 1 mention; 2 regression, 2 functional" \
	"$(grep -v ' years ago ' "$work/out")"
same 'a fix by its words is not left out with the mentions' 'fix net: tag a fix < net: say it
fix-words net: say a fix < net: say it
fix-words net: fix what was said < net: say a fix' "$(list --no-mentions "$worded")"
git -C repo config winnow.fixWords 'was needed since'
same "a project's own words" 'fix net: tag a fix < net: say it
fix-words net: say a fix < net: say it
fix-words net: undo a bit < net: say it
fix-words net: fix what was said < net: say a fix' "$(list "$worded")"
printf '# ours\nwas needed\n' >words
git -C repo config winnow.fixWords words
missing --index repo.index "$worded"
matches "a project's own words, from a file" '4 fixes \(3 by their words\)' "$work/out"
run env -C / "$WINNOW" missing --index "$PWD/repo.index" "$worded"
matches "a project's own words, of an index alone" '4 fixes \(3 by their words\)' "$work/out"
git -C repo config --unset winnow.fixWords
missing --index repo.index "$worded"
matches 'without them again' '3 fixes \(2 by their words\)' "$work/out"
matches 'an index of other words is built anew, and it says so' 'made with other words.*built anew' "$work/err"
git -C repo config winnow.fixWords ./nothing
missing "$worded"
same 'a file of words that is not there' 2 "$status"
git -C repo config --unset winnow.fixWords

# --- in the branch already, or not
again
take "$bug" >/dev/null && take "$fix" >/dev/null
rest='fix net: fix the fix < net: fix it
fix net: fix two < net: do it
mention net: name it < net: do it'
same 'there by its marker' "$rest" "$(list "$start..stable")"
again
take "$fix" 'Fixed up by hand.' >/dev/null && take "$bug" >/dev/null
same 'there by its subject and author' "$rest" "$(list "$start..stable")"
again
take "$bug" >/dev/null
commit repo stable 'Somebody Else' 2023-02-01 net/other.c <<<'net: fix it' >/dev/null
same 'the same subject by somebody else is another commit' "$chained" "$(list "$start..stable")"
again
first=$(take "$bug")
take "$fix" >/dev/null
same 'a later part of the branch' 'fix net: fix the fix < net: fix it' "$(list "$first..stable")"
again
take "$bug" >/dev/null && undone=$(take "$fix")
commit repo stable 'Ben Birch' 2023-02-02 net/undo.c <<<"Revert \"net: fix it\"

This reverts commit $undone." >/dev/null
missing "$start..stable"
matches 'a fix that the branch took and took back' 'net: fix it' "$work/out"
again
undone=$(take "$bug")
commit repo stable 'Ann Ash' 2023-02-03 net/undo.c <<<"Revert \"net: do it\"

This reverts commit $undone." >/dev/null
missing "$start..stable"
matches 'taken back: a section of its own' '^Fixes of what the branch took and took back' "$work/out"
matches 'taken back: said of it' 'taken back since' "$work/out"
same 'taken back: fixes only' 'fix fix fix' "$(list "$start..stable" | cut -d' ' -f1 | xargs)"
missing --exit-code "$start..stable"
same 'taken back: nothing to fail for' 0 "$status"
again
take "$fix" >/dev/null
same 'an id, with --target: what that has is not missing' 'fix net: fix two < net: do it
mention net: name it < net: do it' "$(list --target stable "$bug")"

# --- several ties of one commit
again
twice=$(upstream 'net: be fixed twice')
once=$(upstream 'net: fix it once' "Fixes: ${twice:0:12} (\"net: be fixed twice\")")
upstream 'net: fix both' "Fixes: ${once:0:12} (\"net: fix it once\")
Fixes: ${twice:0:12} (\"net: be fixed twice\")" >/dev/null
missing --json "$twice"
same 'a fix of what the branch has and of what is missing: both ties' \
	"missing Fixes: ${once:0:12} (\"net: fix it once\"), taken Fixes: ${twice:0:12} (\"net: be fixed twice\")" \
	"$(json '[.missing[] | select(.subject == "net: fix both").ties[] | "\(.state) \(.proof)"] | sort | join(", ")')"
same 'the same of two that the branch has' 'fix net: fix both < net: be fixed twice, net: fix it once' \
	"$(list "$twice" "$once")"
again
undone=$(take "$twice")
commit repo stable 'Ann Ash' 2023-02-03 net/undo.c <<<"Revert \"net: be fixed twice\"

This reverts commit $undone." >/dev/null
take "$once" >/dev/null
missing "$start..stable"
same 'of what was taken back, and of what was not: that first' "net: fix it once
net: be fixed twice, taken back" \
	"$(sed -n '/("net: fix both")/,/^$/s/^    fixes [0-9a-f]* ("\([^"]*\)"), here [0-9a-f]*\(, taken back\)*.*/\1\2/p' "$work/out")"
again
quiet=$(upstream 'net: be quiet')
loud=$(upstream 'net: tell of it' "Not as before commit ${quiet:0:12}.")
upstream 'net: fix the loud and the quiet' "Fixes: ${loud:0:12} (\"net: tell of it\")
Fixes: ${quiet:0:12} (\"net: be quiet\")" >/dev/null
same 'a fix is one, though a mention leads to it as well' 'net: fix the loud and the quiet' \
	"$(missing --json --no-mentions "$quiet"; json '.missing[].subject')"
upstream 'net: fix the loud' "Fixes: ${loud:0:12} (\"net: tell of it\")" >/dev/null
missing --json "$quiet"
same 'behind a mention all is no more than one, but its tie is what it says' 'mention fix' \
	"$(json '.missing[] | select(.subject == "net: fix the loud") | "\(.kind) \(.ties[0].kind)"')"

# --- cycles
ring=$(upstream 'net: ring one' 'Fixes: 000000000000 ("net: ring two")')
ring_two=$(upstream 'net: ring two' "Fixes: ${ring:0:12} (\"net: ring one\")")
upstream 'net: ring three' "Fixes: ${ring_two:0:12} (\"net: ring two\")
Fixes: ${ring:0:12} (\"net: ring one\")" >/dev/null
same 'what names what names it' 'fix net: ring two, fix net: ring three' \
	"$(list "$ring" | sed 's/ < .*//' | paste -sd, | sed 's/,/, /')"
# Two that fix each other: in a table anything goes.
a=1111111111111111111111111111111111111111 b=2222222222222222222222222222222222222222
c=3333333333333333333333333333333333333333
printf 'commit\tauthor\tsubject\tmessage\n%s\tAnn\tnet: a\tFixes: %s\n%s\tBen\tnet: b\tFixes: %s\n%s\tCem\tnet: c\tFixes: %s\\nFixes: %s\n' \
	$a $b $b $a $c $b $c >table
run timeout 10 "$WINNOW" missing --upstream-table table --json $a
same 'two that fix each other' 'net: b,net: c' "$(json '[.missing[].subject] | join(",")')"

# --- reverts
idea=$(upstream 'net: an idea')
revert=$(upstream 'Revert "net: an idea"' "This reverts commit $idea.")
same 'a revert by id' 'revert Revert "net: an idea" < net: an idea' "$(list "$idea")"
missing "$idea"
matches 'a revert: its section' '^Reverts of what the branch has:' "$work/out"
matches 'a revert: its line' "\\| This reverts commit $idea\\." "$work/out"
upstream 'Revert "Revert "net: an idea""' "This reverts commit $revert." >/dev/null
same 'a revert of the revert: nothing to take' '' "$(list "$idea")"
same 'a revert of the revert, with --all' 'revert (reverted) Revert "net: an idea" < net: an idea' "$(list --all "$idea")"
same 'a revert of a revert that the branch took' 'revert Revert "Revert "net: an idea"" < Revert "net: an idea"' \
	"$(list "$revert")"
second=$(upstream 'net: second idea')
upstream 'Revert "net: second idea"' "This reverts commit ${second:0:10} (\"net: second idea\")." >/dev/null
same 'a revert by a short id' 'revert Revert "net: second idea" < net: second idea' "$(list "$second")"
upstream 'Reapply "net: second idea"' 'It was something else.' >/dev/null
same 'reapplied: nothing to take' '' "$(list "$second")"
third=$(upstream 'net: third idea')
upstream 'Revert "net: third idea"' 'It broke.' >/dev/null
same 'a revert by its title alone' 'revert Revert "net: third idea" < net: third idea' "$(list "$third")"
missing "$third"
matches 'a revert by its title alone: said' 'reverts by its title' "$work/out"
upstream 'Revert "Revert "net: third idea""' 'It was something else.' >/dev/null
same 'a revert of it by its title alone' '' "$(list "$third")"
fourth=$(upstream 'net: fourth idea')
hasty=$(upstream 'net: hasty fix' "Fixes: ${fourth:0:12} (\"net: fourth idea\")")
upstream 'Revert "net: hasty fix"' "This reverts commit $hasty." >/dev/null
same 'a fix that upstream took back' '' "$(list "$fourth")"
same 'a fix that upstream took back, with --all' 'fix (reverted) net: hasty fix < net: fourth idea' "$(list --all "$fourth")"
missing --all "$fourth"
matches 'a fix that upstream took back: said' 'upstream has taken it back' "$work/out"
same 'a fix that upstream took back and the branch has' 'revert Revert "net: hasty fix" < net: hasty fix' \
	"$(list "$fourth" "$hasty")"

# --- right subject, wrong id
right=$(upstream 'net: the right one')
wrong=$(upstream 'net: the wrong one')
upstream 'net: fix the right one' "Fixes: ${wrong:0:12} (\"net: the right one\")" >/dev/null
same 'a wrong id with a right subject' 'fix net: fix the right one < net: the right one' "$(list "$right")"
missing "$right"
matches 'a wrong id with a right subject: said' 'fixes by its title ' "$work/out"
same 'the one whose id was taken by mistake' '' "$(list "$wrong")"

# --- lists
cat >list <<EOF
# ours
$bug,Ann Ash <ann@example.org>,releases/5.10.1/net-do-it.patch
${third:0:12},  Zoe Zinnia , net-third.patch # why

$right
EOF
missing --json --list list
same 'a list: of whom and which file' 'net: fix the right one|null|null
net: fix it|Ann Ash <ann@example.org>|releases/5.10.1/net-do-it.patch
net: fix two|Ann Ash <ann@example.org>|releases/5.10.1/net-do-it.patch
net: fix the fix|Ann Ash <ann@example.org>|null
net: name it|Ann Ash <ann@example.org>|releases/5.10.1/net-do-it.patch' \
	"$(json '.missing[] | "\(.subject)|\(.owner)|\(.ties[0].path)"')"
same 'a list: in peace' '' "$(cat "$work/err")"
same 'a list: counted' 'list 3 3' "$(json '"\(.branch.source) \(.branch.commits) \(.branch.taken)"')"
missing --list list
matches 'a list: its owners are headings' '^Ann Ash <ann@example.org>$' "$work/out"
matches 'a list: the file stands with the tie' 'net: do it"\), releases/5.10.1/net-do-it.patch' "$work/out"
printf '%s\n' "$bug" | "$WINNOW" -C repo missing --upstream master --now 2024-03-01 --json --list - >piped
same 'a list from a pipe' 4 "$(jq '.missing | length' piped)"
printf '%s\r\n' "$bug,Ann" >crlf
missing --json --list crlf
same 'a list with CRLF' 'Ann Ann Ann Ann' "$(json '[.missing[].owner] | join(" ")')"
printf '%s\nnot an id\n1234\n%s\n%s,x\nffffffffffffffffffffffffffffffffffffffff,x\n\033[31m\n' \
	"$bug" "${bug}0" "$bug" >bad
missing --json --list bad
same 'bad lines: the rest is answered' 4 "$(json '.missing | length')"
matches 'bad lines: not an id' "^winnow: warning: bad:2: not a commit id: 'not an id'" "$work/err"
matches 'bad lines: too short' "^winnow: warning: bad:3: not a commit id: '1234'" "$work/err"
matches 'bad lines: too long' "^winnow: warning: bad:4: not a commit id: '${bug}0'" "$work/err"
matches 'bad lines: twice' "^winnow: warning: bad:5: .*twice" "$work/err"
matches 'bad lines: unknown' "^winnow: warning: bad:6: upstream has no commit 'ffff" "$work/err"
matches 'bad lines: an escape' '^winnow: warning: bad:7: ' "$work/err"
same 'bad lines: nothing that acts on a terminal' 0 "$(grep -c "$(printf '\033')" "$work/err")"
missing --quiet --list bad
same 'bad lines: --quiet' '' "$(cat "$work/err")"
printf '%s,\033[31mRed\n' "$bug" >escape
missing --list escape
same 'an escape in an owner' 0 "$(grep -c "$(printf '\033')" "$work/out")"

# --- ignore lists
left()
{
	missing --json "$@" "$bug"
	json '"\([.missing[].subject[5:]] | join(", ")); \(.ignored)"'
}
same 'nothing ignored' 'fix it, fix two, fix the fix, name it; 0' "$(left)"
printf '# ours\nmm/\n' >ignore
same 'a path' 'fix it, fix the fix, name it; 1' "$(left --ignore ignore)"
printf 'net/net__fix*.c\n' >ignore
same 'a glob' 'fix two, name it; 2' "$(left --ignore ignore)"
printf '%s # not ours\n' "$fix" >ignore
same 'a commit' 'fix two, fix the fix, name it; 1' "$(left --ignore ignore)"
printf '%s\n' "${fix:0:12}" >ignore
same 'a short id' 'fix two, fix the fix, name it; 1' "$(left --ignore ignore)"
printf '5.10 %s\n4.19 %s\n' "$fix" "$also" >ignore
same 'a version, none asked for' 'fix it, fix two, fix the fix, name it; 0' "$(left --ignore ignore)"
same 'a version' 'fix two, fix the fix, name it; 1' "$(left --ignore ignore --for 5.10)"
same 'another version' 'fix it, fix the fix, name it; 1' "$(left --ignore ignore --for 4.19)"
printf 'mm/\n' >ignore2
same 'two lists' 'fix the fix, name it; 2' "$(left --ignore ignore --ignore ignore2 --for 5.10)"
git -C repo config --add winnow.ignore "$work/ignore2"
same 'a list from the configuration' 'fix it, fix the fix, name it; 1' "$(left)"
printf '[winnow]\n\tignore\n\tignore = %s\n' "$work/ignore2" >"$work/bare"
git -C repo config --unset winnow.ignore
git -C repo config include.path "$work/bare"
fails_with 2 'a key without a value is an error' "$WINNOW" -C repo missing --upstream master stable
matches 'that says where' "^winnow: winnow.ignore: it has no value in '$work/bare'\$" "$work/err"
git -C repo config --unset include.path
missing --ignore ignore2 "$bug"
matches 'ignored: counted' '; 1 on ignore lists$' "$work/out"
printf '* LSM layer\n*\nmm/\n' >ignore
same 'bad lines of a list match nothing' 'fix it, fix the fix, name it; 1' "$(left --ignore ignore)"
matches 'bad lines of a list: said' '^winnow: warning: ignore:1: ' "$work/err"
matches 'bad lines of a list: a lone star' '^winnow: warning: ignore:2: ' "$work/err"
missing --ignore none "$bug"
same 'a list that is not there: exit status' 2 "$status"
matches 'a list that is not there: named' "'none'" "$work/err"

# --- corrections
printf '# corrected\n%s NOT_VALID\n' "$bug" >corrections
same 'what a correction calls invalid' 'mention net: name it < net: do it' "$(list --corrections corrections "$bug")"
printf '%s %s\n' "$bug" "$right" >corrections
same 'what a correction calls otherwise' 'mention net: name it < net: do it' "$(list --corrections corrections "$bug")"
same 'what it should have been' 'fix net: fix it < net: the right one
fix net: fix two < net: the right one
fix net: fix the right one < net: the right one
fix net: fix the fix < net: fix it' "$(list --corrections corrections "$right")"
printf 'words\n%s\n%s %s more\n%s NOT_VALID # why\n' "$bug" "$bug" "$right" "$bug" >corrections
same 'bad lines of corrections: the rest counts' 'mention net: name it < net: do it' \
	"$(list --corrections corrections "$bug")"
for line in 1 2 3; do
	matches "bad lines of corrections: $line is warned of" "^winnow: warning: corrections:$line: " "$work/err"
done
same 'bad lines of corrections: only those' 3 "$(grep -c . "$work/err")"
missing --corrections none "$bug"
same 'corrections that are not there' 2 "$status"
matches 'corrections that are not there: named' "'none'" "$work/err"
printf '%s NOT_VALID\n' "$bug" >corrections
same 'corrections from the configuration' 'mention net: name it < net: do it' \
	"$(git -C repo config winnow.corrections "$work/corrections"; list "$bug"; git -C repo config --unset winnow.corrections)"

# --- exit status
fails_with 0 'missing, but not asked to fail' "$WINNOW" -C repo missing --upstream master "$bug"
fails_with 1 '--exit-code: something is missing' "$WINNOW" -C repo missing --upstream master --exit-code "$bug"
fails_with 1 '--exit-code with --json' "$WINNOW" -C repo missing --upstream master --exit-code --json "$bug"
fails_with 0 '--exit-code: nothing is missing' "$WINNOW" -C repo missing --upstream master --exit-code "$wrong"
printf '%s\nffffffffffffffffffffffffffffffffffffffff\n' "$wrong" >unknown
fails_with 1 '--exit-code: what is not known is nothing to pass' "$WINNOW" -C repo missing --upstream master --exit-code --list unknown
printf '%s\n' net/ mm/ >ignore
fails_with 0 '--exit-code: all is ignored' "$WINNOW" -C repo missing --upstream master --exit-code --ignore ignore "$bug"

# --- errors
error()
{
	local expected=$1 name=$2 pattern=$3
	shift 3
	fails_with "$expected" "$name" "$WINNOW" -C repo missing "$@"
	matches "$name: said" "^winnow: .*$pattern" "$work/err"
	same "$name: and nothing else" '' "$(cat "$work/out")"
}
again
take "$bug" >/dev/null
error 64 'no upstream' 'of which upstream' "$bug"
error 64 'no branch' 'no BRANCH' --upstream master
error 64 'a list and a branch' 'either --list or' --upstream master --list list stable
error 64 'an unknown format' "'xml' is none of: text, json" --upstream master --format xml stable
error 64 'not a date' "not a date: 'soon'" --upstream master --now soon stable
error 64 'a target for a branch' '--target is for' --upstream master --target stable "$start..stable"
error 2 'an upstream that is not there' "'gone'" --upstream gone "$bug"
error 2 'a branch that is not there' "'gone'" --upstream master gone
error 2 'a list that is not there' "'gone.csv'" --upstream master --list gone.csv
error 2 'a directory for a list' "'repo'" --upstream master --list repo
: >empty
error 2 'an empty list' "'empty' lists no commit" --upstream master --list empty
printf '# nothing\n\n' >empty
error 2 'a list of comments' "'empty' lists no commit" --upstream master --list empty
error 2 'a range the wrong way round' 'right way round' --upstream master "stable..$start"
error 2 'a symmetric difference' 'symmetric difference' --upstream master "$start...stable"
error 2 'a branch without commits of its own' "that upstream 'master' does not have" --upstream master master
full()
{
	"$WINNOW" -C repo missing --upstream master "$@" "$bug" >/dev/full
}
fails_with 2 'a full disk' full
fails_with 2 'a full disk: JSON' full --json
fails_with 2 'outside of a repository' env -C "$work/home" GIT_CEILING_DIRECTORIES="$work" "$WINNOW" missing --upstream master "$bug"

# --- the same however it is asked
missing --json "$start..stable"
jq 'del(.branch, .upstream.source, .missing[].ties[].taken_as)' "$work/out" >first
"$WINNOW" -C repo missing --now 2024-03-01 --no-index --upstream master --json "$bug" |
	jq 'del(.branch, .upstream.source, .missing[].ties[].taken_as)' >second
same 'a range and an id, with and without an index' first second
"$WINNOW" missing --now 2024-03-01 --upstream-repo repo --json "$bug" |
	jq 'del(.branch, .upstream.source, .missing[].ties[].taken_as)' >second
same 'another repository as upstream' first second

# --- a title that several commits have, and an id that none has
twin_base=$(commit namesakes master 'Ann Ash' 2022-01-01 a.c <<<'net: start')
twin=$(commit namesakes master 'Ben Birch' 2022-01-02 gpu/one.c <<<'gpu: no second disable')
commit namesakes master 'Ben Birch' 2022-01-03 gpu/two.c <<<'gpu: no second disable' >/dev/null
mender=$(commit namesakes master 'Cem Cole' 2022-01-04 gpu/one.c <<<$'gpu: mend it\n\nFixes: abcdef123456 ("gpu: no second disable")')
commit namesakes stable 'Ben Birch' 2022-02-01 gpu/one.c "$twin_base" <<<$'gpu: no second disable\n\ncommit '"$twin upstream." >/dev/null
run "$WINNOW" -C namesakes missing --json --upstream master "$twin_base..stable"
same 'a title of two, one of them taken: warned about' \
	"winnow: warning: ${mender:0:12} (\"gpu: mend it\") fixes a commit by a title that several have, one of them ${twin:0:12}, which the branch took: Fixes: abcdef123456 (\"gpu: no second disable\")" \
	"$(cat "$work/err")"
commit namesakes stable 'Cem Cole' 2022-02-02 gpu/one.c <<<$'gpu: mend it\n\ncommit '"$mender upstream." >/dev/null
run "$WINNOW" -C namesakes missing --json --upstream master "$twin_base..stable"
same 'once it is there: nothing to warn about' '' "$(cat "$work/err")"

done_testing
