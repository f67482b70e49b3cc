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
keep fern 1.4.1 release' "$(json '.patches[] | "\(.verdict) \(.subject)"')"
same 'and the rule says so' "the branch's own housekeeping, nothing from upstream" \
	"$(json '.patches[0].reasons[0].says')"
run "$WINNOW" -C repo review --now 2024-03-01 --upstream main --only ask v1.4..stable-1.4
matches 'what is asked has a question' '=> is it for this branch alone\? no upstream commit was found' "$work/out"

done_testing
