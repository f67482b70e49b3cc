#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Names that a patch uses and its target lacks: what is told of each of many small patches.
. "$(dirname "$0")/lib.sh"

# The stable branch parts from upstream at "start". Upstream then gets the commits "new" (all that
# the cases miss), "other" and "moved", then a commit for each case, which adds lines to a file of
# its own. The queue is all of those commits, on the stable branch, that has none of the new names.
stream=$work/stream
commits=0

# begin BRANCH SUBJECT [FROM]: a commit whose files follow, in the stream.
begin()
{
	commits=$((commits + 1))
	{
		echo "commit refs/heads/$1"
		echo "mark :$commits"
		echo "author Ann Ash <ann@example.org> $((1640995200 + commits * 60)) +0000"
		echo "committer Ann Ash <ann@example.org> $((1640995200 + commits * 60)) +0000"
		echo 'data <<END_OF_MESSAGE'
		printf '%b\n' "$2"
		echo END_OF_MESSAGE
		[ -z "${3-}" ] || echo "from $3"
	} >>"$stream"
}

# file PATH: its content is standard input.
file()
{
	{
		echo "M 100644 inline $1"
		echo 'data <<END_OF_FILE'
		cat
		echo END_OF_FILE
	} >>"$stream"
}

# skeleton PATH: what a case adds its lines to.
skeleton()
{
	case $1 in
	*.c) printf 'int drv(struct known *k, int n)\n{\n%s\n\treturn k->a;\n}\n' "${2-}" ;;
	*Kconfig) printf 'config OLD\n\tbool\n%s\n\nconfig OLD_2\n' "${2-}" ;;
	*) printf 'first\n%s\nlast\n' "${2-}" ;;
	esac
}

names=() paths=() lines=() expected=()

# lacks EXPECTED NAME PATH: a case; its lines are standard input. Expected is "kind.state names" of
# each fact, "-" for none.
lacks()
{
	expected+=("$1") names+=("$2") paths+=("${#names[@]}/$3") lines+=("$(cat)")
}

fine()
{
	lacks - "$@"
}

word='name-weak.missing'
sure=semantic.missing

lacks "$sure new_f1" 'a function' a.c <<<'	new_f1(n);'
lacks "$sure NEW_M1" 'a macro' a.c <<<'	n |= NEW_M1;'
lacks "$sure NEW_M2" 'a macro with parameters' a.c <<<'	NEW_M2(n, 1);'
lacks "$sure NEW_E1" 'a value of an enum' a.c <<<'	k->a = NEW_E1;'
lacks "$sure new_m1" 'a member' a.c <<<'	k->new_m1 = 1;'
lacks "$sure new_m2" 'a member in an initialiser' a.c <<<'	struct known b = { .new_m2 = 1 };'
lacks "$sure new_s1" 'a struct' a.c <<<'	struct new_s1 s;'
lacks "$sure new_s2" 'the size of a struct' a.c <<<'	n = sizeof(struct new_s2);'
lacks "$sure new_t1_t" 'a type' a.c <<<'	new_t1_t t = n;'
lacks "$sure linux/new-1.h" 'a header' a.c <<<'#include <linux/new-1.h>'
lacks "$sure lib/new-2.h" 'a header beside' a.c <<<'#include "../lib/new-2.h"'
lacks "$sure new_f2" 'a static inline function' a.c <<<'	n = new_f2(n);'
lacks "$sure NEW_M3" 'what is behind an #ifdef upstream' a.c <<<'	n = NEW_M3;'
lacks "$sure NEW_M4" 'in the body of a macro' a.c <<<'#define OWN_M1 (NEW_M4 + 1)'
lacks "$sure new_f3" 'within an #ifdef of what is there' a.c <<'END'
#ifdef CONFIG_OLD
	new_f3();
#endif
END
lacks "$sure NEW_M5" 'in assembler' a.S <<<'	mov	r0, #NEW_M5'
lacks "$sure dt-bindings/new-3.h" 'in a device tree' a.dts <<<'#include <dt-bindings/new-3.h>'
lacks "$sure new_f4, NEW_M6" 'two of one commit' a.c <<<'	new_f4(NEW_M6);'
lacks "$sure linux/new-1.h, NEW_M1" 'a header and a macro' a.c <<'END'
#include <linux/new-1.h>
	n = NEW_M1;
END
lacks "$sure NEW_M7
$sure new_f5" 'two of two commits' a.c <<<'	new_f5(NEW_M7);'
lacks "$sure new_moved" 'one that was moved later' a.c <<<'	new_moved();'
lacks "$sure NEW_1, NEW_2, NEW_3 and 1 more" 'many' a.c <<<'	n = NEW_1 | NEW_2 | NEW_3 | NEW_4;'
lacks "$word new_v1" 'a variable' a.c <<<'	mutex_lock(&new_v1);'
lacks "$word new_f6" 'the address of a function' a.c <<<'	k->op = new_f6;'
lacks "$word CONFIG_NEW_K1" 'a symbol of Kconfig' Kconfig <<<'	depends on NEW_K1 && OLD'
lacks "$word CONFIG_NEW_K2" 'a symbol, selected' Kconfig <<<'	select NEW_K2 if OLD'
lacks "$word CONFIG_NEW_K3" 'a symbol, asked for' a.c <<<'	n = IS_ENABLED(CONFIG_NEW_K3);'
lacks "$word CONFIG_NEW_K4" 'a symbol in a Makefile' Makefile <<<'obj-$(CONFIG_NEW_K4) += a.o'
lacks 'name-lost.- old_lost' 'what the target has removed' a.c <<<'	old_lost(n);'
lacks 'semantic.base new_cut' 'what its backport left out' a.c <<<'	new_cut(n);'

fine 'a function of the target' a.c <<<'	old_f1(n);'
fine 'its static inline function' a.c <<<'	n = old_f2(n);'
fine 'what is behind an #ifdef there' a.c <<<'	n = OLD_M1;'
fine 'what only assembler has' a.c <<<'	old_entry();'
fine 'what only a script makes' a.c <<<'	n = old_generated;'
fine 'a member of another struct there' a.c <<<'	k->old_m1 = 1;'
fine 'the generic header' a.c <<<'#include <asm/old.h>'
fine 'a header made of a template' a.c <<<'#include <old-config.h>'
fine 'a function of its own' a.c <<'END'
static int new_own_1(int x) { return x; }
	new_own_1(n);
END
fine 'a function of its own, the type before' a.c <<'END'
static int
new_own_2(int x)
{
	return new_own_2(x);
}
END
fine 'a macro of its own, with parameters' a.c <<'END'
#define NEW_OWN_3(new_a, new_b) ((new_a) + (new_b))
	n = NEW_OWN_3(1, 2);
END
fine 'a member and a type of its own' a.c <<'END'
typedef struct new_own_4 {
	int new_own_5;
	int (*new_own_6)(int new_c);
} new_own_t;
	new_own_t *new_v = 0; new_v->new_own_5 = new_v->new_own_6(1);
END
fine 'values of an enum of its own' a.c <<'END'
enum { NEW_OWN_7, NEW_OWN_8 = 3 };
	n = NEW_OWN_7 + NEW_OWN_8;
END
fine 'local variables' a.c <<'END'
	int new_own_9 = 1, *new_own_10 = &n;
	for (int new_own_11 = 0; new_own_11 < n; new_own_11++)
		*new_own_10 = new_own_9;
END
fine 'a label' a.c <<'END'
	goto new_own_12;
new_own_12:
END
fine 'what a macro makes' a.c <<'END'
static DEFINE_MUTEX(new_own_13);
	mutex_lock(&new_own_13);
END
fine 'a comment' a.c <<'END'
	/* new_f1(), NEW_M1 and
	   new_f2() */
	n = 1; // new_f3()
END
fine 'strings' a.c <<<'	old_f1("new_f1() \" NEW_M1");'
fine 'an #error' a.c <<'END'
#if defined(NEW_M1) && NEW_M2 > 3
#error don't new_f1()
#endif
END
fine 'pasted names' a.c <<<'#define OWN_M2(x) new_f1##x, x##new_f2, #x'
fine 'within an #ifdef of what is not there' a.c <<'END'
#ifdef NEW_M1
	new_f1();
#endif
#ifndef NEW_M2
#else
	new_f2();
#endif
#if IS_ENABLED(CONFIG_NEW_K1)
	new_f3();
#endif
END
fine 'within #if 0' a.c <<'END'
#if 0
	new_f1();
#endif
END
fine 'what upstream only uses' a.c <<<'	system_f1(n);'
fine 'what only a far source file defines' a.c <<<'	far_static(n);'
fine 'an alternative in Kconfig' Kconfig <<'END'
	depends on OLD || NEW_K1
	depends on !NEW_K2
	default y if NEW_K3
	help
	  If NEW_K4 is set,
END
fine 'a script' a.py <<<'new_f1(NEW_M1)'
fine 'documentation' a.rst <<<'new_f1(NEW_M1)'
fine 'what an earlier one brings' a.c <<<'	n = OWN_M1 + new_own_1(2);'

begin upstream start
for path in "${paths[@]}"; do skeleton "$path" | file "$path"; done
file include/known.h <<'END'
struct known {
	int a;
};
struct other { int old_m1; };
int old_f1(int x);
static inline int old_f2(int x) { return x; }
#ifdef CONFIG_OLD_2
#define OLD_M1 1
#endif
int old_lost(int x);
#define mutex_lock(x) (x)
#define DEFINE_MUTEX(x) struct mutex x
#define IS_ENABLED(x) (x)
int b, op;
END
file arch/entry.S <<<'old_entry:'
file tools/generate.sh <<<'echo "int old_generated;"'
file include/asm-generic/old.h <<<'int x;'
file include/old-config.h.in <<<'int x;'
file include/other.h </dev/null
file Kconfig <<<'config OLD'
file far/far.c </dev/null

begin stable 'lib: remove old_lost()' :1
file include/known.h < <(sed -n '/include\/known.h$/,/^END_OF_FILE/p' "$stream" |
	sed '1,2d; /END_OF_FILE/d; /old_lost/d')

begin upstream 'lib: new things' :1
file include/known.h <<'END'
struct known {
	int a;
	int new_m1, new_m2;
};
struct other { int old_m1; };
int old_f1(int x);
static inline int old_f2(int x) { return x; }
#ifdef CONFIG_OLD_2
#define OLD_M1 1
#endif
int old_lost(int x);
#define mutex_lock(x) (x)
#define DEFINE_MUTEX(x) struct mutex x
#define IS_ENABLED(x) (x)
int b, op;
int new_f1(int x);
static inline int new_f2(int x) { return x; }
int new_f3(void);
int new_f4(int x);
int
new_f5(int x);
#define NEW_M1 1
#define NEW_M2(a, b) ((a) + (b))
#ifdef CONFIG_SOME
#define NEW_M3 3
#endif
#define NEW_M4 4
#define NEW_M5 5
#define NEW_M6 6
enum new_enum {
	NEW_E1,
	NEW_1 = 1, NEW_2, NEW_3,
	NEW_4
};
struct new_s1 { int a; };
struct new_s2 { int a; };
typedef int new_t1_t;
extern DEFINE_MUTEX(new_v1);
int new_f6(int x);
END
file include/other.h <<<'int new_moved(void);'
file include/linux/new-1.h <<<'int x;'
file lib/new-2.h <<<'int x;'
file include/dt-bindings/new-3.h <<<'int x;'
file Kconfig <<'END'
config OLD
config NEW_K1
config NEW_K2
config NEW_K3
config NEW_K4
END
file far/far.c <<<'static int far_static(int x) { return system_f1(x) + a[system_f1(1)]; }'

begin upstream 'lib: another thing'
file include/another.h <<<'#define NEW_M7 7'
begin upstream 'lib: move a thing'
file include/other.h <<<'int x;'
file include/yet-another.h <<<'int new_moved(void);'
begin upstream 'lib: a thing to be cut'
file include/cut.h <<<'int new_cut(int x);'
for i in "${!names[@]}"; do
	begin upstream "drv: ${names[i]}"
	skeleton "${paths[i]}" "${lines[i]}" | file "${paths[i]}"
done
first_case=$((commits - ${#names[@]} + 1))

git init -q -b upstream repo
# Each object in a file of its own, so that one can be taken away.
git -C repo config fastimport.unpackLimit 100000
git -C repo fast-import --quiet --export-marks="$work/marks" <"$stream" ||
	{ echo 'Bail out! fast-import'; exit 1; }
id_of()
{
	sed -n "s/^:$1 //p" "$work/marks"
}
# A backport of the last but the cases, without what it is about.
cut=$(id_of $((first_case - 1)))
: >"$stream"
begin stable "lib: a thing to be cut\n\n[ Upstream commit $cut ]" "$(git -C repo rev-parse stable)"
file include/cut.h <<<'int x;'
git -C repo fast-import --quiet <"$stream"

# told: "kind.state names" of a patch, from jq's facts.
told='[.facts[] | select(.kind | test("^prerequisite\\.(semantic|name-)"))] | if length == 0 then "-" else
	sort_by(.says)[] | "\(.kind[13:]).\(.state // "-") \(.says | sub("^it (uses|includes|asks for) "; "") |
	sub(", which.*"; ""))" end'
winnow_global=(-C repo)
ids=()
for i in "${!names[@]}"; do ids+=("$(id_of $((first_case + i)))"); done
cache=$XDG_CACHE_HOME/winnow

review --json --upstream upstream --onto stable "${ids[@]}"
cp out first
for i in "${!names[@]}"; do
	json_is "${names[i]}" "${expected[i]}" ".patches[$i] | $told"
done
same 'as many as the issue wants' yes "$([ "${#names[@]}" -ge 30 ] && echo yes)"

says()
{
	json ".patches[] | select(.subject == \"drv: $1\") | .facts[] |
		select(.kind | test(\"^prerequisite\\\\.(semantic|name-)\")) | .says, .proof"
}
new=$(id_of 3)
json_is 'what is said of a function' "it uses new_f1, which the target lacks: ${new:0:12} (\"lib: new things\") brought it and is missing (include/known.h: int new_f1(int x);)
1/a.c:3: new_f1(n);" says 'a function'
same 'the commit that brought it before it was moved' "it uses new_moved, which the target lacks: ${new:0:12} (\"lib: new things\") brought it and is missing (include/yet-another.h: int new_moved(void);)" \
	"$(says 'one that was moved later' | head -n 1)"
same 'what the target has lost' "it uses old_lost, which the target had when it parted from upstream and has no more (include/known.h: int old_lost(int x);)" \
	"$(says 'what the target has removed' | head -n 1)"
same 'what its backport left out' "it uses new_cut, which the target lacks: ${cut:0:12} (\"lib: a thing to be cut\") brought it and is in the base as $(git -C repo rev-parse --short=12 stable) (include/cut.h: int new_cut(int x);)" \
	"$(says 'what its backport left out' | head -n 1)"
json_is 'an earlier one is needed' "the patch at ${#names[@]} (\"drv: what an earlier one brings\") uses OWN_M1, which this one brings and the base lacks" \
	'.patches[] | select(.subject == "drv: in the body of a macro").facts[] |
		select(.kind == "role.needed").says'

# The same from what was kept, and when that is damaged.
same 'the names are kept' 1 "$(find "$cache" -name '*.names' | wc -l)"
review --json --upstream upstream --onto stable "${ids[@]}"
same 'from what was kept' first out
printf x | dd of="$(find "$cache" -name '*.names')" bs=1 seek=100 conv=notrunc 2>/dev/null
review --json --upstream upstream --onto stable "${ids[@]}"
same 'when that is damaged' first out
rm -r "$cache"
review --json --upstream upstream --onto stable --no-index "${ids[@]}"
same 'without it' first out
same 'then nothing is kept' no "$([ -d "$cache" ] && echo yes || echo no)"

# The order of the queue, the shipped rules.
verdict()
{
	run "$WINNOW" -C repo review --json --now 2024-03-01 --upstream upstream --onto stable "$@"
	json '.patches[-1] | "\(.verdict) \(.with | map(.[0:12]) | join(" ")) \(.reasons[0].rule)"'
}
json_is 'keep-with' "keep-with ${new:0:12} prerequisite.would-not-build" verdict "${ids[0]}"
run "$WINNOW" -C repo review --json --now 2024-03-01 --upstream upstream --onto stable "${ids[0]}" "$new"
json_is 'the wrong order' 'ask prerequisite.would-not-build-yet' \
	'.patches[0] | "\(.verdict) \(.reasons[0].rule)"'
review --json --upstream upstream --onto stable "$new" "${ids[0]}"
json_is 'the right order' - ".patches[1] | $told"

# A patch without what its upstream commit defines, and one without an upstream commit.
own=$(id_of $((first_case + 38)))
git -C repo format-patch -q -1 --stdout "$own" >whole.patch
same 'the case with a definition' 1 "$(grep -c '^+static int new_own_1' whole.patch)"
sed 's/^+static int new_own_1.*/+/' whole.patch >left.patch
review --json --upstream upstream --onto stable left.patch
json_is 'what it should define' 'name-left.- new_own_1' ".patches[0] | $told"
sed 's/^Subject:.*/Subject: [PATCH] drv: of nobody/; s/^+static int.*/+#include <stdio.h>/; s/^+.new_own_1.*/+	n = NEW_M1;/' whole.patch |
	sed 's/^From [0-9a-f]*/From 0000000000000000000000000000000000000000/' >nobody.patch
review --json --upstream upstream --onto stable nobody.patch
json_is 'without an upstream commit' 'name-unknown.- NEW_M1' ".patches[0] | $told"

# A file that is missing: what might be in it is not claimed.
missing=$(git -C repo rev-parse stable:include/known.h)
rm -r "$cache"
rm -f "repo/.git/objects/${missing:0:2}/${missing:2}"
review --json --upstream upstream --onto stable "${ids[0]}" "${ids[9]}"
json_is 'a missing header' "-
$sure linux/new-1.h" ".patches[] | $told"

done_testing
