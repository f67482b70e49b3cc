#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The man pages, the README, the completion and the JSON schemas say what the program says.

. "$(dirname "$0")/lib.sh"

man=$O/man
completion=$O/completion/winnow.bash
schemas=$top/data/schema
schema=$schemas/review-1.json

# page NAME: as a reader sees it, without bold, underlines and hyphenation; what man warns of, as errors.
page()
{
	GROFF_NO_SGR=1 MANROFFOPT=-rIN=5n LC_ALL=C.UTF-8 MANWIDTH=80 man --nh -l -Tutf8 --warnings "$man/$1" | LC_ALL=C.UTF-8 col -bx
}

# section NAME HEADING: one section of a page that page() wrote to $work/NAME.
section()
{
	awk -v heading="$2" '/^[A-Z]/ { on = $0 == heading } on' "$work/$1"
}

# help [COMMAND]: what --help prints.
help()
{
	"$WINNOW" "$@" --help
}

usage_lines()
{
	help "$@" | sed -n 's/^Usage: *//p; /^       winnow /s/^ *//p'
}

# Options that the indented lines of --help begin with, both spellings.
options()
{
	help "$@" | sed -n '/^ *-[A-Za-z-]/s/   .*//p' | grep -oE -- '--?[A-Za-z][a-z-]*' | sort -u
}

# lists FILE WORD...: every word stands in the file by itself. Prints those that do not.
lists()
{
	local file=$1
	shift
	[ $# -gt 0 ] || { echo 'nothing to look for'; return 1; }
	# shellcheck disable=SC2016
	printf '%s\n' "$@" | awk -v name="${file##*/}" '
		NR == FNR { text = text "\n" $0; next }
		{
			word = $0
			gsub(/[.]/, "[.]", word)
			if (text "\n" !~ "(^|[^A-Za-z0-9_.:-])" word "($|[^A-Za-z0-9_:-])") {
				print "not in " name ": " $0
				missing = 1
			}
		}
		END { exit missing }' "$file" -
}

# complete_line WORD...: what the completion offers for the last word, sorted.
complete_line()
{
	PATH=$(dirname "$WINNOW"):$PATH bash -c '
		. "$1"; shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_winnow
		printf "%s\n" "${COMPREPLY[@]}"' - "$completion" winnow "$@" | sort
}

words()
{
	printf '%s\n' "$@" | sort
}

# page_options PAGE: what its list of options has, both spellings.
page_options()
{
	sed -n '/^\.Sh OPTIONS/,/^\.S[hs] [^O]/p' "$1" | sed -n 's/^\.It \(Fl .*\)/\1/p' | tr ',' '\n' |
		sed -n 's/^ *Fl Fl \([a-z][a-z-]*\).*/--\1/p; s/^ *Fl \([A-Za-z]\)\( .*\)\{0,1\}$/-\1/p' | sort -u
}

mapfile -t commands < <(help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
pages=(winnow.1 winnow-decisions.5 winnow-index.5 winnow-rules.5 winnow-table.5 winnow-templates.5)
actions=(fit format kind) # of rules, that have options of their own
for command in "${commands[@]}"; do
	pages+=("winnow-$command.1")
done
for action in "${actions[@]}"; do
	pages+=("winnow-rules-$action.1")
done
same 'a man page for the program, for each command and for each format' "$(words "${pages[@]}")" \
	"$(cd "$man" && printf '%s\n' *.[15] | sort)"
for file in "${pages[@]}"; do
	page "$file" >"$work/$file" 2>"$work/warnings"
	same "$file renders without warnings" '' "$(cat "$work/warnings")"
	same "$file begins with its licence" '.\" SPDX-License-Identifier: GPL-2.0-or-later' \
		"$(head -n 1 "$man/$file")"
	same "$file takes in what it shares with others" '' "$(grep -n '^\.so' "$man/$file")"
done
same 'what pages share is used' '' "$(cd "$top/data/man" && for file in *.mdoc; do
	grep -qx "\.so $file" -- *.1 || echo "$file"
done)"
references()
{
	sed -n 's/^\(\.It \)\{0,1\}\.\{0,1\}Xr \(winnow[a-z-]*\) \([0-9]\).*/\2.\3/p' "$man/$1" | sort -u
}
for file in "${pages[@]}"; do
	ok "the pages that $file speaks of are there" ls $(references "$file" | sed "s|^|$man/|") "$man/$file"
done

# held_to PAGE COMMAND...: usage and options are the same there, in --help and in the completion.
held_to()
{
	local file=$1 called=winnow${2:+ ${*:2}}
	shift
	section "$file" SYNOPSIS | sed -n 's/^ \{2,\}//p' | tr '\n' ' ' | sed 's/  */ /g; s/ winnow /\nwinnow /g' |
		sed 's/ *$//' >"$work/synopsis"
	same "$file's synopsis is the usage of '$called'" "$(usage_lines "$@" | sed 's/  */ /g')" "$(cat "$work/synopsis")"
	mapfile -t found < <(options "$@")
	ok "'$called' --help lists options" [ "${#found[@]}" -gt 1 ]
	same "$file has the options of '$called'" "$(words "${found[@]}")" "$(page_options "$man/$file")"
	same "the completion has the options of '$called'" "$(words "${found[@]}")" "$(complete_line "$@" -)"
	[ $# -gt 0 ] || return
	same "'$called' --help names its page" "${file%.1}(1)" "$(help "$@" | tail -n 1 | grep -oE 'winnow[a-z-]*\(1\)')"
	same "help of '$called' is its --help" "$(help "$@")" "$("$WINNOW" help "$@")"
}
held_to winnow.1
for command in "${commands[@]}"; do
	held_to "winnow-$command.1" "$command"
done
for action in "${actions[@]}"; do
	held_to "winnow-rules-$action.1" rules "$action"
done
same 'the completion has the commands' "$(words "${commands[@]}")" "$(complete_line '')"
same 'winnow.1 has the commands' "$(words "${commands[@]}" "${actions[@]/#/rules-}")" \
	"$(sed -n 's/^\.It Xr winnow-\([a-z-]*\) 1$/\1/p' "$man/winnow.1" | sort)"

# The keys and limits of the desk, as --help has them from its tables.
squeezed_keys()
{
	help triage | sed -n '/^Moving:$/,/^More, with/s/^  \([^ ].*\)/\1/p' | tr -d ' '
}
tr -d ' ' <"$work/winnow-triage.1" >"$work/squeezed"
ok 'triage --help prints many keys' [ "$(squeezed_keys | wc -l)" -gt 50 ]
same 'winnow-triage.1 has each key and term with what it does' '' \
	"$(squeezed_keys | while IFS= read -r key; do
		grep -qF -- "$key" <(tr -d '\n' <"$work/squeezed") || echo "$key"
	done)"

# Every line that shows how to call winnow, joined where a backslash ends it: the options are its own.
shown_calls()
{
	local file
	for file in "${pages[@]}"; do
		section "$file" EXAMPLES
	done
	for command in "${commands[@]}"; do
		help "$command" | sed -n '/^  winnow /p'
	done
	cat "$top/README.md" "$top"/data/doc/*.md 2>/dev/null
}
wrong=
while read -r line; do
	line=${line%%|*}
	name=$(sed -E 's/^winnow +(-C +[^ ]+ +)?//; s/^(rules (fit|format|kind)|[a-z]+).*/\1/' <<<"$line")
	[ -n "$name" ] && [ "$name" != "$line" ] || continue
	# shellcheck disable=SC2086
	known=$(options $name 2>/dev/null)
	for option in $(grep -oE -- ' --[a-z][a-z-]*' <<<"$line"); do
		grep -qxF -- "$option" <<<"$known" || wrong+="$option: $line"$'\n'
	done
done < <(shown_calls | sed -e ':join' -e '/\\$/{N;s/\\\n *//;b join' -e '}' |
	sed -n 's/^[ $]*\(winnow \)/\1/p')
same 'examples call it with options that it has' '' "$wrong"

# What conditions can use: names, and states with their dot.
mapfile -t found < <("$WINNOW" rules fields | sed -n 's/^  \([^ ]*\).*/\1/p')
ok 'rules fields prints many' [ "${#found[@]}" -gt 30 ]
ok 'winnow-rules.5 has every text, number, fact and state' \
	lists "$work/winnow-rules.5" "${found[@]}"
meanings()
{
	# shellcheck disable=SC2016
	"$WINNOW" rules fields | sed -n 's/^  [^ ]*  *\(.*[^ ]\)$/\1/p' | awk '
		{ squeezed = $0; gsub(/ /, "", squeezed) }
		NR == FNR { text = text squeezed; next }
		!index(text, squeezed) { print "not there: " $0; missing = 1 }
		END { exit missing }' "$work/winnow-rules.5" -
}
ok 'winnow-rules.5 says of each what rules fields says' meanings

# facts TITLE: those that rules fields lists under it. shown WORDS: those that winnow-rules.5 lists
# behind a line of these words, in one sentence.
facts()
{
	"$WINNOW" rules fields | sed -n "/^$1:\$/,/^[^ ]/s/^  //p" | sort
}
shown()
{
	sed -n "/$1\$/,/[.;]\$/s/^\.Li \([a-z.-]*[a-z]\).*/\1/p" "$man/winnow-rules.5" | sort
}
same 'winnow-rules.5 has the facts with states' "$(facts 'Facts that have states')" \
	"$(shown 'States belong to')"
same 'winnow-rules.5 has the facts whose commits come along' \
	"$(facts 'Facts whose commits a keep-with takes along')" \
	"$(shown 'to take along:')"

# The example loads as a reader would copy it, and its check prints what the page says.
mkdir "$work/own-rules"
section winnow-rules.5 EXAMPLES |
	sed -n '/^ *{ "about": /,/"disabled": true } \] }$/p' >"$work/own-rules/50-own.json"
ok "winnow-rules.5's example passes check" \
	"$WINNOW" rules check --no-default-rules "$work/own-rules"

# winnow-table.5: the table it shows, and those its commands make, can be read.
cat >"$work/mail" <<-'END'
	From: A U Thor <author@example.org>
	Subject: [PATCH 6.12] nbd: use x
	Message-ID: <1@example.org>
	Date: Tue, 5 Apr 2022 12:00:00 +0000

	[ Upstream commit 89abcdef0123456789abcdef0123456789abcdef ]

	---
	diff --git a/nbd.c b/nbd.c
	--- a/nbd.c
	+++ b/nbd.c
	@@ -1 +1 @@
	-int a;
	+int b;
END
commit "$work/repo" master 'A U Thor' '2024-01-01 00:00' nbd.c >/dev/null <<-'END'
	nbd: add a helper
END
base=$(commit "$work/repo" master 'A U Thor' '2024-01-01 12:00' nbd.c <<-'END'
	nbd: add another
END
)
broken=$(commit "$work/repo" master 'A U Thor' '2024-01-02 00:00' nbd.c <<-'END'
	nbd: use the helper
END
)
commit "$work/repo" master 'C O Mitter' '2024-02-20 00:00' nbd.c >/dev/null <<-END
	nbd: a \\backslash and a	tab

	A "quote".

	Fixes: ${broken:0:12} ("nbd: use the helper")
END
reads()
{
	"$WINNOW" -C "$work/repo" review --no-default-rules --rules "$work/own-rules" --json \
		--upstream-table "$1" "${@:2}" >"$work/review.json"
}
sed -n '/^\.Bd -literal$/,/^\.Ed$/p' "$man/winnow-table.5" |
	sed '/^\./d; s/\\-/-/g' >"$work/shown.tsv"
ok "winnow-table.5's table can be read" reads "$work/shown.tsv" "$work/mail"
same 'its columns are understood' '89abcdef0123456789abcdef0123456789abcdef marker true 4' \
	"$(jq -r '.patches[0].upstream | "\(.id) \(.how) \(.certain) \(.age_days)"' "$work/review.json")"

awk_command=$(section winnow-table.5 EXAMPLES | sed -n '/^ *awk /,/upstream\.tsv$/p')
cut -f 1-4 "$work/shown.tsv" >"$work/list.tsv"
(cd "$work" && sh -c "$awk_command")
same "winnow-table.5's awk command adds the date" "$work/shown.tsv" "$work/upstream.tsv"

git_log()
{
	section winnow-table.5 EXAMPLES |
		awk -v wanted="$1" '/^ *\{$/ { n++; on = 1 } on && n == wanted; /^ *\} >/ { on = 0 }' |
		sed "s/v6\.11\.\.v6\.12/$base..master/" >"$work/make-table"
	(cd "$work/repo" && sh -e "$work/make-table") && mv "$work/repo/upstream.tsv" "$work/made.tsv"
}
for n in 1 2; do
	ok "winnow-table.5's git log $n runs" git_log $n
	ok "its table can be read" reads "$work/made.tsv" "$broken"
done
same 'with its messages the fix is found, whatever its subject holds' \
	'nbd: a \backslash and a tab: Fixes: '"${broken:0:12}"' ("nbd: use the helper")' \
	"$(jq -r '.patches[0].facts[] | select(.kind == "followup.fix") | "\(.subject): \(.proof)"' \
		"$work/review.json")"

# The sample's repository, in which the examples of missing and of the index were made.
git init -q --template= ferry
git -C ferry symbolic-ref HEAD refs/heads/mainline
for stream in upstream stable; do
	git -C ferry fast-import --quiet <"$top/data/demo/$stream.fi"
done

section winnow-missing.1 EXAMPLES | sed 's/^     //' >"$work/examples"
sed -n '/^\$ cat taken/,/^\$ winnow/p' "$work/examples" | grep -v '^\$' >taken.csv
same 'winnow-missing.1 shows a list' 2 "$(grep -c '^[0-9a-f]*,.*,' taken.csv)"

# README: short, what it shows is what the program prints, and what is needed is named with its reason.
ok 'README.md has at most 150 lines' [ "$(wc -l <"$top/README.md")" -le 150 ]
sample=(-C ferry review --upstream mainline --onto stable-1.0 --now 2025-07-14)
shown=$(sed -n '/^    drop /,/^    To see more/s/^\(    \|$\)//p' "$top/README.md")
ok 'README.md shows a review' [ "$(wc -l <<<"$shown")" -gt 10 ]
same "it is the sample's" "$shown" \
	"$(LC_ALL=C.UTF-8 "$WINNOW" "${sample[@]}" "$top/data/demo/queue-1.0" 2>/dev/null | sed -n '/^drop /,$p')"
shown=$(sed -n '/^    [0-9]*\/16 /,/^$/s/^    //p' "$top/README.md")
ok 'and a part of one with its proof' [ "$(wc -l <<<"$shown")" -gt 3 ]
run "$WINNOW" "${sample[@]}" --format long "$top/data/demo/queue-1.0"
same 'that is the sample'"'"'s, too' "$shown" "$(grep -xF -- "$shown" "$work/out")"
wrong=
for package in $(sed -n "/^needs='/,/^'/p" "$top/.ci/deps" | awk 'NF > 2 { print $3 }' | tr , ' '); do
	case $package in gcc | make | pkg-config | libc6-dev) continue ;; esac
	name=$(sed 's/^lib//; s/-dev$//; s/[-0-9.].*//' <<<"$package")
	grep -qi -- "$name" <(sed -n '/^## Built on/,$p' "$top/README.md") || wrong+="$package "
done
same 'README.md says what each package is for' '' "$wrong"

# Documents: what they link to and what they name by its path is there.
wrong=
for file in README.md $(cd "$top" && echo data/doc/*.md); do
	for link in $(cd "$top" && grep -oE '\]\([^)#]+' "$file" | sed 's/^](//' | grep -v '^http'); do
		[ -e "$top/$(dirname "$file")/$link" ] || wrong+="$file: $link"$'\n'
	done
done
same 'what documents link to is there' '' "$wrong"
wrong=
for name in $(grep -ohE '`(src|tests|rules|data|\.ci)/[^` ]*`' "$top"/data/doc/*.md | tr -d '`' | sort -u); do
	compgen -G "$top/${name//NAME/*}" >/dev/null || wrong+="$name "
done
same 'architecture.md has the folders in the order that layers.t holds' \
	"$(sed -n 's/^flow=(\(.*\))$/\1/p' "$top/tests/layers.t")" \
	"$(sed -n 's/^| `src\/\([a-z]*\)\/` |.*/\1/p' "$top/data/doc/architecture.md" | tr '\n' ' ' | sed 's/ $//')"
same 'the paths that documents name are there' '' "$wrong"

# limits.md: each bound has a test that goes past it, by its file and its name, or says why it has none.
wrong=
bounds=0
while IFS= read -r row; do
	bounds=$((bounds + 1))
	held=${row% |} held=${held##*| }
	[[ $held == 'none: '?* ]] && continue
	file=${held#\`} file=$top/tests/${file%%\`*} name=${held#*\`: }
	[[ $held == \`*\`:\ ?* && -f $file ]] && grep -qF -- "$name" "$file" || wrong+="$row"$'\n'
done < <(grep '^| ' "$top/data/doc/limits.md" | grep -v '^| \(what | bound\|---\)')
ok 'limits.md has many bounds' [ $bounds -gt 60 ]
same 'and each of them a test' '' "$wrong"

# The index as winnow-index.5 has it: its format, its tables, what its questions are answered.
run "$WINNOW" -C ferry index --upstream mainline --paths --index ferry.index
cat >"$work/ask.py" <<-'END'
	import re, sqlite3, sys
	index = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
	page = open(sys.argv[2]).read()
	def one(sql):
	    return index.execute(sql).fetchone()[0]
	wrong = []
	def expect(what, found):
	    if not found:
	        wrong.append(what)
	expect("the application id", "%#x" % one("PRAGMA application_id") in page)
	expect("the format", "describes format %d;" % one("PRAGMA user_version") in " ".join(page.split()))
	tables = re.search(r"\n   Tables\n(.*)\nEXAMPLES\n", page, re.S).group(1)
	names = [row[0] for row in index.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
	parts = re.split(r"\n     (%s), " % "|".join(names), tables)
	parts = dict(zip(parts[1::2], parts[2::2]))
	for name in names:
	    expect("table " + name, name in parts)
	    for column in index.execute("SELECT name FROM pragma_table_info(?)", (name,)):
	        expect("%s.%s" % (name, *column), re.search(r"\b%s\b" % column, parts.get(name, "")))
	questions = re.findall(r'\$ sqlite3 -readonly ferry.index "\n(.*?)"\n(.*?)\n\n', page, re.S)
	expect("questions", len(questions) == 2)
	for sql, answer in questions:
	    rows = ["|".join(map(str, row)) for row in index.execute(sql)]
	    expect("answered: %s" % rows, rows == [line.strip() for line in answer.split("\n")])
	print("\n".join(wrong), end="")
END
same "winnow-index.5's tables, and the answers it shows" '' \
	"$(python3 "$work/ask.py" ferry.index "$work/winnow-index.5" 2>&1)"
same 'asking did no harm' '' "$("$WINNOW" missing --index ferry.index edc9491 2>&1 >/dev/null)"

# The completion of values.
same 'completion: what help is about' review "$(complete_line help rev)"
same 'completion: verdicts, several' "$(words drop,ask drop,keep drop,keep-with)" \
	"$(complete_line review --only = drop,)"
same 'completion: formats' "$(words $("$WINNOW" review --help | sed -n 's/.*FORMAT *One of: //p' | tr -d ,))" \
	"$(complete_line review --format '')"
same 'completion: fields of a format string' "$(words '%(verdict) %(short-id)' '%(verdict) %(short-upstream)')" \
	"$(complete_line review --format '%(verdict) %(short')"
same 'winnow-review.1 has the fields of --help' "$("$WINNOW" review --help | sed -n 's/^  \(%(.*)\) .*/\1/p' | sort)" \
	"$(sed -n 's/^\.It Li \(%(.*)\)$/\1/p' "$man/winnow-review.1" | sort)"
same 'completion: revisions of the repository -C names' master \
	"$(complete_line -C "$work/repo" review --upstream ma)"
same 'completion: the end of a range' "$base..master" \
	"$(complete_line -C "$work/repo" review "$base..m")"
same 'completion: in one word where readline does not cut' --target=master \
	"$(complete_line -C "$work/repo" review --target=m)"
same 'completion: what rules does' "$(words check list fields format fit kind)" "$(complete_line rules '')"
same 'completion: directories alone for rules' own-rules "$(complete_line review --rules own)"
same 'completion: the branch missing is asked about' master \
	"$(complete_line -C "$work/repo" missing ma)"
same 'completion: the list of missing' taken.csv "$(complete_line missing --list = tak)"
same 'completion: nothing for a version' '' "$(complete_line missing --for 5)"
same 'completion: the file of index' "$(words ferry.index ferry.index.lock)" \
	"$(complete_line index --index ferry.i)"
same 'completion: files' made.tsv "$(complete_line review --upstream-table made)"

# The schema: what is said about the words in it, and real output.
same "the schema's states are those of rules fields" \
	"$("$WINNOW" rules fields | sed -n 's/^  \.//p')" \
	"$(jq -r '.definitions.fact.properties.state.enum[] | values' "$schema")"
undescribed()
{
	jq -r 'paths(objects) as $p | select($p[-2] == "properties" and all($p[]; . != "then" and
		. != "else" and . != "if")) | getpath($p) |
		select(has("description") or has("$ref") | not) | $p | join(".")' "$1"
}
for file in "$schemas"/*.json; do
	same "${file##*/} describes each key" '' "$(undescribed "$file")"
	ok "winnow.1 has ${file##*/}" lists "$work/winnow.1" "share/winnow/schema/${file##*/}"
done
ask_begin
# valid FILE [SCHEMA]: within $work.
valid()
{
	(cd "$work" && ask schema "$1" "${2:-$schema}")
}
printf 'missing.patch\n' >"$work/series"
cat >"$work/reply" <<-'END'
	Subject: Re: [PATCH 6.12] nbd: use x
	Message-ID: <2@example.org>
	In-Reply-To: <1@example.org>

	No.
END
check_output()
{
	local name=$1
	shift
	run "$WINNOW" review --no-default-rules --rules "$work/own-rules" --json "$@"
	cp "$work/out" "$work/review.json"
	ok "the schema fits $name" valid review.json
}
check_output 'a mail without upstream' "$work/mail"
check_output 'a mail and a table' --upstream-table "$work/shown.tsv" "$work/mail" "$work/reply"
check_output 'a broken queue' "$work/series"
cd "$work/repo" || exit 1
check_output 'a range and a branch' --upstream master --target master "$base..$broken"
same 'with a follow-up that is missing or in the branch' followup.fix \
	"$(jq -r '.patches[0].facts[] | select(.kind == "followup.fix").kind' "$work/review.json")"
for change in '.patches[0].verdict = "maybe"' '.patches[0].extra = 1' 'del(.patches[0].with)' \
	'.patches[0].drop_probability = 1.5' '.patches[0].facts[0].id = "0123"' '.skipped = null'; do
	jq "$change" "$work/review.json" >"$work/changed.json"
	fails_with 1 "the schema refuses $change" valid changed.json
done

cd "$work" || exit 1
"$WINNOW" -C ferry missing --upstream mainline --list taken.csv --json >"$work/missing.json"
ok 'the other schema fits the example' valid missing.json "$schemas/missing-1.json"
for change in '.missing[0].kind = "reapply"' '.missing[0].extra = 1' 'del(.missing[0].owner)' \
	'.missing[0].ties = []' '.missing[0].ties[0].state = "missing"' \
	'.missing[0].mainline_date = null' '.branch.taken = -1' '.upstream.tip = null'; do
	jq "$change" "$work/missing.json" >"$work/changed.json"
	fails_with 1 "it refuses $change" valid changed.json "$schemas/missing-1.json"
done

done_testing
