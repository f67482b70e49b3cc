# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What the tables of tests/bench/run have in common; each of the scripts here sources it. run sets PROGRAM and
# BENCH_DIR, a directory for indexes and what else is made once; the rest is as run says.

set -euo pipefail

program=$PROGRAM dir=$BENCH_DIR runs=${RUNS:-7}
base=${BASE:-}
export XDG_CACHE_HOME=$dir/cache
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip()
{
	echo "skipped: $*"
	exit 0
}

# repositories [NAME...]: of those that were given, or of these among them, a line "NAME DIR UPSTREAM RANGE" each.
repositories()
{
	local name where wanted=" $* "
	while read -r name where upstream range; do
		[ "$where" != - ] && [ -d "$where" ] || continue
		[ $# -eq 0 ] || [[ $wanted == *" $name "* ]] || continue
		echo "$name $where $upstream $range"
	done <<-END
		dpdk ${DPDK:--} main v22.11..22.11
		kernel ${KERNEL:--} mainline v2.6.32..v2.6.32.61
		xen ${XEN:--} master RELEASE-4.17.0..stable-4.17
		synth ${SYNTH:--} main base..stable
		repo ${REPO:--} ${UPSTREAM:-master} ${RANGE:-v42.0..stable-v42}
	END
}

# upstream_index NAME DIR UPSTREAM [--paths]: an index of it, and the earlier program's own beside it.
upstream_index()
{
	"$program" -C "$2" index -q "${@:4}" --upstream "$3" --index "$dir/$1.index" >/dev/null
	[ -z "$base" ] || before -C "$2" index -q "${@:4}" --upstream "$3" --index "$dir/$1.before.index" >/dev/null
}

# The earlier program; it may keep other things of a repository.
before()
{
	XDG_CACHE_HOME=$dir/cache.before "$base" "$@"
}

# mails_of_corpus FILE: all mails of CORPUS in FILE, unless they are there. False: there are none.
mails_of_corpus()
{
	local file
	[ ! -s "$1" ] || return 0
	[ -n "${CORPUS:-}" ] || return 1
	for file in "$CORPUS"/patches-*.mbox*; do
		[ -f "$file" ] || return 1
		if [[ $file == *.xz ]]; then xz -dc "$file"; else cat "$file"; fi
	done >"$work/mails"
	mv "$work/mails" "$1"
}

load() { cut -d ' ' -f 1-3 /proc/loadavg; }

# in_turns [OPTION...]: commands, as hyperfine takes them, one run of each after the other, RUNS times:
# $work/round-N.json. False where one fails.
in_turns()
{
	local round
	rm -f "$work"/round-*.json
	for ((round = 0; round < runs; round++)); do
		hyperfine -N --warmup "$((round ? 0 : 1))" --runs 1 --style none \
			--export-json "$work/round-$round.json" "$@" >/dev/null 2>"$work/said" || {
			sed 's/^/  failed: /' "$work/said"
			return 1
		}
	done
}

# Of what in_turns left, by command: "NAME WALL LEAST MOST CPU", medians of seconds, with tabs between.
medians()
{
	jq -rs '
		def median: sort | .[length / 2 | floor];
		. as $rounds | range(.[0].results | length) as $i | [$rounds[].results[$i]] |
		[.[0].command, (map(.mean) | median), (map(.mean) | min), (map(.mean) | max),
		 (map(.user + .system) | median)] | @tsv
	' "$work"/round-*.json
}

# measure TITLE LEAST [OPTION...]: commands beside each other; the first whose name begins with LEAST is what
# the others are told as multiples of.
measure()
{
	local title=$1 least=$2
	shift 2
	printf '%s (load %s)\n' "$title" "$(load)"
	in_turns "$@" || return 0
	medians | awk -F '\t' -v least="$least" '
		{ name[NR] = $1; wall[NR] = $2; low[NR] = $3; high[NR] = $4; cpu[NR] = $5 }
		index($1, least) == 1 && !at { at = NR }
		END {
			printf "  %10s %17s %10s %8s %8s\n", "wall, ms", "", "cpu, ms", "x wall", "x cpu"
			for (i = 1; i <= NR; i++)
				printf "  %10.1f %8.0f %8.0f %10.1f %8.2f %8.2f  %s\n", wall[i] * 1e3, low[i] * 1e3,
				       high[i] * 1e3, cpu[i] * 1e3, wall[i] / wall[at],
				       cpu[i] / (cpu[at] ? cpu[at] : .0001), name[i]
		}'
	echo
}

# resident NAME COMMAND...: the most memory that it has at a time, of one run.
resident()
{
	local name=$1
	shift
	[ -x /usr/bin/time ] || return 0
	/usr/bin/time -o "$work/memory" -f '%M' "$@" >/dev/null 2>&1 || true
	printf '  %10.0f MiB resident at most  %s\n\n' "$(($(tail -n 1 "$work/memory") / 1024))" "$name"
}

# growth WHAT [OPTION...]: commands that are named by their size, as time of the processor and as the power of
# the size that it grows with: the slope of a line through the logarithms, by least squares.
growth()
{
	local what=$1
	shift
	printf 'growth of %s (load %s)\n' "$what" "$(load)"
	in_turns "$@" || return 0
	medians | awk -F '\t' '
		{
			printf "  %8d %10.1f ms cpu\n", $1, $5 * 1e3
			x = log($1); y = log($5)
			n++; sx += x; sy += y; sxx += x * x; sxy += x * y
		}
		END { printf "  exponent %.2f\n\n", (n * sxy - sx * sy) / (n * sxx - sx * sx) }'
}
