#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Records of vulnerabilities: which are open in a branch, which missing commit fixes one, what they
# say of a patch; and records that are broken, lie or do not end.
. "$(dirname "$0")/lib.sh"

winnow_global=(-C repo)

# up SUBJECT [BODY]: the next commit of mainline, in a file of its own; prints its id.
up()
{
	local n
	n=$(git -C repo rev-list --count master 2>/dev/null || echo 0)
	commit repo master 'Ann Ash' "2022-01-01 +$n days" "net/$n.c" <<<"$1${2:+

$2}"
}
# take ID [BRANCH]: its backport.
take()
{
	local branch=${2:-stable} n
	n=$(git -C repo rev-list --count "$branch" 2>/dev/null || echo 0)
	commit repo "$branch" 'Ann Ash' "2023-01-01 +$n days" "net/s$n.c" "$fork" <<<"$(git -C repo log -1 --format=%s "$1")

commit $1 upstream."
}

up 'net: start' >/dev/null
old=$(up 'net: an old bug')
fork=$(git -C repo rev-parse master)
young=$(up 'net: a young bug')
taken_bug=$(up 'net: a bug that was taken')
fix_old=$(up 'net: fix the old bug')
fix_young=$(up 'net: fix the young bug')
fix_taken=$(up 'net: fix the bug that was taken' "Fixes: ${taken_bug:0:12} (\"net: a bug that was taken\")")
fix_there=$(up 'net: fix another old bug')
fix_some=$(up 'net: fix nobody knows what')
fix_half=$(up 'net: fix half of it')
hasty=$(up 'net: fix it in haste')
up 'net: fix it at leisure' "This reverts commit $hasty, which was wrong." >/dev/null
leisure=$(git -C repo rev-parse master)
bug_as=$(take "$taken_bug")
take "$fix_there" >/dev/null
own_bug=$(commit repo stable 'Ann Ash' 2023-02-01 net/own.c <<<'net: our own bug')
own_fix=$(commit repo stable 'Ann Ash' 2023-02-02 net/own.c <<<'net: fix something of our own')
half_as=$(take "$fix_half")
none=1234567890123456789012345678901234567890

# open [OPTION...]: "NAME: there|unknown", one a line, by the records given.
open()
{
	run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master --only-cves --json "$@" stable
	json '.open_cves[] | "\(.name): \(.bug)"'
}
record()
{
	mkdir -p "$(dirname "$1")"
	printf '%b' "$2" >"$1"
}
# json_record FILE NAME PAIR...: PAIR is BREAKING>FIXING, or BREAKING alone.
json_record()
{
	local file=$1 name=$2 pair versions=''
	shift 2
	for pair; do
		versions+="${versions:+,
   }{ \"version\": \"${pair%>*}\","
		[[ $pair == *'>'* ]] && versions+=" \"lessThan\": \"${pair#*>}\","
		versions+=' "status": "affected", "versionType": "git" }'
	done
	cat >"$file" <<-END
	{ "containers": { "cna": { "title": "a bug of $name", "affected": [ { "product": "Linux", "versions": [
	   $versions ] } ] } },
	  "cveMetadata": { "cveID": "$name", "state": "PUBLISHED" } }
	END
}

# --- every form names a pair, and the branch has the bug and lacks the fix
mkdir json
json_record json/CVE-2024-1001.json CVE-2024-1001 "$old>$fix_old"
record sha1/CVE-2024-1001.sha1 "$fix_old\n"
record sha1/CVE-2024-1001.vulnerable "$old\n"
record dyad/CVE-2024-1001.dyad "# dyad\n5.1:$old:5.3:$fix_old\n5.1:$old:5.2.7:$none\n"
record ubuntu/CVE-2024-1001 "Candidate: CVE-2024-1001\nPatches_linux:\n break-fix: $old $fix_old\n"
record list/list "CVE-2024-1001 (a bug ...)\n\tNOTE: Introduced by: https://example.org/commit/$old\n\tNOTE: Fixed by: https://example.org/linus/$fix_old\n"
record own "# ours\nCVE-2024-1001 ${old:0:12}..${fix_old:0:12}\n"
for form in json sha1 dyad ubuntu list own; do
	same "$form: open" 'CVE-2024-1001: there' "$(open --cves $form)"
	same "$form: in peace" '' "$(cat "$work/err")"
done
record kernel-sec/CVE-2024-1001 "upstream: released (5.3-rc1) [$fix_old]\n"
same 'Debian names no bug: unknown since when' 'CVE-2024-1001: unknown' "$(open --cves kernel-sec)"
same 'two that complete each other' 'CVE-2024-1001: there' "$(open --cves kernel-sec --cves own)"
same 'several records of one pair are one' 1 \
	"$(open --cves json --cves own --cves ubuntu >/dev/null; json '.open_cves[0].pairs | length')"

# --- which are open
cat >records <<END
CVE-2024-1001 $old..$fix_old
CVE-2024-1002 $young..$fix_young     # the bug is younger than the branch
CVE-2024-1003 $taken_bug..$fix_taken # it took the bug
CVE-2024-1004 $old..$fix_there       # it took the fix
CVE-2024-1005 $fix_some              # who knows
CVE-2024-1006 $fix_there             # fixed, whatever it was
CVE-2024-1007 $old..$fix_half $young..$fix_young
CVE-2024-1008 $none..$fix_old        # a bug that nobody knows
CVE-2024-1009 $old..$none            # a fix that upstream does not have
CVE-2024-1010 $old..$hasty $old..$leisure
CVE-2024-1011 $old..$fix_old $none..$own_fix
CVE-2024-1012 $own_bug..$none
CVE-2024-1013 $none..$none
CVE-2024-1014 $old..$fix_half $old..$fix_some
END
same 'which are open' 'CVE-2024-1001: there
CVE-2024-1003: there
CVE-2024-1009: there
CVE-2024-1010: there
CVE-2024-1012: there
CVE-2024-1014: there
CVE-2024-1005: unknown
CVE-2024-1008: unknown' "$(open --cves records)"
open --cves records >/dev/null
same 'a fix that upstream took back is none, where another stays' "$leisure" \
	"$(json '[.open_cves[] | select(.name == "CVE-2024-1010") | .pairs[].fix.id] | join(" ")')"
same 'of two fixes the one that is there is not told' "$fix_some" \
	"$(json '[.open_cves[] | select(.name == "CVE-2024-1014") | .pairs[].fix.id] | join(" ")')"
same 'where the branch has the bug' "$bug_as $old" \
	"$(json '[.open_cves[] | select(.name == "CVE-2024-1003", .name == "CVE-2024-1001") | .pairs[].bug_here_as] | sort_by(. != "'"$bug_as"'") | join(" ")')"
same 'where the record says so' records:3 \
	"$(json '.open_cves[] | select(.name == "CVE-2024-1003") | .pairs[0].proof')"
same 'what is missing are the fixes' "net: fix the old bug: CVE-2024-1001 CVE-2024-1008 CVE-2024-1011
net: fix the bug that was taken: CVE-2024-1003
net: fix nobody knows what: CVE-2024-1005 CVE-2024-1014
net: fix it at leisure: CVE-2024-1010" \
	"$(json '.missing[] | "\(.subject): \(.cves | join(" "))"')"

only()
{
	run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master --only-cves "$@"
}
only --cves records stable
matches 'text: the fix' "^${fix_taken:0:12} .\"net: fix the bug that was taken\"" "$work/out"
matches 'text: the name' '^    security, it fixes CVE-2024-1003; ' "$work/out"
matches 'text: where the bug is' "^    fixes ${taken_bug:0:12} .*, here ${bug_as:0:12}\$" "$work/out"
matches 'text: which the branch has as it is' "^    fixes ${old:0:12} [^,]*\$" "$work/out"
matches 'text: the proof' '^ *\| CVE-2024-1003: records:3$' "$work/out"
matches 'text: no fix' "^CVE-2024-1009: the branch has ${old:0:12}, which brought it; its fix ${none:0:12} is not in upstream: records:9\$" "$work/out"
matches 'text: counted' '^stable: 6 open vulnerabilities, and 2 of which it is not known' "$work/out"
only --cves own stable
ok 'text: 80 columns' awk 'length > 80 && !/^[^ ]*: .*open/ { exit 1 }' "$work/out"
git -C repo tag v1 "$fork"
only --cves records --json v1
same 'a release, that has no commit of its own' 'CVE-2024-1001 CVE-2024-1004 CVE-2024-1007 CVE-2024-1009 CVE-2024-1010 CVE-2024-1011 CVE-2024-1014 CVE-2024-1005 CVE-2024-1006 CVE-2024-1008' \
	"$(json '[.open_cves[].name] | join(" ")')"
only --cves records --json "$taken_bug"
same 'ids alone: only what came with them' 'CVE-2024-1003' "$(json '[.open_cves[].name] | join(" ")')"
same 'mainline lacks nothing that it fixed' '' "$(run "$WINNOW" -C repo missing --upstream master --only-cves --json --cves own master; json '.open_cves[].name')"

printf '%s\n' "CVE-2024-1001 $fix_old" "CVE-2024-1003 $taken_bug..$fix_taken" >both
only --cves both stable
same 'text: what is surely there first' "${fix_taken:0:12} ${fix_old:0:12}" \
	"$(sed -n 's/^\([0-9a-f]\{12\}\) (.*/\1/p' "$work/out" | xargs)"
git -C repo branch back stable
young_as=$(take "$young" back)
commit repo back 'Ann Ash' 2023-12-01 net/back.c <<<"Revert \"net: a young bug\"

This reverts commit $young_as." >/dev/null
printf 'CVE-2024-1002 %s..%s\n' "$young" "$fix_young" >gone
same 'the bug was taken' 1 "$(only --cves gone --json "$young_as"; json '.open_cves | length')"
same 'the bug was taken, and taken back' 0 "$(only --cves gone --json back; json '.open_cves | length')"

# --- stable trees within one record
json_record json/CVE-2024-2001.json CVE-2024-2001 "$young>$fix_young" "$bug_as>$none"
same "a stable tree's own pair, where upstream's bug is not there" 'CVE-2024-2001: there' \
	"$(open --cves json | grep 2001)"
json_record json/CVE-2024-2001.json CVE-2024-2001 "$old>$fix_old" "$old>$none"
same 'the pair of another stable tree' "$fix_old" \
	"$(open --cves json >/dev/null; json '[.open_cves[] | select(.name == "CVE-2024-2001") | .pairs[].fix.id] | join(" ")')"
json_record json/CVE-2024-2001.json CVE-2024-2001 "$old>$fix_old" "$old>$half_as"
same "a stable tree's own fix" '' "$(open --cves json | grep 2001)"
json_record json/CVE-2024-2001.json CVE-2024-2001 "$old"
only --cves json stable
matches 'no fix anywhere: said' '^CVE-2024-2001: .*its record names no fix: json/CVE-2024-2001.json:2$' "$work/out"
same 'no fix anywhere' 'CVE-2024-2001: there' "$(open --cves json | grep 2001)"
sed -i 's/PUBLISHED/REJECTED/' json/CVE-2024-2001.json
same 'rejected' '' "$(open --cves json | grep 2001)"
rm json/CVE-2024-2001.json

# --- what is missing besides
run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master --cves records --json stable
same 'a missing fix is a vulnerability' 'net: fix the bug that was taken: CVE-2024-1003' \
	"$(json '.missing[] | "\(.subject): \(.cves | join(" "))"')"
same 'and all that are open are told' 8 "$(json '.open_cves | length')"
run "$WINNOW" -C repo missing --now 2024-03-01 --upstream master --cves records stable
matches 'text: named' '^    security, it fixes CVE-2024-1003; ' "$work/out"
matches 'text: counted' '; 6 open vulnerabilities, and 2' "$work/out"
for format in html markdown sarif junit ndjson tsv; do
	run "$WINNOW" -C repo missing --upstream master --cves records --format $format stable
	matches "$format: named" CVE-2024-1003 "$work/out"
done
same 'tsv: in a column of its own' CVE-2024-1003 \
	"$(awk -F '\t' -v id="$fix_taken" '$1 == id { print $11 }' "$work/out")"
run "$WINNOW" -C repo missing --upstream master --json stable
same 'without records nothing is said' 'null' "$(json .open_cves)"
git -C repo config winnow.cves "$work/records"
run "$WINNOW" -C repo missing --upstream master --json stable
same 'records from the configuration' 8 "$(json '.open_cves | length')"
git -C repo config --unset winnow.cves

# --- what they say of a patch
# pick ID BRANCH: the same change as a backport.
pick()
{
	commit repo "$2" 'Ann Ash' 2023-03-01 "$(git -C repo show --format= --name-only "$1")" "$fork" <<<"$(git -C repo log -1 --format=%s "$1")

[ Upstream commit $1 ]"
}
pick "$fix_old" queue >/dev/null
pick "$taken_bug" queue >/dev/null
pick "$young" queue >/dev/null
pick "$fix_young" late >/dev/null
# about [OPTION...]: what is said of the queue.
about()
{
	run "$WINNOW" -C repo review --rules "$top/rules" --no-default-rules --no-model --now 2024-03-01 \
		--upstream master --json "$@"
}
# said N: the facts about vulnerabilities and bugs of patch N, and what decides.
said()
{
	json '.patches['"$1"'] | (.facts[] | select(.kind | test("^cve|^presence.repaired"))
			| "\(.kind) \(.state): \(.says) | \(.proof)"),
		(.reasons[] | select(.rule | startswith("cve")).rule), .verdict'
}
about "$fork..queue"
same 'without records there is nothing of them' 'keep-with' \
	"$(json '[(.patches[].facts[] | select(.kind | startswith("cve")).kind), .patches[1].verdict] | join(" ")')"
about --cves records "$fork..queue"
same 'it fixes one, whose bug is there' "cve.fixes null: it fixes CVE-2024-1001 | CVE-2024-1001: records:1
cve.bug base: ${old:0:12} (\"net: an old bug\") brought CVE-2024-1001 and is in the base | CVE-2024-1001: records:1
presence.repaired base: ${old:0:12} (\"net: an old bug\") brought the bug and is in the base | CVE-2024-1001: records:1
cve.fixes null: it fixes CVE-2024-1008 | CVE-2024-1008: records:8
cve.fixes null: it fixes CVE-2024-1011 | CVE-2024-1011: records:11
cve.bug base: ${old:0:12} (\"net: an old bug\") brought CVE-2024-1011 and is in the base | CVE-2024-1011: records:11
cve.fixes
keep" "$(said 0)"
same 'what fixes it has a number' "cve.followup missing: ${fix_taken:0:12} (\"net: fix the bug that was taken\") fixes CVE-2024-1003 and is missing, and applies on top | CVE-2024-1003: records:3
cve.followup
keep-with" "$(said 1)"
same 'a record alone says that one came with it' "cve.followup missing: ${fix_young:0:12} (\"net: fix the young bug\") fixes CVE-2024-1002, which came with it, and is missing | CVE-2024-1002: records:2
cve.followup
keep-with" "$(said 2)"
same 'and has to come along' "$fix_young" "$(json '.patches[2].with[]')"
printf '%s\n' "$fix_young" >unwanted
about --cves records --ignore unwanted "$fork..queue"
same 'unless nobody wants it' left-out "$(json '.patches[2].facts[] | select(.kind == "cve.followup").state')"
git -C repo config winnow.cves "$work/records"
about "$fork..queue"
same 'records from the configuration' keep-with "$(json '.patches[2].verdict')"
git -C repo config --unset winnow.cves
about --cves records "$fork..late"
same 'it fixes one whose bug is not there' "cve.fixes null: it fixes CVE-2024-1002 | CVE-2024-1002: records:2
cve.bug missing: ${young:0:12} (\"net: a young bug\") brought CVE-2024-1002 and is missing | CVE-2024-1002: records:2
presence.repaired missing: ${young:0:12} (\"net: a young bug\") brought the bug and is missing | CVE-2024-1002: records:2" \
	"$(said 0 | grep 1002)"
same 'which counts as what a Fixes: names' drop "$(json '.patches[0].verdict')"
start_again=$(commit repo master 'Ann Ash' 2022-06-01 net/0.c <<<'net: start again')
pick "$start_again" again >/dev/null
echo "CVE-2024-1015 $young..$start_again" >again
about --cves again "$fork..again"
matches 'its code is looked for as that of a Fixes: is' "no line that ${young:0:12} added is" \
	<(json '.patches[0].facts[] | select(.kind == "presence.code").says')
run "$WINNOW" -C repo explain --rules "$top/rules" --no-default-rules --no-model --now 2024-03-01 \
	--upstream master --cves records --queue "$fork..queue" 2
matches 'explain: told' "^ *the fix of a vulnerability is missing: ${fix_taken:0:12} " "$work/out"
git -C repo config user.email rita@example.org
run "$WINNOW" -C repo reply --rules "$top/rules" --no-default-rules --no-model --now 2024-03-01 \
	--upstream master --cves records -o - "$fork..queue"
matches 'reply: told' 'fixes CVE-2024-1003' "$work/out"

git -C repo config user.name Rita
run "$WINNOW" -C repo summary --rules "$top/rules" --no-default-rules --no-model --now 2024-03-01 \
	--upstream master --cves records --to stable@example.org -o - "$fork..queue"
same 'summary: a missing fix once, with the number' \
	"2 net: a bug that was taken ${fix_taken:0:12} (\"net: fix the bug that was taken\") fixes CVE-2024-1003 and is missing, and applies on top." \
	"$(sed -n '/^Missing follow-ups/,/^    3 /p' "$work/out" | sed '1,2d;$d' | xargs -d '\n' | tr -s ' ' | sed 's/^ //;s/ $//')"

# --- what people do not want
printf '%s\n' "$fix_old" net/5.c >ignore
same 'on an ignore list' 'CVE-2024-1003 CVE-2024-1009 CVE-2024-1010 CVE-2024-1012 CVE-2024-1014 CVE-2024-1005; 2' \
	"$(open --cves records --ignore ignore >/dev/null; json '([.open_cves[].name] | join(" ")) + "; \(.ignored)"')"

# --- exit status
status_of()
{
	local expected=$1 name=$2
	shift 2
	fails_with "$expected" "$name" "$WINNOW" -C repo missing --upstream master "$@"
}
printf 'CVE-2024-1005 %s\n' "$fix_some" >vague
printf 'CVE-2024-1006 %s\n' "$fix_there" >fine
status_of 0 'open, but not asked to fail' --cves records --only-cves stable
status_of 1 '--exit-code: open' --cves own --only-cves --exit-code stable
status_of 1 '--fail-on cve: open' --cves own --only-cves --fail-on cve stable
status_of 1 '--fail-on cve, of all that is missing' --cves own --fail-on cve stable
status_of 0 '--fail-on cve: not known to be there' --cves vague --only-cves --fail-on cve stable
status_of 0 '--exit-code: none is open' --cves fine --only-cves --exit-code stable
status_of 64 '--only-cves without records' --only-cves stable
status_of 2 'records that are not there' --cves nowhere stable
matches 'records that are not there: named' "^winnow: cannot read 'nowhere': " "$work/err"
mkdir empty
status_of 2 'a directory without records' --cves empty stable
matches 'a directory without records: named' "'empty' holds no record" "$work/err"
only --cves own --changed stable
only --cves own --changed stable
same '--changed: nothing new' '' "$(cat "$work/out")"
cp own own-later && echo "CVE-2024-1005 $fix_some" >>own-later
only --cves own-later --changed --json stable
same '--changed: what is new' CVE-2024-1005 "$(json '[.missing[].cves[]] | join(" ")')"

# --- records that are broken, lie, or do not end: named, left out, and the rest counts
mkdir -p bad/deep
cp json/CVE-2024-1001.json bad
printf '{ "a": [\n' >bad/CVE-2024-3001.json
json_record bad/CVE-2024-3002.json CVE-2024-9999 "$old>$fix_old"
json_record bad/CVE-2024-3003.json CVE-2024-3003 "$old>${fix_old}0"
json_record bad/CVE-2024-3004.json 'CVE-2024-\u001b[31m' "$old>$fix_old"
python3 -c 'print("[" * 100000)' >bad/CVE-2024-3005.json
truncate -s 9M bad/CVE-2024-3006.json
truncate -s 100M bad/CVE-2024-3007.sha1
mkfifo bad/CVE-2024-3008.json
ln -s /dev/zero bad/CVE-2024-3009.json
ln -s . bad/again
printf 'x:y\n' >bad/deep/CVE-2024-3010.dyad
printf '\033[31m\377\n' >bad/deep/CVE-2024-3011.sha1
printf 'CVE-2024-\033[31m %s\nwords\n' "$old" >bad/deep/list
run timeout 20 "$WINNOW" -C repo missing --upstream master --only-cves --json --cves bad stable
same 'what is left of bad records' CVE-2024-1001 "$(json '[.open_cves[].name] | join(" ")')"
told()
{
	matches "bad records: $1" "^winnow: warning: $2" "$work/err"
}
told 'broken JSON' 'bad/CVE-2024-3001.json:[12]: '
told 'of another' 'bad/CVE-2024-3002.json:3: it is about CVE-2024-9999'
told '41 digits' "bad/CVE-2024-3003.json:2: not a commit id: '${fix_old}0'"
told 'escapes in a name' "bad/CVE-2024-3004.json:1: no name of a vulnerability: 'CVE-2024-\?\[31m'"
told 'deep JSON' 'bad/CVE-2024-3005.json:1: '
told 'large JSON' "cannot read 'bad/CVE-2024-3006.json': more than 8388608 bytes"
told 'a large file' "cannot read 'bad/CVE-2024-3007.sha1': more than 67108864 bytes"
told 'a pipe' "cannot read 'bad/CVE-2024-3008.json': not a regular file"
told 'a link' "bad: 'CVE-2024-3009.json' is a link"
told 'a dyad' 'bad/deep/CVE-2024-3010.dyad:1: '
told 'escapes in an id' "bad/deep/CVE-2024-3011.sha1:1: not a commit id: '\?\[31m"
told 'escapes in a list' "bad/deep/list:1: no name of a vulnerability: 'CVE-2024-\?\[31m'"
told 'words' "bad/deep/list:2: no name of a vulnerability: 'words'"
same 'bad records: only those' 13 "$(grep -c . "$work/err")"
same 'bad records: nothing escapes' '' "$(LC_ALL=C grep -an $'\033' "$work/err" "$work/out")"
for path in bad/CVE-2024-3008.json /dev/zero; do
	fails_with 2 "$path alone" timeout 20 "$WINNOW" -C repo missing --upstream master --cves $path stable
	matches "$path alone: named" "^winnow: warning: cannot read '$path': not a regular file" "$work/err"
	run timeout 20 "$WINNOW" -C repo missing --upstream master --only-cves --json --cves $path --cves own stable
	same "$path and others" CVE-2024-1001 "$(json '[.open_cves[].name] | join(" ")')"
done
seq 1000 1400 | sed "s/.*/CVE-2024-& ${fix_some}x/" >many
cat own >>many
run "$WINNOW" -C repo missing --upstream master --only-cves --cves many stable
same 'many bad ones are counted' 'winnow: warning: records of vulnerabilities: 381 more that cannot be read' \
	"$(tail -n 1 "$work/err")"

done_testing
