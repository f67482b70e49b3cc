# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fish completion for winnow(1). make puts in what table.awk has.

set -g __winnow_table (string split \n -- '
@TABLE@
' | string match -r '.+')

# Revisions of the repository that -C names, or of the current directory's; behind ".." the end of a range.
function __winnow_revisions
	set -l start (string match -r -- '^.*\.\.' $argv[1])
	set -l at
	test -z "$__winnow_directory"; or set at -C $__winnow_directory
	for revision in (git $at for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null)
		echo "$start$revision"
	end
end

# Patches that the series of what --queue names lists.
function __winnow_patches
	set -l series (string trim -r -c / -- $__winnow_queue)
	test -n "$series"; or return
	test -d "$series"; and set series $series/series
	test -f "$series"; and string replace -r '[ \t#].*' '' <$series | string match -r '.+'
end

# __winnow_kind KIND TYPED COMMAND: what the value of an option, or what else stands there, may be. False if it is none.
function __winnow_kind
	set -l words (string split ' ' -- $argv[1])
	switch "$words[1]"
		case ''
			return 1
		case files
			__fish_complete_path $argv[2]
		case directories
			__fish_complete_directories $argv[2] ''
		case revisions
			__winnow_revisions $argv[2]
		case queue
			set -l patches (__winnow_patches)
			if test (count $patches) -gt 0
				printf '%s\n' $patches
			else
				__winnow_revisions $argv[2]
				__fish_complete_path $argv[2]
			end
		case formats
			if string match -q -- '*%*' $argv[2]
				# "%(verdict) %(fi": the last field of a format string; the rest stays in front.
				set -l start (string replace -r '%[^%]*$' '' -- $argv[2])
				for field in (winnow $argv[3] --help 2>/dev/null | string match -r '^  %\([a-z-]*\)' | string trim)
					echo "$start$field"
				end
			else
				printf '%s\n' $words[2..]
			end
		case words
			printf '%s\n' $words[2..]
		case list
			# "drop,as": the words already given stay in front.
			set -l start (string match -r -- '^.*,' $argv[2])
			for word in $words[2..]
				string match -q -- "*,$word,*" ",$start"; or echo "$start$word"
			end
	end
	return 0
end

# __winnow_rows COMMAND: what the table has for it: word, kind and meaning, with tabs.
function __winnow_rows
	for line in $__winnow_table
		set -l row (string split -m 1 \t -- $line)
		string match -q -- "*,$argv[1],*" ",$row[1],"; and echo $row[2]
	end
end

# __winnow_find WORD ROW...: its kind, "none" where it is not there.
function __winnow_find
	for row in $argv[2..]
		set -l parts (string split \t -- $row)
		if test "$parts[1]" = "$argv[1]"
			echo $parts[2]
			return
		end
	end
	echo none
end

function __winnow_complete
	set -l words (commandline -opc)
	set -l typed (commandline -ct | string replace -r '^[\'"]' '')
	set -l previous $words[-1]
	set -l joined ''
	set -l command ''
	set -l rows
	set -l global (__winnow_rows -)
	set -g __winnow_directory ''
	set -g __winnow_queue ''

	set -l i 2
	while test $i -le (count $words)
		set -l word $words[$i]
		if test x"$word" = x-C; and test $i -lt (count $words)
			set i (math $i + 1)
			set __winnow_directory (string replace -r '^~' $HOME -- $words[$i])
		else if test x"$word" = x--queue; and test $i -lt (count $words)
			set i (math $i + 1)
			set __winnow_queue (string replace -r '^~' $HOME -- $words[$i])
		else if string match -q -- '--queue=*' $word
			set __winnow_queue (string replace -r '^--queue=' '' -- $word)
		else if string match -q -- '-*' $word
			set -l kind (__winnow_find $word $global)
			if test -z "$command"; and not contains -- "$kind" '' none
				set i (math $i + 1)
			end
		else if test -z "$command"; and test "$word" != help
			set command $word
			set rows (__winnow_rows $command)
		else if test "$command" = rules; and test (__winnow_find $word $rows) = command
			set command rules-$word
		end
		set i (math $i + 1)
	end
	if string match -q 'rules-*' -- $command
		set rows (__winnow_rows $command)
		test (count $rows) -gt 0; or set rows (__winnow_rows rules) # that has no options of its own
	else if test -z "$command"
		set rows $global
	end

	if string match -q -- '--*=*' $typed
		set -l parts (string split -m 1 = -- $typed)
		set previous $parts[1]
		set joined $previous=
		set typed $parts[2]
	end
	# Options of the program count behind a command, too.
	for kind in (__winnow_find "$previous" $rows) (__winnow_find "$previous" $global)
		if not contains -- "$kind" '' none command
			for word in (__winnow_kind $kind "$typed" (string replace - ' ' -- $command))
				echo $joined$word
			end
			return
		end
	end
	test -z "$joined"; or return

	set -l kind ''
	for row in $rows
		set -l parts (string split \t -- $row)
		if test -z "$parts[1]"
			test "$command" = rules; or set kind $parts[2]
		else if string match -q -- '-*' $parts[1]
			string match -q -- '-*' $typed; and printf '%s\t%s\n' $parts[1] $parts[3]
		else if not string match -q -- '-*' $typed; and not string match -q 'rules-*' -- $command
			printf '%s\t%s\n' $parts[1] $parts[3]
		end
	end
	string match -q -- '-*' $typed; or __winnow_kind $kind "$typed" $command
end

complete -c winnow -f -k -a '(__winnow_complete)'
