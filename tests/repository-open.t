#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The ways in which git keeps a repository: each is opened, or the error says what is in the way,
# whether the repository was named or is the one around the current directory.
. "$(dirname "$0")/lib.sh"

# libgit2 1.5 looks for extensions by a pattern and leaks what PCRE2 gave it for each name.
echo 'leak:libpcre2' >"$work/leaks"
export LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$work/leaks:print_suppressions=0

. "$top/tests/lamp.sh"
git -C repo config uploadpack.allowFilter true
git clone -q --bare repo bare.git

# opens NAME DIRECTORY UPSTREAM [TIP]: from outside and from within.
opens()
{
	winnow_global=(-C "$2")
	review --json --upstream "$3" "$start..${4:-stable}"
	same "$1" keep-with "$(json '.patches[0].verdict')"
	winnow_global=()
	pushd "$2" >/dev/null || exit 1
	review --json --upstream "$3" "$start..${4:-stable}"
	same "$1, from within" keep-with "$(json '.patches[0].verdict')"
	popd >/dev/null || exit 1
}

# extension NAME VALUE: of bare.git, set for this once.
extension()
{
	git config -f bare.git/config core.repositoryFormatVersion 1
	git config -f bare.git/config "extensions.$1" "$2"
}

for name in worktreeConfig preciousObjects relativeWorktrees noop noop-v1; do
	extension "$name" true
	opens "extensions.$name" bare.git master
	git config -f bare.git/config --unset "extensions.$name"
done
extension partialClone origin
opens extensions.partialClone bare.git master
git config -f bare.git/config --unset extensions.partialClone

# One that it does not know may change what everything means.
refuses()
{
	local name="extensions\.($1|${1,,})"
	extension "$1" "$2"
	fails_with 2 "extensions.$1 is refused" "$WINNOW" -C bare.git review \
		--upstream master "$start..stable"
	matches "and named" "cannot open repository 'bare.git': .*$name" "$work/err"
	pushd bare.git >/dev/null || exit 1
	fails_with 2 "extensions.$1 is refused from within" "$WINNOW" review \
		--upstream master "$start..stable"
	matches "and named" "cannot open repository '.': .*$name" "$work/err"
	fails_with 2 'by missing, too' "$WINNOW" missing --upstream master stable
	matches "which names it" "${3-}.*$name" "$work/err"
	fails_with 2 'what there stands for mails is not passed over' \
		"$WINNOW" review -q "$corpus/queue.mbox"
	popd >/dev/null || exit 1
	git config -f bare.git/config --unset "extensions.$1"
}
refuses farFuture yes
refuses objectFormat sha256 'its objects are named by SHA-256'
refuses refStorage reftable 'its references are kept in a reftable'

# Of a clone without its blobs the commits are read; what a patch lacks there is its own question.
git clone -q --sparse --filter=blob:none "file://$PWD/repo" partial 2>/dev/null
same 'git keeps it with extensions' true "$(git -C partial config extensions.worktreeConfig)"
run "$WINNOW" -C partial missing --upstream origin/master origin/stable
matches 'a clone that is partial and sparse' 'lamp: put it out, too' "$work/out"
winnow_global=(-C partial)
review --json --upstream origin/master "$start..origin/stable"
same 'reviewed as far as it goes' 'followup.fix missing' \
	"$(json -r '.patches[0].facts[] | select(.kind == "followup.fix") | "\(.kind) \(.state)"')"
lacks="'partial' is a partial clone (git's partialClone extension, by remote.origin.promisor), and some of what is asked of it is not there: git fetch --refetch --no-filter brings all"
run "$WINNOW" -C partial review --json --upstream origin/master "$start..origin/stable"
same 'what is lacking, and how to have it, is told once' "winnow: warning: $lacks" "$(cat "$work/err")"
commit repo stable 'Ann Ash' 2022-03-02 lamp/b.c >/dev/null <<<'lamp: of our own'
git -C partial fetch -q
run "$WINNOW" -C partial review --json --upstream origin/master "$start..origin/stable"
same 'of two patches, too' "winnow: warning: $lacks" "$(cat "$work/err")"
same 'each has it among its facts' 2 "$(json '[.patches[] | select(any(.facts[]; .kind == "problem"))] | length')"
winnow_global=()
git -C partial fetch -q --refetch --no-filter
run "$WINNOW" -C partial review --json --upstream origin/master "$start..origin/stable"
same 'done as it says, nothing is lacking' '' "$(cat "$work/err")"
git clone -q repo sparse
git -C sparse sparse-checkout set lamp 2>/dev/null
opens 'a sparse checkout' sparse origin/master origin/stable

# Work trees beside it, of which one has settings of its own.
git -C bare.git worktree add -q ../beside stable
opens 'a linked work tree' beside master
git -C sparse worktree add -q ../second origin/stable 2>/dev/null
git -C second config --worktree winnow.upstream origin/master
winnow_global=(-C second)
review --json "$start..HEAD"
same 'the settings of a work tree' keep-with "$(json '.patches[0].verdict')"
winnow_global=(-C sparse)
review --json "$start..origin/stable"
same 'are those of no other' null "$(json '.upstream.name')"
winnow_global=()

# Objects that are another repository's: named from the root or from here, one behind the other, in a circle.
git clone -q -s --bare repo shared.git
opens 'objects of another repository' shared.git master
git clone -q -s --bare shared.git second.git
echo ../../shared.git/objects >second.git/objects/info/alternates
echo "$PWD/second.git/objects" >>repo/.git/objects/info/alternates
opens 'of one that has them of another' second.git master
opens 'in a circle' repo master
rm repo/.git/objects/info/alternates
git clone -q --bare --no-local repo packed.git
git -C packed.git repack -adq
opens 'packed' packed.git master
git -C packed.git -c pack.indexVersion=1 repack -adFq
opens 'packed, with an index of the first version' packed.git master
for id in $(git -C packed.git rev-list --all); do
	git -C packed.git rev-list --objects --no-walk "$id" | cut -c 1-40 |
		git -C packed.git pack-objects -q objects/pack/each >each
done
rm packed.git/objects/pack/pack-*
opens 'in many packs' packed.git master
ln -s nowhere packed.git/objects/pack/pack-gone.idx # as one that was packed anew since it was listed
fails_with 2 'a pack that is gone, and what is nowhere' \
	"$WINNOW" -C packed.git review --upstream master "${start//?/d}..stable"
same 'is no fault of the pack' "winnow: no commit '${start//?/d}' in repository 'packed.git'" "$(cat "$work/err")"
rm packed.git/objects/pack/pack-gone.idx

# One that another user owns: git's way out is said, wherever it was found.
if [ "$(id -u)" -eq 0 ]; then
	cp -R repo foreign
	chown -R 12345 foreign
	way="config --global --add safe.directory $PWD/foreign\$"
	fails_with 2 'of another user' "$WINNOW" -C foreign missing --upstream master stable
	matches 'it says how to trust it' "'foreign' belongs to another user: .*$way" "$work/err"
	cd foreign || exit 1
	fails_with 2 'of another user, from within' "$WINNOW" missing --upstream master stable
	matches 'it says so, too' "$way" "$work/err"
	cd ..
	printf '[safe]\n\tdirectory = %s\n' "$PWD/foreign" >"$HOME/.gitconfig"
	opens 'of another user who is trusted' foreign master
	rm "$HOME/.gitconfig"
	cp -R foreign 'a foreign one'
	chown -R 12345 'a foreign one'
	fails_with 2 'of another user, with blanks in its name' "$WINNOW" -C 'a foreign one' missing --upstream master stable
	matches 'the way out can be taken as it is' "config --global --add safe.directory '$PWD/a foreign one'\$" "$work/err"
	# agrees NAME DIRECTORY: git opens it and so do we, or neither does.
	agrees()
	{
		local git=refuses winnow=opens
		git -C "$2" rev-parse --git-dir >/dev/null 2>&1 && git=opens
		run "$WINNOW" -C "$2" missing --upstream master stable
		! grep -q 'belongs to another user' "$work/err" || winnow=refuses
		same "$1, as git does" "$git" "$winnow"
	}
	for part in . .git .git/config; do
		rm -rf given && cp -R repo given
		chown 12345 "given/$part"
		agrees "another user's repo/$part" given
	done
	chown 12345 bare.git && agrees 'a bare one' bare.git && chown 0 bare.git
	git clone -q repo common
	git -C common worktree add -q ../linked -b linked
	for part in common/.git common/.git/worktrees/linked linked linked/.git; do
		chown 12345 "$part" && agrees "$part" linked && chown 0 "$part"
	done
	for safe in '*' "$PWD/foreign" "$PWD/foreign/" "$PWD/*" "$PWD" \~/../foreign '%(prefix)/x' ''; do
		git config -f "$HOME/.gitconfig" safe.directory "$safe"
		agrees "safe.directory $safe" foreign
	done
	git config -f "$HOME/.gitconfig" safe.directory '*'
	git config -f "$HOME/.gitconfig" --add safe.directory ''
	agrees 'one that takes back what was before' foreign
	printf '[include]\n\tpath = %s/safe\n' "$PWD" >"$HOME/.gitconfig"
	git config -f safe safe.directory '*'
	agrees 'one that is included' foreign
	rm "$HOME/.gitconfig"
	GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' agrees 'one of the environment' foreign
	git config -f foreign/.git/config safe.directory '*'
	agrees 'what it says of itself' foreign
	SUDO_UID=12345 agrees "sudo's user" foreign
	run env GIT_DIR="$PWD/foreign/.git" "$WINNOW" missing --upstream master stable
	same 'GIT_DIR is trusted, as by git' 0 "$status"
	ok 'by git, too' env GIT_DIR="$PWD/foreign/.git" git rev-parse
	run "$WINNOW" -c safe.directory='*' -C foreign missing --upstream master stable
	same 'for this once, by -c' 0 "$status"
else
	skip 'a repository of another user' 'only root can give one away'
fi

# None at all is none, and said where one is needed.
mkdir nowhere
cd nowhere || exit 1
fails_with 2 'no repository' "$WINNOW" review --upstream master "$start..stable"
matches 'and it says so' 'no repository' "$work/err"
cd ..
ln -s repo link
opens 'a symbolic link' link master

done_testing
