#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A real stable branch, the same as a range, a quilt directory, an mbox, standard input and a list of
# ids, with the rules as shipped: RDMA_CORE=DIR names a clone of linux-rdma/rdma-core.
. "$(dirname "$0")/lib.sh"

if [ -z "${RDMA_CORE:-}" ]; then
	skip 'rdma-core stable-v42' 'no data: set RDMA_CORE to a clone of linux-rdma/rdma-core'
	done_testing
	exit
fi
export GIT_DIR=$RDMA_CORE
range=v42.0..stable-v42

# as NAME QUEUE...: review, keep what must not depend on where the patches were read from.
as()
{
	local name=$1
	shift
	"$WINNOW" -C "$RDMA_CORE" review -q --json --now 2026-01-01 --upstream master "$@" >"$name.json"
	jq -c '.patches[] | [.position, .subject, .author, .verdict, .class, .drop_probability, .with,
		.upstream, [.reasons[] | [.rule, .weight, .says]]]' "$name.json" >"$name.txt"
}

git format-patch -q -o quilt "$range"
(cd quilt && ls -- *.patch >series)
git format-patch --stdout "$range" >all.mbox
git rev-list --reverse "$range" >ids
as range "$range"
as quilt --onto v42.0 quilt
as mbox --onto v42.0 all.mbox
as stdin --onto v42.0 - <all.mbox
as ids --onto v42.0 ids
same 'the range has all patches' "$(git rev-list --count "$range")" "$(wc -l <range.txt | tr -d ' ')"
for form in quilt mbox stdin ids; do
	ok "$form: the same verdicts and reasons as the range" cmp range.txt "$form.txt"
done
ok 'valid by the schema' /usr/bin/python3 -m jsonschema -i range.json "$top/data/schema/review-1.json"
for id in d5f765662626 145d70a3ed67; do
	same "$id is a missing follow-up" 1 "$(jq --arg id "$id" '[.patches[].facts[] |
		select((.kind | startswith("followup.")) and .state == "missing" and
			(.id // "" | startswith($id)))] | length' range.json)"
done
same 'every patch is matched, or its reason says why not' 0 "$(jq '[.patches[] |
	select(.upstream.how == "none" and ([.facts[].kind] | index("upstream.none") | not))] | length' range.json)"

done_testing
