# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Bash completion for winnow(1). Works with and without bash-completion's own functions. make puts in what table.awk has.

_winnow_table='
@TABLE@
'

# Revisions of the repository that -C names, or of the current directory's.
_winnow_revisions()
{
	git ${_winnow_directory:+-C "$_winnow_directory"} for-each-ref \
		--format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null
}

# Patches that the series of what --queue names lists.
_winnow_patches()
{
	local series=${_winnow_queue%/}

	[[ ! -d $series ]] || series+=/series
	[[ ! $_winnow_queue || ! -f $series ]] || sed 's/[[:blank:]#].*//; /^$/d' "$series"
}

# _winnow_reply WORDS: those of the lines of WORDS that begin with what was typed.
_winnow_reply()
{
	local word

	while read -r word; do
		[[ $word && $word == "$cur"* ]] && COMPREPLY+=("$word")
	done <<<"$1"
}

# "drop,as" completes to "drop,ask": the words already given stay in front.
_winnow_reply_list()
{
	local given='' word

	[[ $cur == *,* ]] && given=${cur%,*},
	for word in $1; do
		[[ ,$given == *,"$word",* ]] || _winnow_reply "$given$word"
	done
}

# "v6.12..v6" completes the end of the range.
_winnow_reply_revisions()
{
	local start='' revision

	[[ $cur == *..* ]] && start=${cur%"${cur##*..}"}
	while read -r revision; do
		_winnow_reply "$start$revision"
	done < <(_winnow_revisions)
}

# _winnow_reply_paths -f|-d: files, or directories only.
_winnow_reply_paths()
{
	local path

	# Not with revisions among them: readline would show what is behind their last '/' alone.
	((${#COMPREPLY[@]})) || compopt -o filenames 2>/dev/null
	while IFS= read -r path; do
		COMPREPLY+=("$path")
	done < <(compgen "$1" -- "$cur")
}

# _winnow_reply_formats WORDS: or, of a format string such as "%(verdict) %(fi", the last field; the rest stays in front.
_winnow_reply_formats()
{
	local field

	if [[ $cur != *%* ]]; then
		_winnow_reply "${1// /$'\n'}"
		return
	fi
	while read -r field _; do
		_winnow_reply "${cur%'%'*}$field"
	done < <("${COMP_WORDS[0]}" "$command" --help 2>/dev/null | grep -o '^  %([a-z-]*)')
}

# _winnow_rows COMMAND: of the table, in rows: word, kind.
_winnow_rows()
{
	local commands word kind

	rows=()
	# No read with tabs between: they are blanks, of which several are one.
	while IFS= read -r commands; do
		[[ ,${commands%%$'\t'*}, == *,"$1",* ]] || continue
		word=${commands#*$'\t'} kind=${word#*$'\t'}
		rows+=("${word%%$'\t'*}" "${kind%%$'\t'*}")
	done <<<"$_winnow_table"
}

# Complete what is of this kind. False if it is none.
_winnow_kind()
{
	case $1 in
	'') return 1 ;;
	files) _winnow_reply_paths -f ;;
	directories) _winnow_reply_paths -d ;;
	revisions) _winnow_reply_revisions ;;
	queue)
		found=$(_winnow_patches)
		if [[ $found ]]; then
			_winnow_reply "$found"
		else
			_winnow_reply_revisions
			_winnow_reply_paths -f
		fi
		;;
	formats\ *) _winnow_reply_formats "${1#* }" ;;
	words\ *) _winnow_reply "$(printf '%s\n' ${1#* })" ;;
	list\ *) _winnow_reply_list "${1#* }" ;;
	esac
	return 0
}

# _winnow_find WORD ROW...: sets found to the kind of that word, "none" where it is not there.
_winnow_find()
{
	local word=$1

	found=none
	while shift && (($#)); do
		[[ $1 != "$word" ]] || { found=$2; return; }
		shift
	done
}

_winnow()
{
	local cur previous='' command='' i joined='' found word global rows=()
	local _winnow_directory='' _winnow_queue=''

	COMPREPLY=()
	# Readline cuts words at '=' ("--only" "=" "drop"), unless COMP_WORDBREAKS says otherwise.
	cur=${COMP_WORDS[COMP_CWORD]}
	cur=${cur#[\'\"]} # which readline keeps
	((COMP_CWORD > 0)) && previous=${COMP_WORDS[COMP_CWORD - 1]}
	if [[ $cur == = ]]; then
		cur=''
	elif [[ $previous == = ]] && ((COMP_CWORD > 1)); then
		previous=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $cur == --*=* ]]; then
		previous=${cur%%=*}
		joined=$previous=
		cur=${cur#*=}
	fi

	_winnow_rows -
	global=("${rows[@]}")
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $word == -C ]] && ((i + 1 < COMP_CWORD)); then
			_winnow_directory=${COMP_WORDS[++i]}
			_winnow_directory=${_winnow_directory/#\~/$HOME}
		elif [[ $word == --queue ]] && ((i + 1 < COMP_CWORD)); then
			[[ ${COMP_WORDS[i + 1]} != = ]] || ((i++))
			((i + 1 >= COMP_CWORD)) || _winnow_queue=${COMP_WORDS[++i]/#\~/$HOME}
		elif [[ $word == --queue=* ]]; then
			_winnow_queue=${word#*=}
		elif [[ $word == = ]]; then
			((i++)) # a value
		elif [[ $word == -* ]]; then
			_winnow_find "$word" "${global[@]}"
			[[ ! $command && $found && $found != none && ${COMP_WORDS[i + 1]} != = ]] && ((i++))
		elif [[ ! $command && $word != help ]]; then
			command=$word
			_winnow_rows "$command"
		elif [[ $command == rules ]]; then
			_winnow_find "$word" "${rows[@]}"
			[[ $found != command ]] || command+=-$word
		fi
	done
	[[ $command != rules-* ]] || _winnow_rows "$command"
	[[ $command != rules-* ]] || ((${#rows[@]})) || _winnow_rows rules # that has no options of its own
	[[ $command ]] || rows=("${global[@]}")
	((${#rows[@]})) || return

	_winnow_find "$previous" "${rows[@]}"
	# Options of the program count behind a command, too.
	[[ $found != none ]] || _winnow_find "$previous" "${global[@]}"
	[[ $found != none && $found != command ]] && _winnow_kind "$found" && {
		COMPREPLY=("${COMPREPLY[@]/#/$joined}")
		return
	}
	[[ $joined ]] && return
	found=
	for ((i = 0; i < ${#rows[@]}; i += 2)); do
		word=${rows[i]}
		if [[ ! $word ]]; then
			[[ $command == rules ]] || found=${rows[i + 1]}
		elif [[ $word == -* ]]; then
			[[ $cur != -* ]] || _winnow_reply "$word"
		elif [[ $command != rules-* ]]; then
			[[ $cur == -* ]] || _winnow_reply "$word"
		fi
	done
	[[ $cur == -* ]] || _winnow_kind "$found"
}

complete -F _winnow winnow
