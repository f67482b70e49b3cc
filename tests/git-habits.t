#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What whoever knows git expects of a program beside it; where git has the same, it is asked, too.
. "$(dirname "$0")/lib.sh"

. "$top/tests/lamp.sh"
mkdir -p repo/below/more

# missing ARGUMENT...: the titles that the branch lacks, of what winnow is called with.
missing()
{
	run "$WINNOW" "$@" --now 2024-01-01 --json
	[ "$status" -eq 0 ] && jq -r '.missing[].subject' out || cat err
}
fix='lamp: put it out, too'

# --- options of all commands, before their name and behind it
same 'it is missing' "$fix" "$(missing -C repo missing --upstream master stable)"
same '-C: several, each from the one before on' "$fix" "$(missing -C repo -C below -C more missing --upstream master stable)"
same 'as for git' "$(git -C repo rev-parse --absolute-git-dir)" "$(git -C repo -C below -C more rev-parse --absolute-git-dir)"
same '-C: an empty one stays' "$fix" "$(missing -C repo -C '' missing --upstream master stable)"
same 'as for git' "$(git -C repo rev-parse --absolute-git-dir)" "$(git -C repo -C '' rev-parse --absolute-git-dir)"
same '-C: an absolute one begins anew' "$fix" "$(missing -C nowhere -C "$PWD/repo" missing --upstream master stable)"
same '-C behind the command' "$fix" "$(missing missing -C repo --upstream master stable)"
same 'in its long form' "$fix" "$(missing missing --directory=repo --upstream master stable)"
same 'and at the end' "$fix" "$(missing missing --upstream master stable -C repo)"
same 'the letter of a command is its own' "winnow: no patch '99' in the queue of 1" \
	"$("$WINNOW" -p -c user.email=ann@example.org -C repo reply -p 99 --upstream master "$start..stable" 2>&1)"
for option in --paginate --no-pager --color=never --no-color --color=auto; do
	same "$option before" "$fix" "$(missing -C repo "$option" missing --upstream master stable)"
	same "$option behind" "$fix" "$(missing -C repo missing "$option" --upstream master stable)"
done
same 'of two the last counts' 0 "$("$WINNOW" --color=always -C repo missing --no-color --upstream master stable |
	grep -c "$(printf '\033')")"
same 'so does it the other way round' yes "$("$WINNOW" --no-color -C repo missing --color always --upstream master stable |
	grep -q "$(printf '\033')" && echo yes)"
fails_with 64 'a colour that is none' "$WINNOW" --color=loud version
same 'is named' 'winnow: --color=loud: not one of auto, always, never (see winnow --help)' "$(cat err)"
fails_with 64 'behind a command, too' "$WINNOW" missing --color=loud x
same 'is named, too' 'winnow: missing: --color=loud: not one of auto, always, never (see winnow missing --help)' "$(cat err)"
fails_with 64 'a global option that is written wrong' "$WINNOW" --no-pagr version
same 'is guessed' "winnow: unknown option --no-pagr, did you mean '--no-pager'? (see winnow --help)" "$(cat err)"
fails_with 64 'behind a command' "$WINNOW" missing --no-pagr x
matches 'it is guessed, too' "did you mean '--no-pager'" err
ok 'one that is written short' "$WINNOW" --no-pa version
same 'what the command calls so goes before' "winnow: review: --upstr may be --upstream or --upstream-repo (see winnow review --help)" \
	"$("$WINNOW" review --upstr=x x 2>&1)"
ok 'and all have room beside it' "$WINNOW" --no-p -C repo missing --no-pag --upstream master stable
same 'a letter with its value behind it' "$fix" "$(missing -Crepo missing -cwinnow.upstream=master stable)"
same 'so has git' "$(git -C repo format-patch -1 -o apart master)" "$(git -C repo format-patch -1 -oapart master)"
run "$WINNOW" -c user.email=ann@example.org -C repo summary --upstream master --to list@example.org -oapart.mbox "$start..stable"
same 'the word behind it is none' "0 1" "$status $(grep -c '^From ' apart.mbox)"
fails_with 64 'not in a word with others' "$WINNOW" -C repo reply -qomade stable
same 'that is told' "winnow: reply: -o with its value has to be a word of its own: -qomade (see winnow reply --help)" "$(cat err)"
same 'none of them is in the help of a command' '' "$("$WINNOW" missing --help | grep -e --no-pager -e --git-dir)"

# --- help and version
same 'version' "$("$WINNOW" --version)" "$("$WINNOW" version)"
fails_with 64 'version of something' "$WINNOW" version it
same 'help of a command' "$("$WINNOW" review --help)" "$("$WINNOW" help review)"
same '-h' "$("$WINNOW" review --help)" "$("$WINNOW" review -h)"
same '--help before it, as git takes it' "$("$WINNOW" review --help)" "$("$WINNOW" --help review)"
same 'help of two words' "$("$WINNOW" rules fit --help)" "$("$WINNOW" help rules fit)"
same 'global options before the second word' "$("$WINNOW" rules fit --help)" "$("$WINNOW" rules -C repo --no-pager fit --help)"
same 'help of help' "$("$WINNOW" --help)" "$("$WINNOW" help help)"

# --- settings are what git says that they are
# upstream NAME [COMMAND...]: with what the shell sets now, git and winnow both have this upstream in repo; "" is none.
upstream()
{
	local name=$1 expected=$2 said
	shift 2
	same "$name: git's own word" "$expected" "$("$@" git -C repo config winnow.upstream)"
	said=$(run "$@" "$WINNOW" -C repo missing --now 2024-01-01 --json stable
		[ "$status" -eq 0 ] && jq -r .upstream.source out)
	same "$name: winnow's" "$expected" "$said"
}
upstream 'nothing' '' env
printf '[winnow]\n\tupstream = master\n' >some
printf '[include]\n\tpath = %s/some\n' "$PWD" >including
upstream 'GIT_CONFIG_GLOBAL' master env GIT_CONFIG_GLOBAL="$PWD/some"
upstream 'an include' master env GIT_CONFIG_GLOBAL="$PWD/including"
printf '[includeIf "gitdir:%s/repo/"]\n\tpath = %s/some\n' "$PWD" "$PWD" >if
upstream 'includeIf gitdir' master env GIT_CONFIG_GLOBAL="$PWD/if"
printf '[includeIf "gitdir:%s/other/"]\n\tpath = %s/some\n' "$PWD" "$PWD" >if
upstream 'of another repository' '' env GIT_CONFIG_GLOBAL="$PWD/if"
printf '[includeIf "onbranch:master"]\n\tpath = %s/some\n' "$PWD" >if
upstream 'includeIf onbranch' master env GIT_CONFIG_GLOBAL="$PWD/if"
printf '[include]\n\tpath = ~/mine\n' >if
cp some "$HOME/mine"
upstream 'an include at home' master env GIT_CONFIG_GLOBAL="$PWD/if"
upstream 'GIT_CONFIG_COUNT' master env GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=winnow.upstream GIT_CONFIG_VALUE_0=master
upstream 'GIT_CONFIG_PARAMETERS' master env "GIT_CONFIG_PARAMETERS='winnow.upstream'='master'"
upstream 'GIT_CONFIG_SYSTEM' master env -u GIT_CONFIG_NOSYSTEM GIT_CONFIG_SYSTEM="$PWD/some"
upstream 'GIT_CONFIG_NOSYSTEM' '' env GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_SYSTEM="$PWD/some"
cp some "$HOME/.gitconfig"
upstream 'a file at home' master env
rm "$HOME/.gitconfig"
mkdir -p "$XDG_CONFIG_HOME/git" && cp some "$XDG_CONFIG_HOME/git/config"
upstream 'XDG_CONFIG_HOME' master env
rm "$XDG_CONFIG_HOME/git/config"
git -C repo config winnow.upstream nowhere
upstream 'the last one counts' master env "GIT_CONFIG_PARAMETERS='winnow.upstream'='master'"
same '-c goes before the repository' "$fix" "$(missing -C repo -c winnow.upstream=master missing stable)"
same 'behind the command, too' "$fix" "$(missing -C repo missing -c winnow.Upstream=master stable)"
same 'of several the last counts' "$fix" "$(missing -C repo -c winnow.upstream=x missing -c winnow.upstream=master stable)"
same 'with quotes in it' "winnow: no commit 'it's; \$x!' in repository 'repo'" "$("$WINNOW" -C repo -c "winnow.upstream=it's; \$x!" missing stable 2>&1)"
git -C repo config --unset winnow.upstream
fails_with 64 '-c of what is no setting' "$WINNOW" -c upstream=master version
same 'it says so' "winnow: -c: 'upstream=master' is no setting, such as winnow.upstream=origin/master (see winnow --help)" "$(cat err)"

# Broken ones are no reason for a weaker review.
git -C repo config winnow.upstream master
cp repo/.git/config kept
broken()
{
	local name=$1 error=$2
	shift 2
	fails_with "${expected_status:-2}" "$name" "$WINNOW" -C repo missing "$@"
	matches "$name: it is told where" "^winnow: $error\$" err
	cp kept repo/.git/config
}
printf '[winnow\n' >>repo/.git/config
broken 'a broken file' "cannot open repository 'repo': .*$PWD/repo/.git/config:.*" stable
printf '[broken\n' >broken
printf '[include]\n\tpath = %s/broken\n' "$PWD" >>repo/.git/config
run git -C repo config -l
matches 'git fails at a broken include' 'bad config line 1 in file' err
fails_with 2 'so do we' "$WINNOW" -C repo missing stable
matches 'it is named' "$PWD/broken" err
cp kept repo/.git/config
run env GIT_TRACE=1 GIT_CONFIG_PARAMETERS="'bogus" "$WINNOW" -C repo missing stable
matches 'it is told whatever git traces' '^winnow: cannot read git.s configuration: bogus format in' err
printf '[winnow]\n\tignore\n' >>repo/.git/config
broken 'one without a value' "winnow.ignore: it has no value in '$PWD/repo/.git/config'" stable
printf '[winnow]\n\tignore = ~nobody-is-called-so/x\n' >>repo/.git/config
broken 'a home that is none' "winnow.ignore: '~nobody-is-called-so/x': there is no such home directory in '$PWD/repo/.git/config'" stable
printf '[color]\n\tui = sometimes\n' >>repo/.git/config
broken 'a colour' "color.ui: 'sometimes' is none of auto, always, never in '$PWD/repo/.git/config'" stable
fails_with 2 'one of -c' "$WINNOW" -C repo -c color.winnow=x missing stable
same 'is told to be there' "winnow: color.winnow: 'x' is none of auto, always, never on the command line" "$(cat err)"
fails_with 64 'a size' "$WINNOW" -C repo -c winnow.maxMemory=much review "$start..stable"
same 'is told, too' "winnow: winnow.maxMemory: not a size, such as 512m or 1g: 'much' on the command line" "$(cat err)"

# Values have git's kinds.
user=$(id -un)
home_of_user=$(git -C repo -c "x.y=~$user/list" config --type=path x.y)
printf 'lamp/*\n' >"$HOME/list"
same "a path begins at home" '' "$(missing -C repo -c winnow.ignore=~/list missing stable)"
fails_with 2 "a path begins at somebody's home" "$WINNOW" -C repo -c "winnow.ignore=~$user/no-such-list" missing stable
matches 'as for git' "'${home_of_user%/list}/no-such-list'" err
for value in true yes on 1 2 1k '' false no off 0 0k auto always never; do
	if [ "$(git -C repo -c "color.ui=$value" config --get-colorbool color.ui true)" = true ]; then expected=yes; else expected=no; fi
	# Without a terminal auto is no; always is the only one that shows.
	same "color.ui=$value is read" "$([ "$value" = always ] && echo yes || echo no)" \
		"$("$WINNOW" -C repo -c "color.ui=$value" missing stable 2>&1 | grep -q "$(printf '\033')" && echo yes || echo no)"
	ok 'without a complaint' "$WINNOW" -C repo -c "color.ui=$value" missing stable
done
ok 'one without a value is true' "$WINNOW" -C repo -c color.ui -c pager.winnow missing stable
cp kept repo/.git/config

# A repository's own ways: of a work tree, of GIT_DIR, up to a ceiling.
git -C repo config extensions.worktreeConfig true
git -C repo config --worktree winnow.upstream stable
same 'config.worktree' "$(git -C repo config winnow.upstream)" "$(run "$WINNOW" -C repo missing --json --now 2024-01-01 "$bug"; jq -r .upstream.source out)"
git -C repo config --worktree --unset winnow.upstream
same 'GIT_DIR' "$fix" "$(GIT_DIR=$PWD/repo/.git missing missing stable)"
same 'GIT_DIR from -C on, as for git' "$fix" "$(GIT_DIR=.git missing -C repo missing stable)"
same '--git-dir' "$fix" "$(missing --git-dir=repo/.git missing stable)"
same '--git-dir behind the command' "$fix" "$(missing missing stable --git-dir repo/.git)"
fails_with 2 'GIT_DIR that is none' env GIT_DIR="$PWD/repo/below" "$WINNOW" -C repo missing stable
matches 'is not passed over' "repo/below'" err
mkdir -p repo/below/more
same 'from below' "$fix" "$(cd repo/below/more && "$WINNOW" missing --json --now 2024-01-01 stable | jq -r '.missing[].subject')"
beyond()
{
	(cd repo/below/more && GIT_CEILING_DIRECTORIES=$work/repo/below "$@" 2>&1)
}
matches 'git stops at a ceiling' 'not a git repository' <(beyond git rev-parse)
matches 'so do we' 'no repository' <(beyond "$WINNOW" missing --upstream master stable)
cp -R repo moved
rm -rf moved/.git/config && cp kept moved/.git/config
ok 'GIT_WORK_TREE is where decisions go' env GIT_WORK_TREE="$PWD/repo/below" GIT_DIR="$PWD/moved/.git" "$WINNOW" \
	-c user.email=ann@example.org decide --upstream master --queue "$start..stable" 1 keep
ok 'and are' test -s repo/below/.winnow-decisions
ok 'with GIT_DIR alone they go here, as for git' env -C repo/below/more GIT_DIR="$PWD/moved/.git" "$WINNOW" \
	-c user.email=ann@example.org decide --upstream master --queue "$start..stable" 1 keep
ok 'and are' test -s repo/below/more/.winnow-decisions

# Without git there is libgit2, which heeds less, and that is said; what is asked for this once is no less.
mkdir bare-path
for tool in sh env jq; do ln -s "$(command -v $tool)" bare-path/; done
run env PATH="$PWD/bare-path" "$WINNOW" -C repo missing --now 2024-01-01 --json stable
same 'without git: the same' "$fix" "$(jq -r '.missing[].subject' out)"
same 'and it is said, once' 'winnow: warning: there is no git to ask for its configuration: libgit2 reads it, which heeds less' "$(cat err)"
fails_with 64 'but not with -c' env PATH="$PWD/bare-path" "$WINNOW" -C repo -c winnow.upstream=master missing stable
matches 'which it says' 'there is no git to ask for its configuration, which -c and GIT_CONFIG_PARAMETERS are for' err

# A git that prints without end, or does not answer, keeps nobody.
mkdir odd && ln -s "$(command -v yes)" odd/yes
printf '#!/bin/sh\nexec yes\n' >odd/git && chmod +x odd/git
fails_with 2 'a git without end' env PATH="$PWD/odd:$PATH" "$WINNOW" -C repo missing stable
same 'is told' "winnow: cannot read git's configuration: cannot run git: it prints too much" "$(cat err)"

# Where no setting is asked for no program is run.
printf '#!/bin/sh\necho "$@" >>%s/calls\nexec %s "$@"\n' "$work" "$(command -v git)" >odd/git
: >calls
run env PATH="$PWD/odd:$PATH" "$WINNOW" --version
run env PATH="$PWD/odd:$PATH" "$WINNOW" help review
same 'version and help run no git' '' "$(cat calls)"
run env PATH="$PWD/odd:$PATH" "$WINNOW" -C repo missing stable
same 'missing runs one' 1 "$(wc -l <calls)"
: >calls
run env PATH="$PWD/odd:$PATH" "$WINNOW" -C repo review "$start..stable"
same 'review, too' 1 "$(wc -l <calls)"


# --- what a branch's name stands for is told
run "$WINNOW" -C repo review --upstream master --now 2024-01-01 stable
same 'review: the tip, and how to have the whole' \
	"winnow: warning: 'stable' is a branch: taken is one commit, its tip; the whole branch is BASE..stable" "$(cat err)"
for word in "$(git -C repo rev-parse stable)" stable~0 "$start..stable"; do
	run "$WINNOW" -C repo review --upstream master --now 2024-01-01 "$word"
	same "review: nothing of ${word/$start/START}" '' "$(cat err)"
done
run "$WINNOW" -C repo missing --upstream master --now 2024-01-01 stable
same 'missing: all that it has beyond upstream' 'stable: 1 commit that master lacks, 1 taken from upstream; missing: 1 fix' \
	"$(grep '^stable:' out | sed 's/ fix;.*/ fix/')"
run "$WINNOW" -C repo missing --upstream master --now 2024-01-01 "$start..stable"
matches 'a range says itself what it is' ': 1 commit, 1 taken' out


# --- commits as rev-list takes them: a history with merges, a rename, and what is undone on one side
mkdir -p history/lamp history/fan && cd history || exit 1
git init -q -b main .
put() # BRANCH FILE CONTENT SUBJECT
{
	git checkout -q "$1" && mkdir -p "$(dirname "$2")" && printf '%s\n' "$3" >"$2" && git add -A
	git -c user.name=Ann -c user.email=ann@example.org commit -q -m "$4"
}
merge() # BRANCH OTHER [OPTION...]
{
	git checkout -q "$1" && git -c user.name=Ann -c user.email=ann@example.org merge -q --no-ff -m "Merge $2" "${@:3}" "$2"
}
export GIT_AUTHOR_DATE='2022-01-01T00:00:00Z' GIT_COMMITTER_DATE='2022-01-01T00:00:00Z'
printf '%s\n' a b c d e f >lamp/a.c && git add -A && git -c user.name=Ann -c user.email=ann@example.org commit -q -m 'lamp: start'
git tag base
put main fan/f.c 1 'fan: start'
git branch side
put side lamp/b.c 1 'lamp: add b'
put main fan/f.c 2 'fan: faster'
merge main side
git branch undone
put undone lamp/b.c 2 'lamp: change b'
put undone lamp/b.c 1 'lamp: change it back'
put main fan/g.c 1 'fan: add g'
merge main undone
git checkout -q main && git mv lamp/a.c fan/a.c && git -c user.name=Ann -c user.email=ann@example.org commit -q -m 'lamp: move a'
put main fan/a.c 2 'fan: change a'
put main lamp/b.c 3 'lamp: change b for good'
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE
git branch topic base && put topic lamp/t.c 1 'lamp: add t'
git checkout -q main
cd ..

# listed WORD...: rev-list and review take the same commits, in the same order; merges are skipped by reviews.
listed()
{
	local expected actual
	expected=$(git -C history rev-list --reverse --topo-order --no-merges "$@" | xargs)
	actual=$(run "$WINNOW" -C history review -q --no-default-rules --rules "$corpus/rules" --now 2024-01-01 --json "$@"
		[ "$status" -eq 0 ] && jq -r '.patches[].commit // .patches[].source' out | xargs || cat err)
	same "as rev-list has it: $*" "$expected" "$actual"
}
listed base..main -- lamp
listed base..main -- fan
listed base..main -- lamp/b.c
listed base..main -- lamp/a.c
listed base..main -- fan/a.c
listed base..main -- lamp fan
listed base..main -- '*.c' ':!fan'
listed base..main -- .
listed ^base main
listed main ^base
listed main topic ^base
listed ^base main topic
listed main ^side ^topic
listed base..main ^topic -- lamp
same 'a path is from -C on' "$(git -C history/lamp rev-list --reverse base..main -- b.c | xargs)" \
	"$("$WINNOW" -C history/lamp review -q --now 2024-01-01 --json base..main -- b.c | jq -r '.patches[].source' | xargs)"
same 'or from here' "$(git -C history rev-list --reverse base..main -- lamp/b.c | xargs)" \
	"$(cd history/lamp && "$WINNOW" review -q --now 2024-01-01 --json base..main -- b.c | jq -r '.patches[].source' | xargs)"
fails_with 2 'no commit of a path' "$WINNOW" -C history review base..main -- nothing-here
same 'is said' "winnow: 'base..main' holds no commit of these paths" "$(cat err)"
fails_with 2 'a revision that is none' "$WINNOW" -C history review ^base nowhere
matches "is told in git's words" "^winnow: cannot list commits: bad revision 'nowhere'" err
fails_with 2 'a path outside' "$WINNOW" -C history review base..main -- ../other
matches "is, too" '^winnow: cannot list commits: .*outside repository' err
fails_with 2 'names behind -- where none is before it' "$WINNOW" review -- --js
fails_with 64 'a command without paths' "$WINNOW" -C history missing --upstream main base side ^topic
same 'says what it takes' 'winnow: missing: one branch at a time, such as ^A B or A..B' "$(cat err)"
range=$("$WINNOW" -C repo missing --upstream master --now 2024-01-01 --json "$start..stable" | jq -c '[.branch.commits, .missing]')
for words in "^$start stable" "stable ^$start" "stable -- lamp" "$start..stable -- lamp/a.c"; do
	# shellcheck disable=SC2086
	same "missing ${words//$start/START}" "$range" \
		"$("$WINNOW" -C repo missing --upstream master --now 2024-01-01 --json $words | jq -c '[.branch.commits, .missing]')"
done
fails_with 2 'missing: no commit of a path' "$WINNOW" -C repo missing --upstream master "$start..stable" -- fan

# --- as a command of git's, once it is installed
installed()
{
	make -s -C "$top" O="$O" BUILT=yes PREFIX=/usr DESTDIR="$work/root" "$@"
}
ok 'make install' installed install
ok 'again' installed install
git_winnow()
{
	env PATH="$work/root/usr/bin:$PATH" MANPATH="$work/root/usr/share/man" git "$@"
}
git -C repo config --unset winnow.upstream
same 'git winnow' "$("$WINNOW" --version)" "$(git_winnow winnow --version)"
same 'git winnow -h' "$("$WINNOW" -h)" "$(git_winnow winnow -h)"
same 'git winnow review -h' "$("$WINNOW" review -h)" "$(git_winnow winnow review -h)"
lacks=$("$WINNOW" -C repo missing --upstream master stable --now 2024-01-01)
same 'git -C' "$lacks" "$(git_winnow -C repo winnow missing --upstream master stable --now 2024-01-01)"
same 'git -c' "$lacks" "$(git_winnow -C repo -c winnow.upstream=master winnow missing stable --now 2024-01-01)"
same 'git --config-env' "$lacks" "$(up=master git_winnow -C repo --config-env=winnow.upstream=up winnow missing stable --now 2024-01-01)"
same 'git --git-dir' "$lacks" "$(git_winnow --git-dir=repo/.git winnow missing --upstream master stable --now 2024-01-01)"
git config -f "$HOME/.gitconfig" alias.lacks 'winnow missing --upstream master'
same 'an alias of git' "$lacks" "$(git_winnow -C repo lacks stable --now 2024-01-01)"
git config -f "$HOME/.gitconfig" alias.lacks '!git winnow missing --upstream master'
same 'one of the shell, from below' "$lacks" "$(git_winnow -C repo/below lacks stable --now 2024-01-01)"
rm "$HOME/.gitconfig"
fails_with 64 'an error' git_winnow winnow reveiw
same 'is told by the name that it has everywhere' "winnow: no command 'reveiw', did you mean 'review'? (see winnow --help)" "$(cat err)"
matches 'git help winnow' 'review patches proposed for a stable tree' <(LC_ALL=C.UTF-8 MANWIDTH=200 git_winnow help winnow 2>&1 | col -bx)
ok 'make uninstall' installed uninstall
same 'leaves no file' '' "$(cd root && find . ! -type d)"
# --- from inside of a git directory, which may have any name
mkdir inside
cp -R repo/.git inside/any
for at in inside/any inside/any/refs repo/.git; do
	run git -C "$at" rev-parse --show-toplevel
	same "git: $at has no work tree" 128 "$status"
	fails_with 64 'there is no place for decisions then' "$WINNOW" -C "$at" -c user.email=ann@example.org decide stable drop -m 'not here'
done
same 'and none was made beside it' '' "$(find inside -name '.winnow*')"

# --- exit statuses, readers that go away, symmetric ranges
run git no-such-command
same 'git: a command that is none' 1 "$status"
run git -C repo log --no-such-option
same 'git: wrong usage of one' yes "$([ "$status" -ge 128 ] && echo yes)"
fails_with 64 'a command that is none' "$WINNOW" no-such-command
run git -C repo diff --exit-code master~1 master
same 'git diff --exit-code' 1 "$status"
fails_with 1 '--exit-code, as of git diff' "$WINNOW" -C repo missing --exit-code --upstream master stable
ok 'none without' "$WINNOW" -C repo missing --upstream master stable
same 'head of it' '' "$({ "$WINNOW" -C repo review --json --upstream master "$start..stable" | head -c 1 >first; } 2>&1)"
fails_with 2 'no symmetric ones' "$WINNOW" -C repo review master...stable

# The table of them, each line with its test.
wrong=
habits=0
while IFS= read -r row; do
	habits=$((habits + 1))
	name=${row% |} name=${name##*| }
	[[ $name == 'none: '?* ]] || grep -qF -- "$name" "$top/tests/git-habits.t" "$top/tests/repository-open.t" || wrong+="$row"$'\n'
done < <(grep '^| ' "$top/data/doc/git-habits.md" | grep -v '^| \(habit\|---\)')
ok 'git-habits.md has many lines' [ "$habits" -gt 25 ]
same 'and each of them a test' '' "$wrong"

done_testing
