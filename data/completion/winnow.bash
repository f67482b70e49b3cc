# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Bash completion for winnow(1). Works with and without bash-completion's own functions.

# Revisions of the repository that -C names, or of the current directory's.
_winnow_revisions()
{
	git ${_winnow_directory:+-C "$_winnow_directory"} for-each-ref \
		--format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null
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

# What the program itself says that --format takes.
_winnow_reply_formats()
{
	local help line field

	help=$("${COMP_WORDS[0]}" "$command" --help 2>/dev/null)
	if [[ $cur == *%* ]]; then
		# "%(verdict) %(fi": the last field of a format string; the rest stays in front.
		while read -r field _; do
			_winnow_reply "${cur%'%'*}$field"
		done < <(grep -o '^  %([a-z-]*)' <<<"$help")
		return
	fi
	line=$(sed -n 's/.*--format=FORMAT *One of: //p' <<<"$help")
	_winnow_reply "${line//, /$'\n'}"
}

# Complete the value of an option. False if the option takes none.
_winnow_value()
{
	case $1 in
	-u | --upstream | --onto | -t | --target) _winnow_reply_revisions ;;
	-C | --directory | --git-dir | --upstream-repo | --rules | --inbox | --cache | --maildir | --eml | --templates) _winnow_reply_paths -d ;;
	--upstream-table | --index | --corrections | --ignore | --model | --kind-model | --try | --thread | --decisions | --people | --table | --changed-from | --new-since | --cves) _winnow_reply_paths -f ;;
	-l | --list | --mbox | --labels | --import | -o | --output | --maintainers | --ledger) _winnow_reply_paths -f ;;
	-f | --format) _winnow_reply_formats ;;
	-c | --config) ;;
	--color | --hyperlinks) _winnow_reply $'auto\nalways\nnever' ;;
	--kind) _winnow_reply $'failed\nadded\ndropped' ;;
	--without) _winnow_reply_list 'ask failed keep-with open' ;;
	--fail-on)
		if [[ $command == missing ]]; then
			_winnow_reply_list 'any fix fix-words revert mention unknown cve security crash regression build functional cosmetic'
		else
			_winnow_reply_list 'keep keep-with drop ask'
		fi
		;;
	--severity) _winnow_reply $'security\ncrash\nregression\nbuild\nfunctional\ncosmetic' ;;
	--only) _winnow_reply_list 'keep keep-with drop ask' ;;
	--sort) _winnow_reply $'severity\nqueue\nsubsystem' ;;
	--queue)
		_winnow_reply_revisions
		_winnow_reply_paths -f
		;;
	--since) _winnow_reply $'1.day\n1.week\n2.weeks\n1.month' ;;
	--now | -m | --note | --until | --tree | --for | --folds | --keep | -p | --patch | --branch | --to | --cc) ;;
	--split-by) _winnow_reply subsystem ;;
	--identity | --attempts | --wait | --timeout | --max-recipients | --archive | --stall | --max-size) ;;
	--max-memory) _winnow_reply $'256m\n512m\n1g\n2g\n4g' ;;
	*) return 1 ;;
	esac
	return 0
}

_winnow()
{
	local global='-C --directory -c --config --git-dir -p --paginate --no-pager --color --no-color --hyperlinks'
	global+=' --version --build-options -h --help'
	local commands='review triage explain decide missing trees take reply summary fetch send index measure rules'
	local source='-u --upstream --upstream-repo --upstream-table --index --no-index'
	source+=' --corrections -q --quiet -h --help'
	local shared="--onto -t --target --now --rules --no-default-rules --ignore --cves $source"
	shared+=" --model --kind-model --no-model --no-replies --inbox --since --thread --people --decisions --no-decisions --max-memory"
	local set='--tree --trees'
	local review="-f --format --json -z --null --sort --only --decided --changed --changed-from --new-since --with-diffs --exit-code --fail-on $shared $set"
	local explain="--queue $shared $set"
	local decide="--queue -m --note --until --tree --remove --list --import $shared"
	local missing='-l --list -t --target -f --format --json --no-mentions --all --severity --apply --ignore --for'
	missing+=' --rules --no-default-rules --cves --only-cves'
	missing+=" --now --changed --changed-from --new-since --exit-code --fail-on --decisions --no-decisions $set $source"
	local trees="--tree --trees --since --all --needed -f --format --json --now --exit-code --max-memory $source"
	local take="-o --output --mbox --branch --without --with-fixes --exit-code --json $shared"
	local mailing='-o --output --maildir --eml --templates'
	local reply="--kind --only -p --patch $mailing $shared $set"
	local summary="--split-by --maintainers --html --to --cc $mailing $shared $set"
	local triage="--changed --changed-from --sort --maildir --templates $shared $set"
	local index="--paths --rebuild --people --table -u --upstream --upstream-repo --index -q --quiet -h --help"
	local measure="-f --format --json -l --labels --replies $shared"
	local fit="-l --labels --folds --keep --look -w --write $shared"
	local kind='--try --kind-model -w --write -q --quiet -h --help'
	local rules='--no-default-rules -h --help'
	local format='--check -h --help'
	local fetch='-o --output --archive --max-size --timeout --stall --attempts --wait --cache'
	fetch+=' -q --quiet -h --help'
	local send='-y --yes -n --dry-run --status --resend --assume-sent --retry-refused'
	send+=' --trust-ledger --identity --attempts --wait --timeout --max-recipients --ledger --now -q --quiet -h --help'
	local cur previous='' command='' action='' options i joined=''
	local _winnow_directory=''

	COMPREPLY=()
	# Readline cuts words at '=' ("--only" "=" "drop"), unless COMP_WORDBREAKS says otherwise.
	cur=${COMP_WORDS[COMP_CWORD]}
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

	for ((i = 1; i < COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} == -C ]] && ((i + 1 < COMP_CWORD)); then
			_winnow_directory=${COMP_WORDS[++i]}
			_winnow_directory=${_winnow_directory/#\~/$HOME}
		elif [[ ${COMP_WORDS[i]} == = ]]; then
			((i++)) # a value
		elif [[ ! $command && " -c --config --git-dir --directory --color --hyperlinks " == *" ${COMP_WORDS[i]} "* ]]; then
			[[ ${COMP_WORDS[i + 1]} == = ]] || ((i++))
		elif [[ ! $command && ${COMP_WORDS[i]} == help ]]; then
			continue
		elif [[ ! $command && ${COMP_WORDS[i]} != -* ]]; then
			command=${COMP_WORDS[i]}
		elif [[ $command == rules && ! $action && ${COMP_WORDS[i]} != -* ]]; then
			action=${COMP_WORDS[i]}
		fi
	done

	case $command in
	'') options="$global" ;;
	review) options=$review ;;
	triage) options=$triage ;;
	explain) options=$explain ;;
	decide) options=$decide ;;
	missing) options=$missing ;;
	trees) options=$trees ;;
	take) options=$take ;;
	reply) options=$reply ;;
	summary) options=$summary ;;
	index) options=$index ;;
	measure) options=$measure ;;
	fetch) options=$fetch ;;
	send) options=$send ;;
	rules)
		options=$rules
		[[ $action == fit ]] && options=$fit
		[[ $action == format ]] && options=$format
		[[ $action == kind ]] && options=$kind
		;;
	*) return ;;
	esac
	if [[ " $options -C -c --directory --config --git-dir --color --hyperlinks " == *" $previous "* && $command/$previous != decide/--list ]] && _winnow_value "$previous"; then
		COMPREPLY=("${COMPREPLY[@]/#/$joined}")
		return
	fi
	if [[ $cur == -* ]]; then
		_winnow_reply "${options// /$'\n'}"
		return
	fi
	case $command in
	'') _winnow_reply "${commands// /$'\n'}" ;;
	missing) _winnow_reply_revisions ;;
	trees)
		_winnow_reply_revisions
		_winnow_reply_paths -f
		;;
	index | fetch) ;;
	send) _winnow_reply_paths -f ;;
	rules)
		if [[ $action == fit || $action == format || $action == kind ]]; then
			_winnow_reply_paths -f
		elif [[ $action ]]; then
			_winnow_reply_paths -d
		else
			_winnow_reply $'check\nlist\nfields\nformat\nfit\nkind'
		fi
		;;
	*)
		_winnow_reply_revisions
		_winnow_reply_paths -f
		;;
	esac
}

complete -F _winnow winnow
