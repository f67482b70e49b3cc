#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What bash, zsh and fish complete, each asked as it is when somebody presses the key; docs.t holds bash's options to --help.
. "$(dirname "$0")/lib.sh"

commit repo v1.x 'Ann Ash' 2022-01-01 net/a.c <<<'net: start' >/dev/null
git -C repo branch -q stable/1.0 v1.x && git -C repo branch -q stable/1.1 v1.x
cd repo && mkdir queue-1.0 drafts && touch queue-1.0/series saved.json dream && cd .. || exit 1
export PATH=${WINNOW%/*}:$PATH

# in_SHELL LINE: what it offers for the last word, a line each.
in_bash()
{
	(cd repo && bash --norc -c '
		. "$1"
		read -r -a COMP_WORDS <<<"${2//=/ = }"
		[[ $2 != *[\ =] ]] || COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		_winnow
		printf "%s\n" "${COMPREPLY[@]}"' - "$O/completion/winnow.bash" "$1") | sort
}

# A zsh at a terminal, whose compadd also writes down what it is asked to add.
mkdir zsh && cp "$O/completion/winnow.zsh" zsh/_winnow
cat >zsh/.zshrc <<'END'
	fpath=($ZDOTDIR $fpath)
	autoload -Uz compinit && compinit -u -d $ZDOTDIR/dump
	PROMPT='ready>' LISTMAX=10000
	unsetopt beep
	compadd()
	{
		local -a hits
		if [[ -z ${(M)argv:#-(O|A|D)*} ]]; then
			builtin compadd -O hits "$@"
			((! $#hits)) || print -rl -- $hits >>$ZDOTDIR/offered
		fi
		builtin compadd "$@"
	}
END
cat >zsh/press <<'END'
	zmodload zsh/zpty
	reads()
	{
		local all= part
		repeat 3000; do
			while zpty -r -t shell part; do all+=$part; done
			[[ $all != *$1* ]] || return 0
			sleep 0.02
		done
		print -r -- "no '$1' in: $all" >&2
		exit 1
	}
	zpty -b shell 'TERM=dumb zsh -d -i'
	reads 'ready>'
	# The answer to the key is whole when the next line is there.
	zpty -w -n shell "$1"$'\t'$'\x15'"print -r -- do''ne"$'\n'
	reads done
	zpty -d shell
END
in_zsh()
{
	: >zsh/offered
	(cd repo && ZDOTDIR=$work/zsh zsh -f "$work/zsh/press" "$1") || return
	sort -u zsh/offered
}
in_fish()
{
	(cd repo && fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$O/completion/winnow.fish" "$1") | cut -f 1 | sort
}

# offers NAME LINE WORD...: in each shell; what stays in front of a word and a "/" behind it are the shell's own.
lines()
{
	printf '%s\n' "$@" | sed 's|.*[,=]||; s|.*\.\.||; s|/$||; s|^%||' | sort
}
offers()
{
	local shell
	for shell in bash zsh fish; do
		if command -v $shell >/dev/null; then
			same "$shell: $1" "$(lines "${@:3}")" "$(mapfile -t found < <(in_$shell "$2" 2>&1); lines "${found[@]}")"
		else
			skip "$shell: $1" "no $shell"
		fi
	done
}
offers 'a command' 'winnow rev' review
offers 'what help is about' 'winnow help rev' review
offers 'options of the program' 'winnow --no-' --no-color --no-pager
offers 'options of a command' 'winnow review --chan' --changed --changed-from
offers 'what rules does' 'winnow rules f' fields fit format
offers 'options of that' 'winnow rules fit --fo' --folds
offers 'formats of one command' 'winnow missing --format j' json junit
offers 'and of another, behind the short form' 'winnow trees -f j' json
offers 'words that help names' 'winnow review --sort sev' severity
offers 'verdicts' 'winnow review --only ' keep keep-with drop ask
offers 'of several the next' 'winnow review --only drop,a' ask
offers 'in one word with the option' 'winnow review --fail-on=dr' drop
offers 'branches' 'winnow review --onto stab' stable/1.0 stable/1.1
offers 'the end of a range' 'winnow missing v1.x..stable/1.0' stable/1.0
offers 'branches of the repository that -C names' "winnow -C $work/repo review --onto stab" stable/1.0 stable/1.1
offers 'directories alone where only these count' 'winnow review --rules dr' drafts
offers 'files' 'winnow review --changed-from sav' saved.json
offers 'queues are files, too' 'winnow review que' queue-1.0
printf 'leak.patch\n# what else\nlate.patch -p0\nother.patch\n' >repo/queue-1.0/series
offers 'patches of the queue that is named' 'winnow explain --queue queue-1.0 l' leak.patch late.patch
offers 'or whose series is' 'winnow explain --queue=queue-1.0/series o' other.patch
offers 'but a queue for it' 'winnow explain --queue que' queue-1.0
offers 'a field of a format string' "winnow review --format '%(verd" '%(verdict)'
offers 'nothing where nothing is known' 'winnow missing --for s'
offers 'options of the program behind a command' 'winnow review --color a' always auto
offers 'nothing behind a command that is none' 'winnow revew sav'

done_testing
