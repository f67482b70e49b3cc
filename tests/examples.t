#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every example of the README, of the man pages and of --help runs as it stands there, in a directory where all that it
# names is at hand, and prints what is shown to be printed. It may not reach a network, and has servers of its own.
. "$(dirname "$0")/lib.sh"
. "$top/tests/servers.sh"

# What the examples name, in a home that is also the directory they are called in: "linux" is the demo's repository under
# other names, and every example finds it as if nothing had been done before.
mkdir world
cd world || exit 1
git init -q --template= .
git symbolic-ref HEAD refs/heads/mainline
for stream in upstream stable; do
	git fast-import --quiet <"$top/data/demo/$stream.fi"
done
git checkout -q mainline
for names in 'mainline refs/remotes/origin/master refs/remotes/origin/main refs/heads/main refs/heads/master' \
	'v1.0 refs/tags/v6.12 refs/tags/v22.11 refs/tags/v6.1.60 refs/tags/v6.12.7' 'v1.0.1 refs/tags/v6.12.8' 'v1.0~4 refs/tags/v6.11' \
	'stable-1.0 refs/remotes/stable/linux-6.12.y refs/remotes/stable/linux-6.1.y refs/remotes/stable/linux-5.15.y
		refs/heads/our-branch refs/heads/for-6.12 refs/heads/product/6.1 refs/heads/22.11' \
	'mainline~30 refs/tags/v17.11 refs/tags/rdma-core-12 refs/tags/mesa-22.1.0'; do
	for name in ${names#* }; do
		git update-ref "$name" "${names%% *}^{commit}"
	done
done
git config user.name 'Ann Ash'
git config user.email ann@example.org
git config core.excludesFile '*'
git config winnow.upstream origin/master
git config winnow.tree 'stable/linux-*.y'

# A queue of 24: the demo's, and some of nobody's.
ln -s "$top/data" data
ln -s "$top/rules" rules
mkdir installed # what examples may change
cp -r "$top/rules" "$top"/data/{templates,text-model,kind-model} installed
cp -r "$top/data/demo/queue-1.0" queue-6.12
for n in 17 18 19 20 21 22 23 24; do
	printf 'From: Ann Ash <ann@example.org>\nDate: Mon, 14 Jul 2025 10:%d:00 +0000\nSubject: doc: Say more of %d\n\nSo far nothing is said.\n---\n' $n $n >queue-6.12/doc-$n.patch
	printf 'diff --git a/doc/%d b/doc/%d\nnew file mode 100644\n--- /dev/null\n+++ b/doc/%d\n@@ -0,0 +1 @@\n+%d\n' $n $n $n $n >>queue-6.12/doc-$n.patch
	echo doc-$n.patch >>queue-6.12/series
done
for copy in stable-queue/queue-6.12 patches queue-1.0; do
	mkdir -p "$(dirname $copy)"
	cp -r queue-6.12 $copy
done
ln -s patches Q
# The same as mails of today, for "two weeks ago" is.
n=0
while read -r file; do
	n=$((n + 1))
	echo 'From mboxrd@z Thu Jan  1 00:00:00 1970'
	sed -e "1,/^\$/{s/^Date: .*/Date: $(date -R)/;s/^Subject: /Subject: [PATCH AUTOSEL 6.12 $n\/24] /;s/^From [0-9a-f]* .*/X-From: x/}" \
		-e "1i Message-ID: <20250714101010.4711-$n-sel@example.org>" queue-6.12/"$file"
	echo
done < <(grep -v "^#" queue-6.12/series) >autosel.mbox
cp autosel.mbox new.mbox
cp autosel.mbox queue.mbox
cp queue-6.12/doc-17.patch 0001-nbd.patch
printf '%s\n' edc94911208f,odile@example.org,drivers/heron.c d35e861e77ca,jonas@example.org,drivers/tern.c >backports.csv
mkdir products
cp backports.csv products/one.csv
git log -3 --format=%H v1.0..mainline >ids
printf '%s\n' 'fs/xfs/' '6.12 f90d71b5cdfa' >ignore-list
for n in {1..12}; do
	echo "20250714101010.4711-$n-sel@example.org drop not_a_bug_fix"
	echo "20250714101010.4711-$((n + 12))-sel@example.org keep"
done >decided.tsv
mkdir -p .config/winnow/rules .cache/winnow .local/share own-rules vulns/cve/published/2025
sed -n '/^{ "about": /,/"disabled": true } \] }$/p' "$top/data/man/winnow-rules.5" | sed 's/\\e/\\/g; s/\\-/-/g' >own-rules/50-own.json
cp own-rules/50-own.json .config/winnow/rules
printf 'CVE-2025-1000 edc94911208f f90d71b5cdfa\n' >vulns/cve/published/list
"$WINNOW" -C . index --quiet --upstream origin/master --paths --index linux.index
"$WINNOW" -C . reply --now 2025-07-15 --onto v6.12.8 -o reviews.mbox autosel.mbox 2>/dev/null
"$WINNOW" -C . reply --now 2025-07-15 --onto v6.12.8 --maildir Mail/drafts autosel.mbox 2>/dev/null
cp reviews.mbox summary.mbox

# archive MBOX DIRECTORY: an archive of a list as public-inbox keeps it.
archive()
{
	local mail n=0 today
	git init -q --bare --template= "$2/git/0.git"
	rm -rf split
	mkdir split
	today=$(date +%s)
	git mailsplit -b -osplit <"$1" >/dev/null
	for mail in split/*; do
		n=$((n + 1))
		printf 'commit refs/heads/master\ncommitter A U Thor <author@example.org> %d +0000\ndata 1\nx\n' $((today + n))
		printf 'M 100644 inline m\ndata %d\n' "$(wc -c <"$mail")"
		cat "$mail"
		echo
	done | git -C "$2/git/0.git" fast-import --quiet
	git -C "$2/git/0.git" repack -adq # each example gets a copy
	rm -rf split
}
archive autosel.mbox lists/stable
ln -s stable lists/linux-s390
ln -s lists/linux-s390/git/0.git linux-s390.git
ln -s lists/stable stable
for name in linux dpdk rdma-core mesa; do
	ln -s . $name
done

# An example that hands files to another machine finds it here; a mail reader opens what it is given and ends.
mkdir -p bin elsewhere
cat >bin/scp <<'END'
#!/bin/sh
cp "$1" "$HOME/elsewhere/"
END
cat >bin/ssh <<'END'
#!/bin/sh
cp "$HOME/backports.csv" "$HOME/elsewhere/"
shift
cd "$HOME/elsewhere" && exec "$@"
END
cat >bin/mutt <<'END'
#!/bin/sh
[ "$1" = -f ] && ls "$2/new" >/dev/null
END
cat >bin/pwclient <<'END'
#!/bin/sh
case $1 in
list) echo 17 ;;
check-create) case "$*" in 'check-create -c winnow -s '*' 17') ;; *) exit 1 ;; esac ;;
*) exit 1 ;;
esac
END
printf '#!/bin/sh\n[ "$1" = --user ]\n' >bin/systemctl
# The desk, and what asks before it acts, have a terminal and somebody at it.
cat >bin/winnow <<END
#!/bin/bash
case " \$* " in
*' triage '*) keys=q ;;
*' send '*) keys='y\r' ;;
*) exec '$WINNOW' "\$@" ;;
esac
printf "\$keys" | TERM=xterm script -qec "stty rows 24 cols 80; '$WINNOW' \${*@Q}" /dev/null
END
chmod +x bin/*
mkdir -p ../smtp
start smtp "$top/tests/servers/smtp" "$work/smtp"
wait_for 20 [ -s "$work/smtp/port" ]
git config sendemail.smtpServer 127.0.0.1
git config sendemail.smtpServerPort "$(cat "$work/smtp/port")"
cd "$work" || exit 1

# examples FILE: one a block of the page's source, as a reader sees it, ended by a line of a form feed.
examples()
{
	# shellcheck disable=SC1003
	awk '/^\.Bd -literal/ { on = 1; text = ""; next }
		on && /^\.Ed/ { if (text ~ /(^|\n)(\$ )?[^\n]*winnow/) printf "%s\f\n", text; on = 0 }
		on { text = text $0 "\n" }' "$1" | sed 's/\\-/-/g; s/\\(ti/~/g; s/\\(aq/'\''/g; s/\\&//g; s/\\e/\\/g'
}
readme()
{
	sed -n '/^    \(winnow\|make\) /s/^    //p' "$top/README.md" | sed 's/$/\n\f/'
	grep -oE '`(git config|winnow [a-z]+ )[^`]*`' "$top/README.md" | tr -d '`' | grep -v 'winnow help COMMAND' | sed 's/$/\n\f/'
}

# What asks the network is told that there is none.
number=0
export https_proxy=http://127.0.0.1:9
try()
{
	local from=$1 text=$2 expected=0 script prints file line name
	number=$((number + 1))
	case $text in
	'make demo'* | 'make check'*) return ;;
	'# winnow'* | '{ "'* | [A-Z]*) return ;;
	*'winnow fetch'*review*) expected=2 ;;
	*'winnow fetch'*) expected=75 ;;
	*--exit-code* | *--fail-on*) expected='[01]' ;;
	*quilt*) command -v quilt >/dev/null || { skip "$from: ${text%%$'\n'*}" 'quilt is not here' && return; } ;;
	*' triage '* | *' send '*) command -v script >/dev/null || { skip "$from: ${text%%$'\n'*}" 'script is not here' && return; } ;;
	esac
	rm -rf try
	cp -a world try
	text=${text//\/usr\/local\/share\/winnow/$top}
	text=${text//\/tmp\/ferry/.}
	case $text in
	*c122383d221d* | *20220407*)
		# A mail of real commits, which this upstream has not.
		git -C try config --unset winnow.upstream
		cp "$top/data/demo/seed.mbox" try/autosel.mbox
		;;
	*'git am'*) git -C try checkout -q v22.11 ;;
	esac
	script='' prints='' file=''
	if [[ $text == '$ '* ]]; then
		# Lines behind a command are what it prints, or what a file holds, or the rest of a quoted word.
		while IFS= read -r line; do
			case $line in
			'$ cat '*) file=try/${line#'$ cat '} && : >"$file" ;;
			'$ '*)
				[ -z "$script" ] || execute
				file='' prints='' script=${line#'$ '}$'\n'
				;;
			*) if [ -n "$file" ]; then
				echo "$line" >>"$file"
			elif [ $(($(tr -cd '"' <<<"$script" | wc -c) % 2)) = 1 ]; then
				script+=$line$'\n'
			else
				prints+=$line$'\n'
			fi ;;
			esac
		done <<<"$text"
	else
		script=$text
	fi
	execute
}

# execute: $script in the world of try(), which prints what is in $prints if that says anything.
execute()
{
	local strict=(-o pipefail)
	# shellcheck disable=SC2016
	[[ $script == *'$?'* ]] || strict+=(-e)
	(cd try && HOME=$PWD PATH=$PWD/bin:$PATH XDG_CONFIG_HOME=$PWD/.config XDG_STATE_HOME=$PWD/.state XDG_CACHE_HOME=$PWD/.cache \
		XDG_DATA_HOME=$PWD/.data GIT_CONFIG_GLOBAL=$PWD/.gitconfig WINNOW_DATA=$PWD/installed BASE=v6.12.7 TIP=v6.12.8 GITHUB_STEP_SUMMARY=summary.md \
		bash "${strict[@]}" -c "$script") >printed 2>said <piped
	status=$?
	{
		printf '%s\n' "$script" "exit status $status, not $expected"
		cat said printed
	} >why
	name="$from: $(grep -m 1 -E 'winnow|sqlite3' <<<"$script")"
	# shellcheck disable=SC2254
	case $status in
	$expected) report yes "$name" ;;
	*) report no "$name" ;;
	esac
	[ -z "$prints" ] || same "$name: prints what is shown" "${prints%$'\n'}" "$(cat printed)"
}

cp world/autosel.mbox piped
collect()
{
	local from=$1 text
	while IFS= read -r -d $'\f' text; do
		text=${text#$'\n'}
		try "$from" "${text%$'\n'}"
	done
}
for page in "$top"/data/man/*.[15]; do
	collect "${page##*/}" < <(examples "$page")
done
collect README.md < <(readme)
for command in $("$WINNOW" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	collect "$command --help" < <("$WINNOW" "$command" --help | sed -n '/^  winnow /s/^  //p' | sed 's/$/\n\f/')
done
ok 'there are many' [ $number -gt 60 ]
ok 'none of them changed what it was built with' cmp -s "$top/data/kind-model" world/installed/kind-model

done_testing
