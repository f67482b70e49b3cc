# SPDX-License-Identifier: GPL-2.0-or-later
#
# What shells complete, out of what --help says: of the program, then of each command behind a line "== COMMAND", such
# as "== rules fit". A line, with tabs:
#
#   COMMAND,...  WORD  KIND  MEANING
#
# COMMAND is "-" before any command, "rules-fit" for that. WORD is an option, a command or an action, empty for what else
# may stand there. KIND is what follows an option, empty if nothing does: any (nothing is known), files, directories,
# revisions, queue (revisions and files), formats, "words W..." or "list W..." (several, commas between). That of a word is
# "command".

BEGIN {
	OFS = "\t"
	command = "-"
	verdicts = "keep keep-with drop ask"
	# What the name of a value says of it.
	split("DIR FILE PATH REV QUEUE ORDER WORD FORMAT WHEN VERDICTS", names, " ")
	split("directories files files revisions queue told told formats", kinds, " ")
	for (i in kinds)
		kind_of[names[i]] = kinds[i]
	kind_of["WHEN"] = "words auto always never"
	kind_of["VERDICTS"] = "list " verdicts
	kind_of["KIND"] = "words failed added dropped"
	kind_of["WORDS"] = "list ask failed keep-with open"
	kind_of["WHAT"] = "list any fix fix-words revert mention unknown cve security crash regression build functional cosmetic"
	kind_of["SIZE"] = "words 256m 512m 1g 2g 4g"
	kind_of["REPO=RANGE"] = "files"
	kind_of["subsystem"] = "words subsystem"
	kind_of["BRANCH"] = "revisions"
	kind_of["COMMIT"] = kind_of["PATCH"] = "queue"
	kind_of["DRAFT"] = "files"
	kind_of["DIRECTORY"] = "directories"
	split("ADDRESS DATE NAME NOTE PATTERN URL VERSION MB N SECONDS MESSAGE-ID KEY=VALUE", names, " ")
	for (i in names)
		kind_of[names[i]] = "any"
	kind_of["NAME=REV[,BASE]"] = kind_of["COMMIT|VERSION|DATE"] = "any"
	kind_of["DATE|REV"] = "words 1.day 1.week 2.weeks 1.month"
	of_option["--since"] = kind_of["DATE|REV"]
	# A person's patch is one of a queue, which is not known there.
	of_option["--patch"] = "any"
}

function tell(word, kind, meaning,   key)
{
	key = word OFS kind OFS meaning
	if (!(key in commands)) {
		commands[key] = command
		order[++count] = key
	} else if (("," commands[key] ",") !~ ("," command ","))
		commands[key] = commands[key] "," command
}

# What the first of the words behind a command is, by its usage.
function positional(usage,   kind)
{
	sub(/^.*\[OPTION[.][.][.]\] */, "", usage)
	sub(/--[a-z]*=[A-Z]* /, "", usage)
	if (match(usage, /[a-z]+\|[a-z|]+/)) # actions of rules, told below
		usage = substr(usage, RSTART + RLENGTH)
	if (!match(usage, /[A-Z][A-Z-]*(=[A-Z]+)?/))
		return
	kind = kind_of[substr(usage, RSTART, RLENGTH)]
	if (kind == "")
		unknown(usage)
	if (kind != "any")
		tell("", kind, "")
}

function unknown(what)
{
	print "completion: nothing is known of " what | "cat 1>&2"
	failed = 1
}

function option(line,   spellings, meaning, n, i, names, value, kind)
{
	sub(/^ */, "", line)
	spellings = line
	sub(/  .*/, "", spellings)
	meaning = substr(line, length(spellings) + 1)
	sub(/^ */, "", meaning)
	sub(/ *$/, "", meaning)
	n = split(spellings, names, ", ")
	kind = value = ""
	if (match(names[n], /=/)) {
		value = substr(names[n], RSTART + 1)
		names[n] = substr(names[n], 1, RSTART - 1)
		kind = names[n] in of_option ? of_option[names[n]] : kind_of[value]
		if (kind == "")
			unknown(command " " names[n] "=" value)
		if (kind == "told") { # "Order of a list: severity, queue"
			kind = meaning
			sub(/^[^:]*: /, "", kind)
			gsub(/,/, "", kind)
			kind = "words " kind
		} else if (kind == "formats") {
			kind = meaning
			sub(/^One of: /, "", kind)
			gsub(/,/, "", kind)
			kind = "formats " kind
		}
	}
	for (i = 1; i <= n; i++)
		tell(names[i], kind, meaning)
}

/^== / { command = substr($0, 4); gsub(/ /, "-", command); section = ""; next }
/^Usage: / && command != "-" { positional($0) }
/^(Commands|Options|Formats|Fields.*):$/ { section = $1; next }
/^$/ { if (section != "Commands:" && command != "-") section = ""; next }
/^  -/ && (command == "-" || section == "Options:") { option($0); next }
/^  [a-z]/ && section == "Commands:" || /^  [a-z]+  +[a-z]/ && command == "rules" {
	word = $1
	meaning = $0
	sub(/^ *[a-z]+ */, "", meaning)
	tell(word, "command", meaning)
}

END {
	for (i = 1; i <= count; i++)
		print commands[order[i]], order[i]
	exit failed
}
