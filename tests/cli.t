#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The command line: help, wrong usage, exit statuses, a full disk.
. "$(dirname "$0")/lib.sh"

commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: start' >/dev/null
commit repo master 'Ann Ash' 2022-01-02 net/a.c <<<'net: fix a leak' >/dev/null
git -C repo format-patch -q -o "$work" HEAD~1
patch=$work/0001-net-fix-a-leak.patch

ok '--version' "$WINNOW" --version
same 'the version is one line' 1 "$(wc -l <"$work/out")"
version=$(cat "$O/version")
same 'it is the one of the tree that it was built from' "winnow $version" "$(cat "$work/out")"
"$WINNOW" review --json "$patch" >review.json
"$WINNOW" -C repo missing --upstream master --json "$(git -C repo rev-parse HEAD)" >missing.json
printf 'a-leak@example.org keep\n' >decided
sed '1a Message-ID: <a-leak@example.org>' "$patch" >labelled.patch
"$WINNOW" measure --labels decided --json labelled.patch >measure.json
for json in review missing measure; do
	same "$json: the JSON says who wrote it" "winnow $version" "$(jq -r '.tool | "\(.name) \(.version)"' $json.json)"
done
"$WINNOW" -C repo index --upstream master --quiet --index made.index >/dev/null
same 'an index says who wrote it' "winnow $version" \
	"$(python3 -c 'import sqlite3
print(*sqlite3.connect("file:made.index?mode=ro", uri=True).execute(
    "SELECT value FROM about WHERE key = '"'tool'"'").fetchone() or ["nobody"])')"
ok '--help' "$WINNOW" --help
matches 'help names its commands' '^  review ' "$work/out"
same 'help is --help' "$("$WINNOW" --help)" "$("$WINNOW" help)"
fails_with 64 'help of what is no command' "$WINNOW" help revieww
commands=$("$WINNOW" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
for command in $commands; do
	ok "$command --help" "$WINNOW" "$command" --help
	same "$command --help says how to call it" "Usage: winnow $command" \
		"$(head -n 1 "$work/out" | grep -o "^Usage: winnow $command")"
	fails_with 64 "$command: an unknown option" "$WINNOW" "$command" --no-such-option
done

# --- what is written short, or wrong
same 'version is --version' "$("$WINNOW" --version --build-options)" "$("$WINNOW" version --build-options)"
fails_with 64 'a command that is written wrong' "$WINNOW" reveiw
same 'is guessed' "winnow: no command 'reveiw', did you mean 'review'? (see winnow --help)" "$(cat err)"
fails_with 64 'one that is like none' "$WINNOW" bisect
same 'is not' "winnow: no command 'bisect' (see winnow --help)" "$(cat err)"
fails_with 64 'an option that is written wrong' "$WINNOW" review --jsn x
same 'is guessed, too' "winnow: review: unknown option --jsn, did you mean '--json'? (see winnow review --help)" \
	"$(cat err)"
fails_with 64 'one that may be several' "$WINNOW" review --upstr=x x
same 'is asked about' 'winnow: review: --upstr may be --upstream or --upstream-repo (see winnow review --help)' \
	"$(cat err)"
short=$patch
same 'one that can be but one is taken' "$("$WINNOW" review --now 2024-03-01 --json "$short")" \
	"$("$WINNOW" review --now 2024-03-01 --js "$short")"
same 'with its value' "$("$WINNOW" review --now 2024-03-01 --format=long "$short")" \
	"$("$WINNOW" review --now 2024-03-01 --form=long "$short")"
same 'or the word behind it' "$("$WINNOW" review --now 2024-03-01 --format=long "$short")" \
	"$("$WINNOW" review --form long --now 2024-03-01 "$short")"
fails_with 2 "an option's value is none, however it looks" "$WINNOW" review --now 2024-03-01 --decisions --js "$short"
matches 'it is read as what it is' "'--js'" err
fails_with 2 'nor is what stands behind --' "$WINNOW" review --now 2024-03-01 -- --js
matches 'which is a queue' "'--js'" err

fails_with 64 'no command' "$WINNOW"
fails_with 64 'an unknown command' "$WINNOW" revieww
fails_with 64 'an unknown option' "$WINNOW" --revieww
fails_with 64 '-C without a directory' "$WINNOW" -C
fails_with 64 'review without a queue' "$WINNOW" review
fails_with 64 'explain without a patch' "$WINNOW" explain
fails_with 64 'an unknown format' "$WINNOW" review --format xml "$patch"
fails_with 64 'an unknown verdict' "$WINNOW" review --only maybe "$patch"
fails_with 64 'not a date' "$WINNOW" review --now tomorrow "$patch"
fails_with 64 'rules without a word' "$WINNOW" rules
fails_with 64 'rules with an unknown word' "$WINNOW" rules frobnicate
run "$WINNOW" revieww
same 'an error goes to stderr alone' '' "$(cat "$work/out")"
same 'and is one line' 1 "$(wc -l <"$work/err")"

# says NAME PATTERN ARGUMENT...: fails with 2, one line that matches.
says()
{
	local name=$1 pattern=$2
	shift 2
	fails_with 2 "$name" "$WINNOW" "$@"
	matches "$name: said clearly" "^winnow: .*$pattern" "$work/err"
	same "$name: in one line, nothing else" '1 0' "$(echo $(wc -l <"$work/err") $(wc -c <"$work/out"))"
}
rules=(--no-default-rules --rules "$corpus/rules")
says 'no such repository' "/nowhere'?: " -C /nowhere review "${rules[@]}" A..B
says 'no such range' "'nowhere'" -C repo review "${rules[@]}" nowhere..master
says 'no such name' "'nowhere' is neither a file or directory nor a commit" -C repo review "${rules[@]}" nowhere
says 'no such file' 'nowhere.mbox' -C repo review "${rules[@]}" nowhere.mbox
says 'no such file, and no repository' 'nowhere.mbox' review "${rules[@]}" nowhere.mbox
says 'no such upstream' "'nowhere'" -C repo review "${rules[@]}" --upstream nowhere "$patch"
says 'no such upstream repository' '/nowhere' review "${rules[@]}" --upstream-repo /nowhere "$patch"
says 'no such upstream table' 'nowhere.tsv' review "${rules[@]}" --upstream-table nowhere.tsv "$patch"
says 'no such target' "'nowhere'" -C repo review "${rules[@]}" --upstream master --target nowhere "$patch"
says 'no such base' "'nowhere'" -C repo review "${rules[@]}" --upstream master --onto nowhere "$patch"
says 'no such rules' '/nowhere' review --no-default-rules --rules /nowhere "$patch"
says 'no rules at all' 'rules' review --no-default-rules "$patch"
says 'no such ignore list' '/nowhere' review "${rules[@]}" --ignore /nowhere "$patch"
says 'an empty range' 'holds no commit' -C repo review "${rules[@]}" master..master
says 'a symmetric difference' "'A..B'" -C repo review "${rules[@]}" master~1...master
says 'a directory that is no queue' 'no queue' review "${rules[@]}" "$work/home"
says 'an empty file' 'no patch' review "${rules[@]}" /dev/null

fails_with 2 'an empty mbox' "$WINNOW" review "${rules[@]}" "$(: >empty && echo empty)"
run "$WINNOW" review "${rules[@]}" -
same 'nothing on standard input' 2 "$status"

full()
{
	"$@" >/dev/full
}
fails_with 2 'a full disk: text' full "$WINNOW" review "${rules[@]}" "$patch"
matches 'and it says so' 'cannot write' "$work/err"
fails_with 2 'a full disk: json' full "$WINNOW" review "${rules[@]}" --json "$patch"
matches 'and it says so in json' 'cannot write' "$work/err"
fails_with 2 'a full disk: explain' full "$WINNOW" explain "${rules[@]}" "$patch"
fails_with 2 'a full disk: help' full "$WINNOW" --help
fails_with 2 'a full disk: a command help' full "$WINNOW" review --help
fails_with 2 'a full disk: rules fields' full "$WINNOW" rules fields

review "$patch"
same 'a review' 0 "$status"
same 'no colour but on a terminal' 0 "$(grep -c "$(printf '\033')" "$work/out")"
same 'nothing to say on stderr' '' "$(cat "$work/err")"
review --only drop "$patch"
same '--only hides the others' '' "$(grep 'fix a leak' "$work/out")"
same '--only counts all' 1 "$(grep -c '^1 patch: 1 keep' "$work/out")"
review --exit-code "$patch"
same '--exit-code: all are kept' 0 "$status"
sed 's/^Subject:.*/Subject: [PATCH] net: rename a variable/' "$patch" >rename.patch
review --exit-code "$patch" rename.patch
same '--exit-code: one is not' 1 "$status"
same '--json and --format json are one' \
	"$("$WINNOW" review "${rules[@]}" --now 0 --json "$patch" | sha1sum)" \
	"$("$WINNOW" review "${rules[@]}" --now 0 --format json "$patch" | sha1sum)"

ok 'explain' "$WINNOW" explain "${rules[@]}" --now 0 "$patch"
ok 'explain an entry of a queue' "$WINNOW" explain "${rules[@]}" --queue "$patch" --queue rename.patch 2
matches 'it is that one' 'rename a variable' "$work/out"
says 'explain an entry that is not there' "'7'" explain "${rules[@]}" --queue "$patch" 7

# Defaults come from git's configuration.
git -C repo config winnow.upstream master
run "$WINNOW" -C repo review "${rules[@]}" --now 0 --json HEAD~1..HEAD
same 'the upstream of the configuration' master "$(json .upstream.source)"
git -C repo config winnow.rules "$corpus/rules"
run "$WINNOW" -C repo review --now 0 --json HEAD~1..HEAD
same 'the rules of the configuration' test.leak \
	"$(json '.patches[0].reasons[] | select(.rule == "test.leak").rule')"

# A format is asked for by the name that --help lists.
fails_with 64 'two formats' "$WINNOW" review --json --format text -
for command in 'review -' 'missing HEAD' 'measure --labels labels -'; do
	fails_with 64 "${command%% *}: a format that is none" "$WINNOW" $command --format xml
	matches "${command%% *}: those there are" "'xml' is none of: (list, long|text), json" "$work/err"
done

done_testing
