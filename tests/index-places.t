#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where an index is: other people's files, other versions, elsewhere, nowhere, read only.
. "$(dirname "$0")/lib.sh"
. "$top/tests/index.sh"

larger
head -n 700 taken >taken-older
stream small <<<"h.branch('master', h.commit('net: one'))"
ask --index whole >want 2>err

foreign()
{
	cp mine before
	run ask --index mine
	same "$1: the answer" want "$work/out"
	ok "$1: untouched" cmp mine before
	matches "$1: said" "warning: .*mine.* is not an upstream index of winnow" err.foreign
	run ask --index mine --quiet
	same "$1: not said when quiet" '' "$(cat "$work/err")"
	fails_with 2 "$1: winnow index refuses" index big mine master
	fails_with 2 "$1: winnow index --rebuild refuses" index big mine master --rebuild
	ok "$1: untouched by that" cmp mine before
	fails_with 2 "$1: missing from it alone" "$WINNOW" missing --index mine --list taken
	rm -f mine.lock
	same "$1: nothing beside it" '' "$(stray mine)"
}
python3 - <<'EOF'
import sqlite3
db = sqlite3.connect('sqlite')
db.execute('CREATE TABLE commits(position INTEGER PRIMARY KEY, id BLOB)')
db.execute('CREATE TABLE addresses(name TEXT)')
db.execute("INSERT INTO addresses VALUES('Ann Ash')")
db.commit()
EOF
head -c 50000 /dev/urandom >random
printf 'Dear diary,
' >text
: >empty
for what in text sqlite random empty; do
	rm -f mine*
	cp $what mine
	ask --index mine >/dev/null 2>err.foreign
	foreign "a foreign file: $what"
done
version=$(od -An -tu1 -j63 -N1 whole | tr -d ' ')
for other in $((version + 1)) 200 0; do
	rm -f mine*
	cp whole mine
	printf "\\x$(printf %x "$other")" | dd of=mine bs=1 seek=63 conv=notrunc status=none
	fails_with 2 "a file of version +$((other - version)), alone" "$WINNOW" missing --index mine --list taken
	matches "a file of version +$((other - version)), alone: said" "format $other" "$work/err"
	run ask --index mine
	same "a file of version +$((other - version)): the answer" want "$work/out"
	matches "a file of version +$((other - version)): said" "warning: .*format $other.*it is built anew" "$work/err"
	same_rows "a file of version +$((other - version)): built anew" whole mine
done
mkdir directory
run ask --index directory
same 'a directory for an index: the answer' want "$work/out"
matches 'a directory for an index: said' "^winnow: warning: .*directory" "$work/err"
run ask --index gone/deep/index
same 'an index in a directory that is not there: the answer' want "$work/out"
same_rows 'an index in a directory that is not there: made' whole gone/deep/index
run ask --index /dev/null
same '/dev/null for an index: the answer' want "$work/out"
ok '/dev/null stays what it is' test -c /dev/null
# A link is followed or replaced, but what it leads to is not a mixture of both.
rm -f mine* && cp half-way mine && ln -s mine link
run ask --index link
same 'a link to an index: the answer' want "$work/out"
same_rows 'a link to an index: what it leads to' whole mine

mkdir elsewhere && cp whole elsewhere/i && cp taken elsewhere
(cd elsewhere && GIT_CEILING_DIRECTORIES=$work "$WINNOW" missing --now 2024-03-01 --index i --list taken) >there 2>err
same 'an index copied elsewhere' want there
same 'an index copied elsewhere: in peace' '' "$(cat err)"
same 'an index copied elsewhere: nothing beside it' '' "$(stray elsewhere/i)"
fails_with 2 'an index alone cannot be brought up to date' "$WINNOW" index --index elsewhere/i --upstream master
fails_with 2 'an index that is not there, alone' "$WINNOW" missing --index elsewhere/none --list taken
matches 'an index that is not there, alone: said' 'elsewhere/none' "$work/err"

cache=$HOME/.cache
rm -rf "$cache"
run ask --no-index
same 'without an index: the answer' want "$work/out"
same 'without an index: nothing is kept' '' "$(find "$cache" 2>/dev/null)"
run ask
same 'in the cache directory: the answer' want "$work/out"
same 'in the cache directory: a file and its lock each, and what was told' 'big-X.index big-X.index.lock big-X.severities big-X.severities.lock reviews' 	"$(cd "$cache/winnow" && ls -A | sed 's/-[0-9a-f]\{12\}\./-X./' | xargs)"
default=$(echo "$cache"/winnow/big-*.index)
same_rows 'in the cache directory: whole' whole "$default"
run "$WINNOW" -C big/.git missing --now 2024-03-01 --upstream master --list taken
run "$WINNOW" -C small missing --now 2024-03-01 --upstream master "$(git -C small rev-parse master)"
same 'one for each repository' 2 "$(find "$cache/winnow" -name '*.index' | wc -l)"
for what in text empty; do
	cp $what "$default"
	run ask
	same "not an index, but in the cache ($what): the answer" want "$work/out"
	same_rows "not an index, but in the cache ($what): built anew" whole "$default"
done
XDG_CACHE_HOME=$work/other-cache run ask
same 'where XDG_CACHE_HOME says' 1 "$(find "$work/other-cache/winnow" -name 'big-*.index' | wc -l)"
git -C big config winnow.index "$work/configured"
run ask
same_rows 'where winnow.index says' whole configured
git -C big config --unset winnow.index
rm -rf "$cache" && echo 'no directory' >"$cache"
run ask
same 'no cache directory can be made: the answer' want "$work/out"
matches 'no cache directory can be made: warned of' '^winnow: warning: .*keeps no index' "$work/err"
fails_with 2 'no cache directory can be made: winnow index fails' "$WINNOW" -C big index --upstream master
rm "$cache"

# Another user's, whom the system holds to the permissions.
nobody=()
[ "$(id -u)" -ne 0 ] || nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
# SANITIZE's reports and all that is read must be open to that user.
chmod 755 "$work" "$HOME"
cp "$WINNOW" winnow-copy
if ! "${nobody[@]}" ./winnow-copy --version >/dev/null 2>&1 || ! "${nobody[@]}" ls "$O/share/winnow/rules" >/dev/null 2>&1; then
	skip 'read-only indexes' 'root may write everything, and setpriv does not make it anybody else'
else
	mkdir fixed
	cp -r big fixed/big
	cp half-way fixed/older && cp whole fixed/whole && cp half-way fixed/moving
	[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 fixed/big
	chmod a-w fixed fixed/older fixed/whole
	foreigner()
	{
		"${nobody[@]}" env WINNOW_DATA="$O/share/winnow" ./winnow-copy -C fixed/big missing --now 2024-03-01 --list taken "$@"
	}
	chmod a+r taken* fixed/*
	run foreigner --index fixed/whole --upstream master
	same 'a read-only index: the answer' want "$work/out"
	same 'a read-only index: in peace' '' "$(cat "$work/err")"
	run foreigner --index fixed/older --upstream master
	same 'a read-only index that is behind: the answer' want "$work/out"
	matches 'a read-only index that is behind: warned of' '^winnow: warning: .*keeps no index' "$work/err"
	ok 'a read-only index that is behind: untouched' cmp half-way fixed/older
	run "${nobody[@]}" env WINNOW_DATA="$O/share/winnow" ./winnow-copy missing --now 2024-03-01 --list taken --index fixed/whole
	same 'a read-only index alone: the answer' want "$work/out"
	same 'read-only indexes: nothing beside them' '' "$(find fixed -maxdepth 1 -name '*?-*' -o -maxdepth 1 -name '*.*')"
	# Its owner writes to it while somebody reads who may not.
	missing --no-index --upstream older --list taken-older
	if [ "$(id -u)" -ne 0 ]; then
		skip 'a read-only index that its owner updates meanwhile' 'needs two users'
	else
		between "${nobody[@]}" env WINNOW_DATA="$O/share/winnow" ./winnow-copy missing --now 2024-03-01 --json --index fixed/moving \
			--list /dev/fd/9 -- "$WINNOW" -C big index --index fixed/moving --upstream master
		jq 'del(.upstream.source, .branch.source)' reader.out >reader.answer 2>&1
		same 'a read-only index that its owner updates meanwhile' answer reader.answer
		same 'a read-only index that its owner updates meanwhile: in peace' '' "$(cat reader.err)"
	fi
	chmod -R u+w fixed
fi

done_testing
