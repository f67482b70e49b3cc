#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A signal in the middle of writing: nothing lies about that is not whole, and what a kill leaves goes with the next run.
# tests/bench/signals does it at random moments.
. "$(dirname "$0")/lib.sh"

shim=$O/faults/fault.so
grep -q __asan_init "$WINNOW" && shim=
"$top/tests/faults/run" --can "$shim" 2>why || {
	skip 'signals in the middle' 'needs Linux on x86-64, and no sanitizer'
	done_testing
}

# signal NUMBER KIND AT COMMAND...: it comes where the command makes the AT-th call of that KIND; what run() leaves.
signal()
{
	local number=$1 kind=$2 at=$3
	shift 3
	rm -f note
	# Where the suite runs in the background, SIGINT and SIGQUIT are ignored from there on.
	run env --default-signal=INT,QUIT TMPDIR="$work/tmp" LD_PRELOAD="$shim" FAULT_PROGRAM=winnow FAULT_KIND="$kind" FAULT_HOW="signal $number" FAULT_AT="$at" FAULT_NOTE=note "$@"
}
# lies: what is in d and tmp that no finished run leaves there.
lies()
{
	find d tmp -mindepth 1 | grep -Evx "$1" | sort | paste -sd ' '
}

printf '[user]\n\tname = Greta Gale\n\temail = greta@example.org\n' >"$HOME/.gitconfig"
commit up master 'Ann Ash' 2023-01-01 net/a.c >/dev/null <<<'net: start'
mkdir series
for i in 1 2; do
	{
		printf '%s\n' 'From: Sel Ector <selector@example.org>' 'To: stable@example.org' \
			"Subject: [PATCH AUTOSEL 6.1] lib: rename things $i" "Message-ID: <$i@x>" \
			'Date: Mon, 1 Jan 2024 12:30:00 +0200' '' 'Names are easier to read this way.' '' \
			'Signed-off-by: Ann Ash <ann@example.org>'
		small_diff
	} >series/$i.patch
	echo $i.patch >>series/series
done
for i in 1 2; do
	commit up stable 'Ben Birch' 2023-01-0$((i + 1)) net/$i.c >/dev/null <<<"net: mend it $i"
done

rules=(--no-default-rules --rules "$corpus/reply-rules" --no-model --now 2024-01-02T08:00:00)
templates=(--templates "$top/data/templates")
maildir=("$WINNOW" reply "${rules[@]}" "${templates[@]}" -q --maildir d/drafts series)
mbox=("$WINNOW" reply "${rules[@]}" "${templates[@]}" -q -o d/box series)
decide=("$WINNOW" -C up decide "${rules[@]}" -q --no-index --upstream master --onto master --decisions "$work/d/noted" \
	--queue "$work/series" 1 drop -m 'not here')
take=("$WINNOW" -C up take "${rules[@]}" -q --no-index --upstream master --onto master -o "$work/d/left" master..stable)
taken=("${take[@]/#-o/--mbox}")
fine='d/drafts(/(cur|new|tmp|cur/[^/]*))?|d/box|d/noted|d/left(/[^/]*)?|(d/)?.*\.lock'

# ends NAME "SIGNAL..." "KIND AT..."
ends()
{
	local name=$1 number moment wrong='' n=0
	local -n command=$name
	for number in $2; do
		for moment in $3; do
			rm -rf d tmp && mkdir d tmp
			signal "$number" "${moment%:*}" "${moment#*:}" "${command[@]}"
			[ -s note ] || wrong+="$moment: there is none"$'\n'
			[ $status -eq $((128 + number)) ] || wrong+="$number at $moment: $status $(cat err)"$'\n'
			[ "$number" -eq 9 ] || [ -z "$(lies "$fine")" ] || wrong+="$number at $moment: $(lies "$fine")"$'\n'
			run env TMPDIR="$work/tmp" "${command[@]}"
			[ -z "$(lies "$fine")" ] || wrong+="again behind $number at $moment: $(lies "$fine")"$'\n'
		done
	done
	same "$name: nothing is left" '' "$wrong"
}

ends mbox '1 2 3 9 15 25' 'rename:1'
ends maildir '2 9' 'rename:1 rename:2'
ends decide '9 15' 'rename:1'
ends take '9 15' 'mkdir:2 rename:1'
ends taken '9 15' 'mkdir:2 rename:1'

# The user's own file is not taken for one that was left; nor is one that another run writes.
rm -rf d tmp && mkdir d tmp
mkfifo d/.box.winnow-new
ok 'something that is in the way' "${mbox[@]}"
same 'stays' 'd/.box.winnow-new' "$(lies "$fine")"
rm d/.box.winnow-new
echo 'being written' >d/.box.winnow-new
exec 7<d/.box.winnow-new
flock 7
rm d/box
ok 'what another one holds' "${mbox[@]}"
same 'stays, too' 'being written' "$(cat d/.box.winnow-new)"
exec 7<&-
rm d/box
ok 'once nobody does' "${mbox[@]}"
same 'it is gone' '' "$(lies "$fine")"

done_testing
