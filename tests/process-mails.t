#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The mails of the process: what failed to apply, what was added, what was dropped.
. "$(dirname "$0")/lib.sh"

cat >"$HOME/.gitconfig" <<-'END'
	[user]
		name = Greta Gale
		email = greta@example.org
	[winnow]
		stableList = stable@lists.example.org
END
git_config()
{
	git config -f "$HOME/.gitconfig" "$@"
}
start=$(change master 'Ann Ash' 2022-01-01 net/a.c "$(seq -f 'line %g;' 1 40)" <<<'net: start')
thirty=$(change master 'Ann Ash' 2022-01-02 net/a.c \
	"$(seq -f 'line %g;' 1 40 | sed 's/line 30;/line thirty;/')" <<<'net: bring thirty')
use=$(change master 'Ann Ash' 2022-01-03 net/a.c \
	"$(seq -f 'line %g;' 1 40 | sed 's/line 30;/line THIRTY;/')" <<-'END'
		net: use thirty

		It overflows.

		Cc: stable@lists.example.org
		Reported-by: Rita Roe <rita@example.org>
		Signed-off-by: Ann Ash <ann@example.org>
		Signed-off-by: Ben Birch <ben@example.org>
	END
)
early=$(change master 'Ann Ash' 2022-01-04 net/a.c \
	"$(seq -f 'line %g;' 1 40 | sed 's/line 30;/line THIRTY;/; s/line 5;/line five;/')" <<-'END'
		net: count to five

		Signed-off-by: Ann Ash <ann@example.org>
	END
)
git -C repo branch v5.10 "$start"
git -C repo branch linux-5.10.y "$start"

# mails KIND [OPTION...] QUEUE...: in $work/out.
mails()
{
	run "$WINNOW" -C repo reply -q --no-default-rules --rules "$corpus/reply-rules" --upstream master \
		--now 2024-01-02 --onto "${onto-v5.10}" --kind "$@"
}
# header NAME: its values, from every mail.
header()
{
	python3 - "$1" "$work/out" <<-'END'
		import mailbox, sys, email.policy, email
		for key in mailbox.mbox(sys.argv[2]):
		    mail = email.message_from_bytes(key.as_bytes(), policy=email.policy.default)
		    for value in mail.get_all(sys.argv[1], []):
		        print(value)
	END
}
# words: the text above the patch.
words() { sed '1,/^$/d; /^------/,$d' "$work/out"; }

mails failed "$use" "$early"
same 'one that does not apply' "0 FAILED: patch \"[PATCH] net: use thirty\" failed to apply to 5.10-stable tree" \
	"$status $(header Subject)"
same 'to its author' 'Ann Ash <Ann@example.org>' "$(header To)"
same 'those of the tags and the list' \
	'stable@lists.example.org, Rita Roe <rita@example.org>, Ben Birch <ben@example.org>' \
	"$(header Cc)"
same 'no thread' '' "$(header In-Reply-To)"
same 'what it says' "The patch below does not apply to the 5.10-stable tree: net/a.c:27, hunk
1 of 1. It was tried on v5.10. It is upstream commit ${use:0:12} (\"net:
use thirty\").

It applies on top of ${thirty:0:12} (\"net: bring thirty\"), which is
missing there: tried in memory.

This is how to see it, and to begin with:
  git checkout --detach v5.10
  git cherry-pick -x -s $thirty
  git cherry-pick -x -s $use
  # build, test
  git send-email --to stable@lists.example.org --subject-prefix 'PATCH 5.10' HEAD~2..

If it is wanted there, please send a version that applies to
stable@lists.example.org." "$(words | sed '/./,$!d' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}')"
matches 'with the patch' '^-line thirty;$' "$work/out"
git clone -q -b v5.10 repo work 2>/dev/null
(cd work && words | sed -n 's/^  \(git c\)/\1/p' | sed 's/v5.10/origin\/v5.10/; s/^git/git -c user.name=a -c user.email=a@example.org/' | sh -e) >/dev/null 2>"$work/err"
same 'the commands do' "$(git -C repo rev-parse "$use^{tree}")" "$(git -C work rev-parse 'HEAD^{tree}')"

git_config winnow.stableFetch 'https://git.example.org/stable linux-{tree}.y'
mails failed "$use"
matches 'where the tree is fetched from' '^  git fetch https://git.example.org/stable linux-5.10.y$' "$work/out"
git_config --unset winnow.stableFetch

git -C repo checkout -q -B gone "$start" && git -C repo rm -q net/a.c && git -C repo -c user.name=a \
	-c user.email=a@example.org commit -q -m 'net: remove it'
onto=gone mails failed "$use"
matches 'a file that is not there' 'it changes net/a.c,$' "$work/out"
matches 'is said so' '^which is not there\. ' "$work/out"

# Not proved: said. One that the tree has, or that applies: none.
change other 'Ann Ash' 2022-01-01 net/a.c 'nothing like it' "$start" <<<'net: rewrite' >/dev/null
onto=other mails failed "$use"
matches 'no commits were found' '^No upstream commits were found with which it was proved to apply there.$' "$work/out"
onto=master mails failed "$use"
same 'what the tree has did not fail' '0 ' "$status $(header Subject)"
mails failed -p 2 "$use" "$early"
same 'a patch that applies is no failure' "2 winnow: no 'failed' mail for 2 (net: count to five): nothing shows that it does not apply" \
	"$status $(cat "$work/err")"
run "$WINNOW" -C repo reply -q --kind failed --upstream master "$use"
same 'without a tree nothing failed' 64 "$status"

# Of a queue: the order is not a failure of the patch.
mails failed "$use" "$thirty"
same 'one that applies behind a later one' '0 ' "$status $(header Subject)"

mails added --only keep,ask,drop,keep-with "$early" "$use"
same 'what was added' '0 Patch "net: count to five" has been added to the 5.10-stable tree' "$status $(header Subject)"
same 'says so' "The patch below has been added to the 5.10-stable tree. It is upstream
commit ${early:0:12} (\"net: count to five\").

If anything speaks against it there, please reply to this mail and to
stable@lists.example.org." "$(words | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}')"
mails added -p 1 "$use"
same 'what does not apply was not added' 2 "$status"

mails dropped -p 1 "$early"
same 'what was dropped' '0 Patch "net: count to five" has been dropped from the 5.10-stable tree' "$status $(header Subject)"
printf '# winnow decisions 1\n%s  *  drop  2024-01-01  greta  the driver is off\n' "$early" >decided
mails dropped --decisions decided "$early"
matches 'with the reason of who decided' '^the driver is off$' "$work/out"
mails lost "$early"
same 'no other kind' 64 "$status"

# Templates of one's own; drafts are kept as they are everywhere.
mkdir own && printf 'Sorry: {failure}.\n' >own/notice-failed.txt
mails failed --templates own "$use"
same 'words of one'\''s own' 'Sorry: net/a.c:27, hunk 1 of 1.' "$(sed '1,/^$/d' "$work/out" | sed '/^$/d')"
mails failed --eml drafts "$use"
same 'a file each' '1' "$(find drafts -name '*.eml' | wc -l)"
mails failed --eml drafts "$use"
same 'written once' '1' "$(find drafts -name '*.eml' | wc -l)"

# Hostile: a subject with line breaks and quotes stays one header; a revision cannot be a command.
evil=$(change master 'Ann Ash' 2022-01-05 net/a.c 'all new' <<<"net: \"; rm -rf / \$(touch x) 
 Bcc: all@example.org")
mails failed "$evil"
same 'one subject' 'FAILED: patch "[PATCH] net: "; rm -rf / $(touch x) Bcc: all@example.org" failed to apply to 5.10-stable tree|' \
	"$(header Subject)|$(header Bcc)"
git -C repo format-patch -q --stdout -1 "$use" |
	sed 's/^Subject:.*/Subject: [PATCH] net: =?UTF-8?Q?odd=0ABcc:_all@example.org?=/; 2i Message-ID: <evil@example.org>' >evil.mbox
mails failed evil.mbox
same 'whatever a mail encodes' 'FAILED: patch "[PATCH] net: odd Bcc: all@example.org" failed to apply to 5.10-stable tree|' \
	"$(header Subject)|$(header Bcc)"
git -C repo branch 'x$(touch${IFS}hit)' "$start"
onto='x$(touch${IFS}hit)' mails failed "$use"
matches 'a revision is quoted' "git checkout --detach 'x\\\$\\(touch\\\$\{IFS\}hit\\)'" "$work/out"

done_testing
