#compdef winnow
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Zsh completion for winnow(1), installed as _winnow. make puts in what table.awk has.

typeset -g _winnow_table='
@TABLE@
'

# Revisions of the repository that -C names, or of the current directory's; behind ".." the end of a range.
_winnow_revisions()
{
	local -a revisions
	revisions=(${(f)"$(git ${directory:+-C} ${directory:+$directory} for-each-ref \
		--format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null)"})
	compset -P '*..'
	compadd -X revision -a revisions
}

# Patches that the series of what --queue names lists. False if there is none.
_winnow_patches()
{
	local series=${queue%/}
	local -a patches

	[[ -n $series ]] || return 1
	[[ ! -d $series ]] || series+=/series
	[[ -f $series ]] || return 1
	patches=(${(f)"$(sed 's/[[:blank:]#].*//; /^$/d' $series)"})
	compadd -X patch -a patches
}

# What the value of an option, or what else stands there, may be. False if it is none.
_winnow_kind()
{
	local -a fields
	case $1 in
	'') return 1 ;;
	files) _files ;;
	directories) _files -/ ;;
	revisions) _winnow_revisions ;;
	queue)
		_winnow_patches || { _winnow_revisions; _files; }
		;;
	formats\ *)
		if [[ $PREFIX == *%* ]]; then
			# "%(verdict) %(fi": the last field of a format string.
			fields=(${(f)"$(_call_program fields $words[1] $command --help 2>/dev/null | grep -o '^  %([a-z-]*)')"})
			compset -P '*%'
			compadd -S '' -- ${${fields#  }#%}
		else
			compadd -- ${=1#* }
		fi
		;;
	words\ *) compadd -- ${=1#* } ;;
	list\ *) compset -P '*,' && : ; compadd -S '' -- ${=1#* } ;;
	esac
	return 0
}

_winnow()
{
	local line word command='' directory='' queue='' previous=${words[CURRENT - 1]} joined='' rest
	local -A global kinds meanings
	local -a offered
	integer i

	# _winnow_rows COMMAND: what the table has for it.
	_winnow_rows()
	{
		kinds=() meanings=()
		for line in ${(f)_winnow_table}; do
			[[ ,${line%%$'\t'*}, == *,$1,* ]] || continue
			rest=${line#*$'\t'} word=${rest%%$'\t'*} rest=${rest#*$'\t'}
			kinds[.$word]=${rest%%$'\t'*} meanings[.$word]=${rest#*$'\t'}
		done
	}

	_winnow_rows -
	global=("${(@kv)kinds}")
	for ((i = 2; i < CURRENT; i++)); do
		word=${(Q)words[i]}
		if [[ $word == -C && i+1 -lt CURRENT ]]; then
			directory=${~${(Q)words[++i]}}
		elif [[ $word == --queue && i+1 -lt CURRENT ]]; then
			queue=${~${(Q)words[++i]}}
		elif [[ $word == --queue=* ]]; then
			queue=${~${word#*=}}
		elif [[ $word == -* ]]; then
			[[ -n $command || -z ${global[.$word]-} ]] || i+=1
		elif [[ -z $command && $word != help ]]; then
			command=$word
			_winnow_rows $command
		elif [[ $command == rules && ${kinds[.$word]-} == command ]]; then
			command+=-$word
		fi
	done
	if [[ $command == rules-* ]]; then
		_winnow_rows $command
		((${#kinds})) || _winnow_rows rules # that has no options of its own
	elif [[ -z $command ]]; then
		_winnow_rows -
	fi
	((${#kinds})) || return 1

	if [[ $PREFIX == --*=* ]]; then
		previous=${PREFIX%%=*} joined=yes
		compset -P '*='
	fi
	# Options of the program count behind a command, too.
	for rest in "${kinds[.$previous]-}" "${global[.$previous]-}"; do
		[[ -z $rest || $rest == command ]] || { _winnow_kind $rest; return; }
	done
	[[ -z $joined ]] || return 1

	if [[ $PREFIX == -* ]]; then
		for word in ${(ok)kinds}; do
			[[ $word != .-* ]] || offered+=("${${word#.}//:/\\:}:${meanings[$word]}")
		done
		_describe -o option offered
		return
	fi
	if [[ $command != rules-* ]]; then
		for word in ${(ok)kinds}; do
			[[ ${kinds[$word]} != command ]] || offered+=("${word#.}:${meanings[$word]}")
		done
		((${#offered})) && { _describe command offered; return; }
	fi
	_winnow_kind "${kinds[.]-}"
}

_winnow "$@"
