#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A project's own housekeeping is told by its files, not by what its commits are called.
. "$(dirname "$0")/lib.sh"

git init -q -b main repo
git -C repo config user.name Ann
git -C repo config user.email ann@example.org
cd repo || exit 1
mkdir -p lib doc/rel_notes
printf 'VERSION = 4\nEXTRA =\nall:\n\tcc\n' >Makefile
printf 'FERN_TAG ?= fern-1.4.0\nSEED_TAG ?= 1234567890abcdef1234567890abcdef12345678\n' >Config.mk
printf 'image: seed-13-3\n' >.ci.yml
printf '1.4.0\n' >VERSION
printf '#####\n _  _\n/_| |_|\n#####\n\nFern is a plant.\n' >README
printf 'int a;\nint limit = 5;\n' >lib/a.c
printf '#define FERN_VERSION "1.4.0"\n' >lib/version.h
printf 'News\n' >NEWS
git add . && git commit -qm 'start'
git tag v1.4
git checkout -q -b stable-1.4

# picked SUBJECT: commits what was changed, on the branch alone.
picked()
{
	git add -A . && git commit -qm "$1"
}

sed -i 's/^EXTRA =$/EXTRA = .1-pre/' Makefile && picked 'onwards to the first update'
sed -i 's/fern-1.4.0/fern-1.4.1/; s/1234567890abcdef.*/fedcba9876543210fedcba9876543210fedcba98/' Config.mk
picked 'take what there is of the others'
echo 1.4.1 >VERSION && echo 'It is new.' >>NEWS && echo 'Fixes.' >doc/rel_notes/1.4.rst
sed -i 's/1\.4\.0/1.4.1/' lib/version.h
picked 'Tag fern-1.4.1'
sed -i 's/13-3/13-5/' .ci.yml && picked 'ci: follow seed'
sed -i 's/limit = 5/limit = 6/' lib/a.c && picked 'Bump version'
sed -i 's/^all:/all: lib/' Makefile && picked 'build: all needs lib'
sed -i 's/^FERN_TAG/# as of Monday\n&/; s/fern-1.4.1/fern-1.4.2/' Config.mk && picked 'a tag with a name'
sed -i '/Monday/d' Config.mk && picked 'a remark less'
printf '###\n _\n/_|\n###\n\nFern is a plant.\n' >README && picked 'README: say what it is'
sed -i 's/a plant/the plant/' README && picked 'README: which plant'
sed -i 's/is the/is  the/' README && picked 'README: another blank'
git commit -q --allow-empty -m 'fern 1.4.1 release'
cd ..

run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --json v1.4..stable-1.4
same 'what touches only versions is kept, whatever it is called; code is asked about, and so is what else it builds' \
	'keep onwards to the first update
keep take what there is of the others
keep Tag fern-1.4.1
keep ci: follow seed
ask Bump version
ask build: all needs lib
keep a tag with a name
ask a remark less
keep README: say what it is
ask README: which plant
ask README: another blank
keep fern 1.4.1 release' "$(json '.patches[] | "\(.verdict) \(.subject)"')"
same 'and the rule says so' "the branch's own housekeeping, nothing from upstream" \
	"$(json '.patches[0].reasons[0].says')"
run "$WINNOW" -C repo review --format long --now 2024-03-01 --upstream main --only ask v1.4..stable-1.4
matches 'what is asked has a question' '=> is it for this branch alone\? no upstream commit was found' "$work/out"

# --- tables that are taken whole, the project's own CI, headers of versions

cd repo || exit 1
mkdir -p data.d po .github/workflows automation
printf 'evdev:a\n KEY_1=up\n' >data.d/60-keys.hwdb
printf 'msgid "a"\n' >po/de.po
printf 'on: push\n' >.github/workflows/build.yml
printf 'echo test\n' >automation/run.sh
printf '#define FERN_1_4 1\n' >lib/fern-version.h
git add . && git commit -qm 'more of it'
git tag v1.5
sed -i 's/up/down/' data.d/60-keys.hwdb && picked 'keys: update to what there is'
sed -i 's/"a"/"b"/' po/de.po && sed -i 's/down/left/' data.d/60-keys.hwdb && picked 'take all tables'
sed -i 's/push/pull/' .github/workflows/build.yml && picked 'build on pull'
sed -i 's/test/all/' automation/run.sh && picked 'run all tests'
printf '#if FERN_1_4\n#define FERN_1_4_1 2\n#endif\n' >>lib/fern-version.h && picked 'fern: add FERN_1_4_1'
echo 'Ann Ash' >>AUTHORS && echo 'Name: fern' >>fern.spec && picked 'more people, and a package'
mkdir abi && touch abi/.gitignore && echo '$VAR1 = {};' >abi/fern.dump && picked 'ABI files'
printf 'int fern(void);\n' >>lib/fern-version.h && picked 'fern: declare it'
sed -i 's/all/most/' automation/run.sh && sed -i 's/limit = 6/limit = 7/' lib/a.c && picked 'run most tests'
cd ..
run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --json v1.5..stable-1.4
same 'so is what is a table, tests the project or says the version' \
	'keep keys: update to what there is
keep take all tables
keep build on pull
keep run all tests
keep fern: add FERN_1_4_1
keep more people, and a package
keep ABI files
ask fern: declare it
ask run most tests' "$(json '.patches[] | "\(.verdict) \(.subject)"')"
same 'the fact says which' \
	'it only changes tables of devices and translations
it only changes tables of devices and translations
it only changes the project'"'"'s own CI
it only changes the project'"'"'s own CI
it only changes versions, tags and what is written about releases
it only changes what is written about maintainers, authors and support, and how it is packaged
it only changes dumps of the binary interface' \
	"$(json '.patches[].facts[] | select(.kind == "trait.housekeeping").says')"

# --- of what upstream has, too: notes have been made before; nothing that users have changes

# kept SUBJECT BODY: picked from main to the branch; its verdict.
kept()
{
	git -C repo checkout -q main && "${@:3}" && git -C repo commit -qam "$1" -m "$2" &&
		git -C repo checkout -q stable-1.4 && git -C repo cherry-pick -x main >out.pick 2>&1
	run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --json stable-1.4~..stable-1.4
	json '.patches[0].verdict'
}
touch_ci() { sed -i "s/\$/ $1/" repo/.ci.yml; }
git -C repo checkout -q main && git -C repo checkout -q stable-1.4 -- NEWS .ci.yml && git -C repo commit -qm 'main: the same'
same 'what changes CI alone may say that nothing changes' keep "$(kept 'ci: more of it' 'No functional change.' touch_ci more)"
same 'or what it is good for' keep \
	"$(kept 'ci: allow selecting jobs' 'This simplifies it, to reduce the wait. Let us do it. We want to have it.' touch_ci less)"
git -C repo checkout -q main && echo 'One.' >>repo/NEWS && git -C repo commit -qam 'NEWS: update' &&
	git -C repo checkout -q stable-1.4 && git -C repo cherry-pick -x main >out.pick 2>&1
echo 'Two.' >>repo/NEWS && git -C repo commit -qam 'NEWS: update'
run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --json stable-1.4~..stable-1.4
same 'notes of one title are not one change' keep "$(json '.patches[0].verdict')"

done_testing
