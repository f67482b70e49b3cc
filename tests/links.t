#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where ids of commits and mails lead: as links of a terminal (OSC 8), in Markdown and in summaries.
. "$(dirname "$0")/lib.sh"
. "$top/tests/terminal.sh"

culprit=$(commit repo master 'Ann Ash' 2022-01-01 net/a.c <<<'net: add a ring')
change=$(commit repo master 'Ann Ash' 2022-01-02 net/a.c <<END
net: fix the ring

Fixes: ${culprit:0:12} ("net: add a ring")
END
)
fix=$(commit repo master 'Ann Ash' 2022-01-03 net/a.c <<END
net: fix the ring again

Fixes: ${change:0:12} ("net: fix the ring")
END
)
commit repo stable 'Sta Ble' 2022-01-04 net/a.c "$culprit" >/dev/null <<END
net: fix the ring

[ Upstream commit $change ]
END
here=$(git -C repo rev-parse stable)
git -C repo config winnow.commitUrl 'https://git.example.org/{id}'
git -C repo config winnow.mailUrl 'https://lore.example.org/{id}/'
rules=(--no-default-rules --rules "$top/rules" --no-model --now 2024-03-01)
long=(review --format long "${rules[@]}" --upstream master "$culprit..stable")

# unpaged [NAME=VALUE...] WORDS...: winnow on a terminal without colours and, unless said otherwise, without a pager.
unpaged()
{
	on_terminal TERM=xterm-256color NO_COLOR=1 GIT_PAGER= "$@"
}
# linked: each link of the output, "TEXT ADDRESS".
linked()
{
	grep -aoP '\033\]8;;[^\033]+\033\\[^\033]*\033\]8;;\033\\' "$work/out" |
		sed 's/\x1b\]8;;\([^\x1b]*\)\x1b\\\([^\x1b]*\).*/\2 \1/'
}
has_links()
{
	grep -aq $'\033]8;' "$work/out" && echo yes || echo no
}
able=VTE_VERSION=6800

unpaged $able "${long[@]}"
linked >links
matches 'the upstream commit' "^${change:0:12} https://git\.example\.org/$change\$" links
matches 'what has to come along' "^${fix:0:12} https://git\.example\.org/$fix\$" links
same 'only what upstream has' '' "$(grep "${here:0:12}" links)"
sed 's/\x1b\]8;;[^\x1b]*\x1b\\//g' out >plain
unpaged "${long[@]}"
same 'they change nothing else, and take no columns' plain out
run "$WINNOW" -C repo "${long[@]}"
cp out piped
git -C repo config --unset winnow.commitUrl
git -C repo config --unset winnow.mailUrl
run "$WINNOW" -C repo "${long[@]}"
same 'a pipe has none' out piped
unpaged $able "${long[@]}"
same 'nor a terminal where nobody said where to' no "$(has_links)"
git -C repo config winnow.commitUrl 'https://git.example.org/{id}'
git -C repo config winnow.mailUrl 'https://lore.example.org/{id}/'
for words in "explain ${rules[*]} --upstream master --onto $culprit stable" "missing --now 2024-03-01 --upstream master $culprit..stable" \
	"trees --now 2024-03-01 --upstream master --tree s=stable $fix $change" \
	"review ${rules[*]} --upstream master $culprit..stable"; do
	read -ra words <<<"$words"
	unpaged $able "${words[@]}"
	linked >links
	matches "${words[0]}: a commit" "^${fix:0:12} https://git\.example\.org/$fix\$" links
done

printf '#!/bin/sh\nexec cat\n' >other
chmod +x other

# Which terminal, and what shows it.
while read -r expected settings; do
	read -ra settings <<<"$settings"
	unpaged "${settings[@]}" "${long[@]}"
	same "${settings[*]}: $expected" "$expected" "$(has_links)"
done <<-END
	no A=
	yes VTE_VERSION=5000
	no VTE_VERSION=4999
	no VTE_VERSION=6800 TERM=linux
	no VTE_VERSION=6800 TERM=dumb
	yes TERM=xterm-kitty
	yes TERM_PROGRAM=iTerm.app
	no TERM_PROGRAM=Apple_Terminal
	yes WT_SESSION=x
	no WT_SESSION=x STY=1.pts
	no VTE_VERSION=6800 TMUX=x
	yes VTE_VERSION=6800 TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.4
	no VTE_VERSION=6800 TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.3a
	no VTE_VERSION=6800 GIT_PAGER=$work/other
END
unpaged $able --hyperlinks=never "${long[@]}"
same '--hyperlinks=never' no "$(has_links)"
unpaged --hyperlinks=always "${long[@]}"
same '--hyperlinks=always' yes "$(has_links)"
run "$WINNOW" -C repo --hyperlinks=always "${long[@]}"
same 'which a pipe does not get' piped out
fails_with 64 'a word that is none' "$WINNOW" --hyperlinks=often "${long[@]}"
git -C repo config winnow.hyperlinks never
unpaged $able "${long[@]}"
same 'winnow.hyperlinks' no "$(has_links)"
unpaged $able --hyperlinks=auto "${long[@]}"
same 'the option goes before it' yes "$(has_links)"
git -C repo config winnow.hyperlinks often
fails_with 2 'a setting that is none' "$WINNOW" -C repo "${long[@]}"
matches 'is told' "winnow.hyperlinks: 'often' is none of auto, always, never" err
git -C repo config --unset winnow.hyperlinks

mkdir bin
# less VERSION: such a one, that shows what it gets.
less()
{
	printf '#!/bin/sh\ncase $1 in --version) echo "less %s (GNU regular expressions)"; exit ;; esac\nexec cat\n' "$1" >bin/less
	chmod +x bin/less
}
while read -r version expected settings; do
	less "$version"
	read -ra settings <<<"$settings"
	unpaged $able PATH="$work/bin:$PATH" "${settings[@]}" "${long[@]}"
	same "less $version, ${settings[*]}: $expected" "$expected" "$(has_links)"
done <<-END
	566 yes GIT_PAGER=less
	590 yes GIT_PAGER=$work/bin/less
	551 no GIT_PAGER=less
	643 no GIT_PAGER=less LESS=FX
	643 yes GIT_PAGER=less LESS=-R
	no-number no GIT_PAGER=less
END
less 643
unpaged $able PATH="$work/bin:$PATH" GIT_PAGER='less -S | cat' "${long[@]}"
same 'what less hands on is nothing that is known' no "$(has_links)"

# Mails, and what is hostile.
printf '%s\n' 'From mboxrd@z Thu Jan  1 00:00:00 1970' 'From: Ann Ash <ann@example.org>' 'Date: Mon, 1 Jan 2024 00:00:00 +0000' \
	$'Message-ID: <a/b+\033]8;;http:evil"%7Cc@example.org>' 'Subject: [PATCH 5.10] net: fix the ring' '' \
	"commit $change upstream." '' "See 0123456789ab0123456789ab $(printf 'a%.0s' {1..400})" --- >mails.mbox
small_diff >>mails.mbox
printf '%s\n' '' 'From mboxrd@z Thu Jan  1 00:00:00 1970' 'From: Ann Ash <ann@example.org>' 'Date: Mon, 1 Jan 2024 00:00:01 +0000' \
	'Message-ID: <two@example.org>' 'Subject: [PATCH AUTOSEL 5.10] net: fix another ring' '' Text. --- >>mails.mbox
small_diff >>mails.mbox
printf '%s\n' '' 'From mboxrd@z Thu Jan  1 00:00:00 1970' 'From: Ben Bay <ben@example.org>' 'Date: Mon, 1 Jan 2024 01:00:00 +0000' 'Message-ID: <reply@example.org>' \
	'In-Reply-To: <two@example.org>' 'Subject: Re: [PATCH AUTOSEL 5.10] net: fix another ring' '' 'Please drop this one.' >>mails.mbox
unpaged $able review --format long "${rules[@]}" "$work/mails.mbox"
linked >links
matches 'the subject leads to its mail' '^net: fix the ring https://lore\.example\.org/a%2Fb%2B[^ ]*%40example\.org/$' links
matches 'and what a reply says to the reply' '^in <reply@example.org> https://lore\.example\.org/reply%40example\.org/$' links
matches 'a commit that nobody looked up' "^${change:0:12} https://git\.example\.org/" links
sed 's/\x1b\]8;;[^\x1b]*\x1b\\//g' out >plain
same 'nothing of a stranger is obeyed' 0 "$(obeyed <plain)"
run "$WINNOW" -C repo review --format markdown "${rules[@]}" "$work/mails.mbox"
cp out mails.md
matches 'markdown: the subject leads to its mail' '\| \[net: fix another ring\]\(https://lore\.example\.org/two%40example\.org/\) \|' mails.md
run "$WINNOW" -C repo review --format markdown "${rules[@]}" --upstream master "$culprit..stable"
cp out review.md
matches 'markdown: what the branch has' "\\| \[\`${here:0:12}\`\]\(https://git\.example\.org/$here\) \\|" review.md
matches 'markdown: what the reason names' "\[${fix:0:12}\]\(https://git\.example\.org/$fix\)" review.md
for words in "missing --now 2024-03-01 --upstream master $culprit..stable" "trees --now 2024-03-01 --upstream master --tree s=stable $fix"; do
	read -ra words <<<"$words"
	run "$WINNOW" -C repo "${words[@]}" --format markdown
	cp out words.md
	matches "markdown: ${words[0]}" "^\\| \[\`${fix:0:12}\`\]\(https://git\.example\.org/$fix\) \\|" words.md
done
run "$WINNOW" -C repo -c 'winnow.commitUrl=https://git.example.org/(a)|b?"<{id}>' review --format markdown "${rules[@]}" --upstream master \
	"$culprit..stable"
cp out review.md
matches 'markdown: nothing ends an address early' "\]\(https://git\.example\.org/%28a%29%7Cb\?%22%3C$here%3E\)" review.md
run "$WINNOW" -C repo summary "${rules[@]}" "$work/mails.mbox"
cp out summary
matches 'summary: what is not fine has the address of its mail' '^       https://lore\.example\.org/two%40example\.org/$' summary
run "$WINNOW" -C repo summary "${rules[@]}" --upstream master "$culprit..stable"
cp out summary
matches 'summary: or that of its upstream commit' "^       https://git\.example\.org/$change\$" summary
same 'summary: once' 1 "$(grep -c https:// summary)"
git -C repo config user.name Me
git -C repo config user.email me@example.org
run "$WINNOW" -C repo summary "${rules[@]}" --html --to list@example.org "$work/mails.mbox"
tr -d '\n' <out | sed 's/==*/=/g; s/=3D/=/g' >summary
matches 'summary: in HTML, too' 'href="https://lore\.example\.org/two%40example' summary

while read -r what address; do
	git -C repo config winnow.mailUrl "$(printf '%b' "$address")"
	fails_with 2 "an address that is $what is refused" "$WINNOW" -C repo explain "${rules[@]}" stable
	same 'with nothing of it on the terminal' 0 "$(obeyed <err)"
done <<'END'
an_escape https://example.org/\033]0;x\007{id}
two_lines https://example.org/\n{id}
two_words https://example.org/\040{id}
END
git -C repo config winnow.mailUrl 'https://lore.example.org/{id}/'

done_testing
