# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced by the *.t files, which are bash scripts that print TAP:
#
#   ok NAME COMMAND...            COMMAND succeeds
#   fails_with N NAME COMMAND...  COMMAND exits with N; a crash never passes
#   same NAME EXPECTED ACTUAL     two files or two texts are equal
#   json_is NAME EXPECTED FILTER  what jq's FILTER makes of the last review
#   matches NAME PATTERN FILE     a line of FILE matches (grep -E)
#   skip NAME WHY                 cannot be tested here
#   done_testing                  last line of every test
#   run COMMAND...                $work/out, $work/err and $status, for what is looked at in parts

set -u

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
O=${O:-build}
case $O in /*) ;; *) O=$top/$O ;; esac
WINNOW=$O/winnow
corpus=$top/tests/corpus

# Nothing of whoever runs this may reach a test: not the language, the home or the configuration.
for name in $(compgen -e); do
	case $name in GIT_* | WINNOW_* | NO_COLOR | TERM | COLUMNS | PAGER | LESS | LV | *_proxy | *_PROXY) unset "$name" ;; esac
done
work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
mkdir -p "$work/home/.config"
export LC_ALL=C TZ=UTC HOME=$work/home TMPDIR=$work GIT_CONFIG_NOSYSTEM=1
export XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.data XDG_CACHE_HOME=$HOME/.cache
export XDG_STATE_HOME=$HOME/.local/state
export XDG_CONFIG_DIRS=$HOME XDG_DATA_DIRS=$HOME
export ASAN_OPTIONS=exitcode=99:detect_leaks=1:allocator_may_return_null=1
export UBSAN_OPTIONS=exitcode=99:halt_on_error=1:print_stacktrace=1 LSAN_OPTIONS=exitcode=99
cd "$work" || exit 1

tests=0
failures=0

# report PASSED NAME: with the diagnostics in $work/why.
report()
{
	tests=$((tests + 1))
	if [ "$1" = yes ]; then
		echo "ok $tests - $2"
	else
		failures=$((failures + 1))
		echo "not ok $tests - $2"
		head -c 4000 "$work/why" | sed 's/^/# /'
		echo
	fi
}

run()
{
	"$@" >"$work/out" 2>"$work/err" </dev/null
	status=$?
}

crashed()
{
	[ "$1" -ge 128 ] || [ "$1" -eq 99 ]
}

fails_with()
{
	local expected=$1 name=$2 passed=no status
	shift 2
	"$@" >"$work/out" 2>"$work/err"
	status=$?
	[ "$status" -eq "$expected" ] && ! crashed "$status" && passed=yes
	[ $passed = yes ] || {
		echo "$*"
		echo "exit status $status, not $expected"
		cat "$work/err" "$work/out"
	} >"$work/why"
	report $passed "$name"
}

ok()
{
	fails_with 0 "$@"
}

same()
{
	local expected=$2 actual=$3
	if ! [ -f "$expected" ] || ! [ -f "$actual" ]; then
		[ "$expected" != "$actual" ] || { report yes "$1"; return; }
		printf '%s\n' "$2" >"$work/expected"
		printf '%s\n' "$3" >"$work/actual"
		expected=$work/expected actual=$work/actual
	fi
	if diff -a -u --label expected --label actual "$expected" "$actual" >"$work/why"; then
		report yes "$1"
	else
		report no "$1"
	fi
}

matches()
{
	local passed=no

	grep -Eaq -e "$2" "$3" && passed=yes
	[ $passed = yes ] || {
		echo "no line matches '$2':"
		cat "$3"
	} >"$work/why"
	report $passed "$1"
}

# obeyed <FILE: how many lines hold what a terminal obeys: control characters but tabs, and what turns the direction.
obeyed()
{
	LC_ALL=C.UTF-8 grep -acP '[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}]'
}

skip()
{
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

done_testing()
{
	[ ${#asked_questions[@]} -eq 0 ] || answer_all
	echo "1..$tests"
	exit $((failures > 0))
}

# The reviews of tests: small rules of their own, so that the shipped weights do not matter, and a
# fixed date, and all reasons unless another format is asked for. Leaves what run() leaves.
review()
{
	local format=(--format long)

	case " $* " in *' --json '* | *' --format '* | *' --format='*) format=() ;; esac
	run "$WINNOW" "${winnow_global[@]}" review --no-default-rules --rules "$corpus/rules" \
		--now 2024-03-01 "${format[@]}" "$@"
}
winnow_global=()

# jq over what the last review printed. A review that failed prints its error instead.
json()
{
	local error=''
	[ "$status" -eq 0 ] || error="exit status $status: $(head -c 2000 "$work/err")"
	if [ -n "${asking-}" ]; then
		ask_later "$error" "$@"
	elif [ -n "$error" ]; then
		echo "$error"
	else
		jq -r "$@" "$work/out" 2>&1
	fi
}

# json_is NAME EXPECTED FILTER, or json_is NAME EXPECTED FUNCTION [ARG...] of a function that ends with json: EXPECTED is what
# jq makes of what the last review printed. A start of jq takes longer than a review does, so that all is asked at once,
# by done_testing. What is no string is compared on one line.
json_is()
{
	local asking=${#asked_names[@]}
	asked_names+=("$1") asked_expected+=("$2") asked_questions+=('"nothing was asked"')
	shift 2
	if declare -F "$1" >"$work/function"; then "$@"; else json "$1"; fi
}
asked_names=() asked_expected=() asked_questions=() asked_words=() asked_files=() asked_last=

# ask_later ERROR [--arg NAME VALUE...] FILTER: for json_is. Names of several questions must not meet.
ask_later()
{
	local error=$1 document let='' word="asked_$asking"
	shift
	if [ -n "$error" ]; then
		asked_words+=(--arg "$word" "$error") asked_questions[asking]="\$$word"
		return
	fi
	IFS= read -r -d '' document <"$work/out"
	if [ "$document" != "$asked_last" ]; then
		asked_last=$document
		asked_files+=("$work/asked.${#asked_files[@]}")
		printf '%s\n' "$document" >"${asked_files[-1]}"
	fi
	while [[ $1 == --arg* ]]; do
		asked_words+=("$1" "${word}_$2" "$3") let+="\$${word}_$2 as \$$2 | "
		shift 3
	done
	asked_questions[asking]="\$asked[$((${#asked_files[@]} - 1))] | $let$1"
}

# ask_all QUESTION...: the answers, each with a NUL behind it.
ask_all()
{
	printf '[inputs] as $asked | ' >"$work/asked.jq"
	printf '([%s\n| if type == "string" then . else tojson end] | join("\\n") + "\\u0000"), ' "$@" >>"$work/asked.jq"
	echo empty >>"$work/asked.jq"
	jq -jn "${asked_words[@]}" -f "$work/asked.jq" "${asked_files[@]}" 2>"$work/asked.err"
}
answer_all()
{
	local answers answer i
	mapfile -d '' answers < <(ask_all "${asked_questions[@]}")
	for i in "${!asked_questions[@]}"; do
		# One that jq cannot answer keeps it from the others.
		if [ ${#answers[@]} -eq ${#asked_questions[@]} ]; then
			answer=${answers[i]}
		else
			answer=$(ask_all "${asked_questions[i]}" | tr -d '\0'; cat "$work/asked.err")
		fi
		while [[ $answer == *$'\n' ]]; do answer=${answer%$'\n'}; done
		same "${asked_names[i]}" "${asked_expected[i]}" "$answer"
	done
}

# bounded COMMAND...: with a limit on its time of the processor, whatever else the machine does.
bounded()
(
	ulimit -t "$(grep -q __asan_init "$WINNOW" && echo 100 || echo 20)"
	exec "$@"
)

# ask_begin, then ask QUESTION FILE [WORD]: what tests/servers/ask says, with its status. Python has a library for
# what it is asked; a python3 of somebody's own may lack it.
ask_begin()
{
	local python=python3
	[ -d /usr/lib/python3/dist-packages/jsonschema ] && python=/usr/bin/python3
	coproc ASK { exec "$python" -W ignore "$top/tests/servers/ask"; }
	exec 7<&"${ASK[0]}" 8>&"${ASK[1]}"
	disown "$ASK_PID" # wait is for what a test starts
}
ask()
{
	local line
	printf '%s\t%s/%s%s\n' "$1" "$PWD" "$2" "${3+	$3}" >&8
	while IFS= read -r -u 7 line; do
		[[ $line == $'\x04 '* ]] && return "${line#??}"
		printf '%s\n' "$line"
	done
	return 2
}

# What stands behind a mail's trailers where any diff will do.
small_diff()
{
	printf '%s\n' --- 'diff --git a/lib/x.c b/lib/x.c' '--- a/lib/x.c' '+++ b/lib/x.c' '@@ -1 +1 @@' \
		'-int a;' '+int b;'
}

# repository DIR: made from the fast-import stream on standard input.
repository()
{
	git init -q -b master "$1" && git -C "$1" fast-import --quiet
}

# seconds_of DATE: sets seconds. A day, and perhaps hours and minutes, needs no program: there are thousands.
seconds_of()
{
	local y m d days
	if [[ $1 =~ ^([0-9]{4})-([0-9]{2})-([0-9]{2})(\ ([0-9]{2}):([0-9]{2}))?$ ]]; then
		y=$((10#${BASH_REMATCH[1]})) m=$((10#${BASH_REMATCH[2]})) d=$((10#${BASH_REMATCH[3]}))
		[ "$m" -gt 2 ] || { y=$((y - 1)) m=$((m + 12)); }
		days=$((365 * y + y / 4 - y / 100 + y / 400 + (153 * (m - 3) + 2) / 5 + d - 719469))
		seconds=$((days * 86400 + 10#${BASH_REMATCH[5]:-0} * 3600 + 10#${BASH_REMATCH[6]:-0} * 60))
	else
		seconds=$(date -ud "$1" +%s)
	fi
}

# has_branch DIR BRANCH
has_branch()
{
	[ -f "$1/.git/refs/heads/$2" ] || git -C "$1" rev-parse -q --verify "refs/heads/$2" >/dev/null
}

# commit DIR BRANCH AUTHOR DATE PATH [START]: put one commit on BRANCH, which begins at START.
# The message is standard input; PATH becomes its subject and a line of its own for each change, so
# that changes of one file do apply on top of each other. Prints the id.
commit()
{
	local directory=$1 branch=$2 author=$3 seconds path=$5 from=${6-} content='' message name id
	seconds_of "$4"
	[ -d "$directory" ] || git init -q -b master "$directory"
	has_branch "$directory" "$branch" && from=refs/heads/$branch
	IFS= read -r -d '' message
	name=${message%%$'\n'*}
	[ -z "$from" ] || content=$(git -C "$directory" show "$from:$path" 2>/dev/null)
	id=$({
		echo "commit refs/heads/$branch"
		echo 'mark :1'
		echo "author $author <${author%% *}@example.org> $seconds +0000"
		echo "committer $author <${author%% *}@example.org> $seconds +0000"
		printf 'data %d\n%s\n' "${#message}" "$message"
		[ -n "$from" ] && echo "from $from^0"
		echo "M 100644 inline $path"
		echo 'data <<END_OF_FILE'
		[ -n "$content" ] && printf '%s\n' "$content"
		printf 'int %s;\n' "${name//[!A-Za-z0-9]/_}"
		echo END_OF_FILE
		echo 'get-mark :1'
	} | git -C "$directory" fast-import --quiet --force) && echo "$id"
}

# change BRANCH AUTHOR DATE PATH CONTENT [START]: the same in the repository repo, where PATH becomes
# CONTENT as it is; "-" deletes it, "=" leaves it alone.
change()
{
	local start=${6-} seconds message content=$5$'\n' id
	seconds_of "$3"
	[ -d repo ] || git init -q -b master repo
	has_branch repo "$1" && start=refs/heads/$1
	IFS= read -r -d '' message
	id=$({
		echo "commit refs/heads/$1"
		echo 'mark :1'
		echo "author $2 <${2%% *}@example.org> $seconds +0000"
		echo "committer $2 <${2%% *}@example.org> $seconds +0000"
		printf 'data %d\n%s\n' "${#message}" "$message"
		[ -n "$start" ] && echo "from $start^0"
		if [ "$5" = - ]; then
			echo "D $4"
		elif [ "$5" != = ]; then
			printf 'M 100644 inline %s\ndata %d\n%s' "$4" "${#content}" "$content"
		fi
		echo 'get-mark :1'
	} | git -C repo fast-import --quiet --force) && echo "$id"
}
