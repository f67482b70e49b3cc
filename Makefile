# SPDX-License-Identifier: GPL-2.0-or-later
#
#   make demo      install what is missing, build, review the sample in data/demo
#   make check     install what is missing, build, run the tests
#   make           build only
#   make install   into $(DESTDIR)$(PREFIX)
#
# Knobs: O=DIR  CC=  CFLAGS=  DEVELOPER=1 (warnings are errors)  SANITIZE=address,undefined
#        V=1 (show commands)  T=tests/x.t (one test)  REPO= DPDK= CORPUS= ... (make bench, see tests/bench/run)
#        SANDBOX= (build without, and without libseccomp)  HARDEN= (leave out what makes faults harder to use)
#
#   make dist      a tarball of what is committed; distcheck tries it, deb and rpm make packages of it

# What --version, JSON, indexes, man pages, the User-Agent and packages say; data/doc/news.md tells what came with it.
# A tag or a tarball knows better than what stands here.
VERSION := $(shell data/packaging/version 0.2)
O      ?= build
PREFIX ?= /usr/local

bindir  = $(PREFIX)/bin
libexecdir = $(PREFIX)/libexec
datadir = $(PREFIX)/share
mandir  = $(datadir)/man
unitdir = $(PREFIX)/lib/systemd/user
bashdir = $(datadir)/bash-completion/completions
zshdir  = $(datadir)/zsh/site-functions
fishdir = $(datadir)/fish/vendor_completions.d

CC     ?= cc
CFLAGS ?= -O2 -g
Q       = $(if $(V),,@)

.DEFAULT_GOAL = all

# Sanitizers look for leaks by tracing, which a sandbox refuses.
SANDBOX ?= $(if $(SANITIZE),,yes)

# One call; what it cannot find, .ci/deps names as packages.
LIBRARIES  = libgit2 jansson libpcre2-8 glib-2.0 gmime-3.0 sqlite3 libcurl zlib liblzma libzstd ncursesw $(if $(SANDBOX),libseccomp)
PKG_CONFIG ?= pkg-config

ifneq ($(filter-out clean deps format help,$(or $(MAKECMDGOALS),all)),)
ifeq ($(WINNOW_DEPS_DONE),)
# 'demo' and 'check' install first and come back here; a plain build says what is missing.
ifeq ($(filter demo check,$(MAKECMDGOALS)),)
ifneq ($(shell $(PKG_CONFIG) --exists $(LIBRARIES) 2>/dev/null && echo yes),yes)
$(error $(shell .ci/deps --missing build) - run 'make deps')
endif
endif
endif
LIBRARY_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(LIBRARIES) 2>/dev/null)
# liblinear comes without a description for pkg-config.
LIBRARY_LIBS   := $(shell $(PKG_CONFIG) --libs $(LIBRARIES) 2>/dev/null) -llinear
endif

WARNINGS = -Wall -Wextra -Wshadow -Wvla -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
	   -Wno-missing-field-initializers \
	   $(if $(DEVELOPER),-Werror)
SANITIZE_FLAGS = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all \
		 -fno-omit-frame-pointer)
# What makes faults harder to use, as far as the compiler knows it; sanitizers see more, and who debugs wants less. A
# level of _FORTIFY_SOURCE that a distribution sets counts. Probed all at once as a rule.
HARDEN ?= $(if $(SANITIZE)$(DEVELOPER),,yes)
HARDENING = $(if $(HARDEN),-fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection \
	    -D_FORTIFY_SOURCE=3)
comma := ,
LINK_HARDENING = $(if $(HARDEN),-pie -Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now)
probe = $(if $(1),$(shell mkdir -p $(O); try() { echo 'int main(void) { return 0; }' | \
	$(CC) -Werror $(CPPFLAGS) $(CFLAGS) $$* -include stdio.h -x c -o $(O)/probe - 2>$(O)/probe.log; }; \
	if try $(1); then echo '$(1)'; else for flag in $(1); do ! try $$flag || echo "$$flag"; done; fi; \
	rm -f $(O)/probe $(O)/probe.log))
ifneq ($(filter-out clean deps format help check demo coverage,$(or $(MAKECMDGOALS),all)),)
HARDENING := $(call probe,$(HARDENING))
LINK_HARDENING := $(call probe,$(LINK_HARDENING))
endif
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Isrc $(WARNINGS)$(if $(HARDENING), $(HARDENING)) $(SANITIZE_FLAGS) \
	     $(LIBRARY_CFLAGS)$(if $(CPPFLAGS), $(CPPFLAGS)) $(CFLAGS)
ALL_LDFLAGS = $(if $(LINK_HARDENING),$(LINK_HARDENING) )$(SANITIZE_FLAGS) $(LDFLAGS)

SOURCES = $(sort $(wildcard src/*/*.c))
OBJECTS = $(SOURCES:%.c=$(O)/%.o)
LIBRARY = $(O)/libwinnow.a
PROGRAM = $(O)/winnow
# The same with the commands that need libcurl or liblinear, which the program runs for these.
WHOLE   = $(O)/libexec/winnow-whole
ELSEWHERE = $(O)/src/cmd/elsewhere.o

UNITS   = $(patsubst tests/unit/%.c,$(O)/unit/%,$(sort $(wildcard tests/unit/*-test.c)))
FUZZERS = $(patsubst tests/fuzz/%.c,$(O)/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz-*.c)))
FUZZ_SHARED = $(patsubst %.c,$(O)/%.o,$(filter-out tests/fuzz/fuzz-% tests/fuzz/driver.c,$(sort $(wildcard tests/fuzz/*.c))))
# Preloaded into programs whose calls are to fail; it knows the registers of x86-64 alone.
SHIM    = $(if $(filter x86_64-%,$(shell $(CC) -dumpmachine)),$(O)/faults/fault.so)

.PHONY: all demo check deps clean install uninstall format coverage bench bench-corpus bench-decisions bench-decisions-held-out bench-diffs bench-replay faults fuzz fuzz-all help \
	tests-built
.DELETE_ON_ERROR:
.SECONDARY:

# Pages as they are installed: '.so FILE' stands for what several pages have in common.
PAGES = $(patsubst data/man/%,$(O)/man/%,$(sort $(wildcard data/man/*.[15])))

# Completion of shells, out of what the program says of itself.
COMPLETION = $(patsubst data/completion/winnow.%,$(O)/completion/winnow.%,$(wildcard data/completion/winnow.*))

all: $(PROGRAM) $(PAGES) $(COMPLETION)

# Everything depends on how it is compiled.
FLAGS = $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)
$(O)/flags: force
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(FLAGS))' | cmp -s - $@ || \
		printf '%s\n' '$(subst ','\'',$(FLAGS))' > $@
.PHONY: force

$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC    $<")
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Only these files know the version, and where things are installed.
$(O)/version: force
	@mkdir -p $(@D)
	@echo '$(VERSION)' | cmp -s - $@ || echo '$(VERSION)' > $@
$(O)/src/base/version.o: $(O)/version
$(O)/src/base/version.o: ALL_CFLAGS += -DWINNOW_VERSION='"$(VERSION)"'

$(O)/sandbox: force
	@mkdir -p $(@D)
	@echo '$(SANDBOX)' | cmp -s - $@ || echo '$(SANDBOX)' > $@
$(O)/src/base/sandbox.o: $(O)/sandbox
$(O)/src/base/sandbox.o: ALL_CFLAGS += $(if $(SANDBOX),-DWINNOW_SANDBOX)

$(O)/datadir: force
	@mkdir -p $(@D)
	@echo '$(datadir)/winnow' | cmp -s - $@ || echo '$(datadir)/winnow' > $@
$(O)/libexecdir: force
	@mkdir -p $(@D)
	@echo '$(libexecdir)' | cmp -s - $@ || echo '$(libexecdir)' > $@
$(O)/src/cmd/locate.o: $(O)/datadir $(O)/libexecdir
$(O)/src/cmd/locate.o: ALL_CFLAGS += -DWINNOW_DATADIR='"$(datadir)/winnow"' -DWINNOW_LIBEXECDIR='"$(libexecdir)"'

# What every page carries, as C: the program needs no file for it.
PAGE_PARTS = data/page/page.css data/page/page.js data/page/tools.html
$(O)/page-data.c: $(PAGE_PARTS)
	@mkdir -p $(@D)
	$(Q)for part in style:page.css script:page.js tools:tools.html; do \
		printf 'extern const char page_%s[];\nconst char page_%s[] =\n' $${part%:*} $${part%:*}; \
		sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/"&\\n"/' data/page/$${part#*:}; \
		echo ';'; \
	done > $@
$(O)/page-data.o: $(O)/page-data.c $(O)/flags
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(LIBRARY): $(filter-out $(ELSEWHERE),$(OBJECTS)) $(O)/page-data.o
	$(if $(V),,@echo "  AR    $@")
	$(Q)rm -f $@ && ar rcs $@ $^

$(WHOLE): $(O)/src/main.o $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBRARY_LIBS) -lm

# Of the libraries only what it uses itself is loaded when it starts.
$(PROGRAM): $(O)/src/main.o $(ELSEWHERE) $(LIBRARY) | $(WHOLE)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)mkdir -p $(O)/share/winnow && ln -sfn $(addprefix "$(CURDIR)"/,rules data/templates data/text-model data/kind-model) \
		$(O)/share/winnow
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -Wl,--as-needed $(LIBRARY_LIBS) -lm

$(O)/unit/%: $(O)/tests/unit/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBRARY_LIBS) -lm

# Fuzz targets are always built: with this driver they replay files, with libFuzzer they search.
$(O)/fuzz/%: $(O)/tests/fuzz/%.o $(O)/tests/fuzz/driver.o $(FUZZ_SHARED) $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBRARY_LIBS) -lm

-include $(OBJECTS:.o=.d) $(O)/src/main.d $(wildcard $(O)/tests/*/*.d)

$(O)/man/%: data/man/% data/man/page.awk $(wildcard data/man/*.mdoc) $(O)/version
	@mkdir -p $(@D)
	$(Q)awk -v version='$(VERSION)' -v fields=$(@D) -f data/man/page.awk $< > $@

# Words that the program knows best.
FIELDS = numbers facts stated along
$(O)/man/numbers.fields: TITLE = Numbers
$(O)/man/facts.fields:   TITLE = Facts, for comparisons
$(O)/man/stated.fields:  TITLE = Facts that have states
$(O)/man/along.fields:   TITLE = Facts whose commits
$(O)/man/winnow-rules.5: $(FIELDS:%=$(O)/man/%.fields)
$(FIELDS:%=$(O)/man/%.fields): data/man/fields.awk $(PROGRAM)
	@mkdir -p $(@D)
	$(Q)$(PROGRAM) rules fields | awk -v title='$(TITLE)' -f $< > $@

$(O)/completion/table: $(PROGRAM) $(wildcard data/completion/*)
	$(Q)data/completion/generate $(PROGRAM) $(@D)
$(COMPLETION): $(O)/completion/table

tests-built: $(PROGRAM) $(PAGES) $(COMPLETION) $(UNITS) $(FUZZERS) $(O)/bench/replay $(O)/bench/diffs $(SHIM)

deps:
	@.ci/deps --install build test

demo:
	@.ci/deps --install build
	@$(MAKE) --no-print-directory -j$$(nproc) WINNOW_DEPS_DONE=1 all
	@data/demo/run $(PROGRAM)

# The longest first, so that none is left alone at the end; one more than processors, as some wait for servers.
LONGEST = send docs hostile hostile-repository bounds index-damaged decide thread fetch queue take index-growth page inbox tree \
	  index-places missing measure reply index-killed prerequisite
TESTS   = $(sort $(wildcard tests/*.t))
IN_TURN = $(filter $(TESTS),$(LONGEST:%=tests/%.t))
PROVE   = prove -j$$(($$(nproc) + 1)) --failures $(or $(T),$(IN_TURN) $(filter-out $(IN_TURN),$(TESTS)))
# A python3 that is a script (pyenv's) looks for the real one at each of several hundred starts: it is asked once.
ASK_PYTHON = case $$(head -c 2 "$$(command -v python3)") in '\#!') \
	     PATH=$$(dirname "$$(python3 -c 'import sys; print(sys.executable)')"):$$PATH ;; esac

check:
	@.ci/deps --install build test
	@$(MAKE) --no-print-directory -j$$(nproc) WINNOW_DEPS_DONE=1 tests-built
	@$(ASK_PYTHON); O='$(abspath $(O))' CC='$(CC)' $(PROVE) --timer

# Which lines and branches of src/ the tests run, by folder and by file (gcovr).
# Branches that only the compiler sees do not count.
COVERAGE = gcovr --root . --filter src/ --object-directory build-cov \
	   --exclude-unreachable-branches --exclude-throw-branches
coverage:
	@command -v gcovr >/dev/null || { echo "coverage: needs gcovr"; exit 1; }
	@$(MAKE) --no-print-directory O=build-cov SANITIZE= SANDBOX= HARDEN= CFLAGS='-O0 -g --coverage' LDFLAGS=--coverage tests-built
	@find build-cov -name '*.gcda' -delete
	@cd build-cov && find src -name '*.gcno' | while read -r note; do [ -e "../$${note%.gcno}.c" ] || rm -f "$$note"; done
	@build-cov/winnow --version >/dev/null && chmod -R a+rwX build-cov # other users whom tests run it as count too
	@$(ASK_PYTHON); O='$(abspath build-cov)' CC='$(CC)' $(PROVE)
	@$(COVERAGE) --html-details build-cov/coverage.html --csv build-cov/coverage.csv build-cov
	@tests/bench/coverage build-cov/coverage.csv

# make fuzz F=fuzz-diff SECONDS=60: search for new inputs with clang's libFuzzer. fuzz-all: with every target, as
# many at a time as there are processors; fails where one finds something.
F       ?= fuzz-diff
SECONDS ?= 60
SEARCHERS = $(FUZZERS:$(O)/fuzz/%=build-fuzz/search/%)
SEARCH    = $(MAKE) --no-print-directory O=build-fuzz CC=clang SANITIZE=fuzzer-no-link,address,undefined \
	    CFLAGS="-O1 -gline-tables-only"
fuzz:
	@$(SEARCH) build-fuzz/search/$(F)
	@tests/fuzz/search-all build-fuzz $(SECONDS) $(F)
fuzz-all:
	@$(SEARCH) -j$$(nproc) $(SEARCHERS)
	@tests/fuzz/search-all build-fuzz $(SECONDS) $(notdir $(SEARCHERS))

$(O)/search/%: $(O)/tests/fuzz/%.o $(FUZZ_SHARED) $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBRARY_LIBS) -lm

# make faults COMMANDS="decide send" KINDS=write SAMPLE=25 SEED=1 JOBS=2: every call of the system that can fail
# fails once, see tests/faults/run.
$(O)/faults/%.so: tests/faults/%.c $(O)/flags
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) -O2 -g -shared -fPIC -o $@ $<
faults: $(PROGRAM) $(SHIM)
	@$(if $(SHIM),tests/faults/run $(PROGRAM) $(SHIM),echo "skipped: not an x86-64")

# What it is about comes by its environment, which has all that was said to make: see tests/bench/run.
bench: $(PROGRAM)
	@tests/bench/run $(PROGRAM) $(O)/bench/run

# Backports of a stable range, each tried again on the tree that its maintainer had.
UPSTREAM ?= master
RANGE    ?= v42.0..stable-v42
bench-replay: $(O)/bench/replay
	@[ -d '$(REPO)' ] || { echo "skipped: no data (REPO=DIR UPSTREAM=BRANCH RANGE=A..B)"; exit 0; }; \
		$(O)/bench/replay '$(REPO)' '$(UPSTREAM)' '$(RANGE)'

# Whether diffs are what libgit2 makes of the same commits. FROM: a revision, from there backwards.
FROM  ?= HEAD
COUNT ?= 10000
STEP  ?= 1
bench-diffs: $(O)/bench/diffs
	@[ -d '$(REPO)' ] || { echo "skipped: no data (REPO=DIR FROM=REVISION COUNT=N STEP=N)"; exit 0; }; \
		$(O)/bench/diffs '$(REPO)' '$(FROM)' '$(COUNT)' '$(STEP)'

$(O)/bench/%: $(O)/tests/bench/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBRARY_LIBS) -lm

# Figures of data/doc/measured.md, from a corpus of mails with labels.
bench-corpus: $(PROGRAM)
	@tests/bench/corpus $(PROGRAM) '$(CORPUS)'

# Verdicts beside what release managers decided. DPDK= and MESA= are clones with the stable branches, each alone or
# both; OPTIONS=--list shows every disagreement. MESA_BRANCHES: a clone may call its branches otherwise.
DPDK_CYCLES   ?= 20.11:21.11 21.11:22.11 22.11:23.11
MESA_BRANCHES ?= 20.1.0_pie-x86 21.0.0_nv_WIP 21.1.8_r-x86
DECISIONS     ?= $(if $(DPDK),$(DPDK_CYCLES:%=dpdk:$(DPDK):%)) $(if $(MESA),$(MESA_BRANCHES:%=mesa:$(MESA):%))
bench-decisions: $(PROGRAM)
	@tests/bench/decisions $(PROGRAM) $(OPTIONS) $(DECISIONS)

# The sets that nobody looked at while mending: for figures, once in a while, not for mending by them.
bench-decisions-held-out: $(PROGRAM)
	@tests/bench/decisions $(PROGRAM) $(if $(DPDK),dpdk:$(DPDK):23.11:24.11 dpdk:$(DPDK):24.11:25.11) \
		$(if $(MESA),mesa:$(MESA):20.0.2_q-x86)

# How well repairs are told, by what a stable tree took.
bench-kind: $(PROGRAM)
	@tests/bench/kind $(PROGRAM) '$(REPO)' '$(MAINLINE)' '$(STABLE)'

# BUILT=yes takes what is there, however it was built.
# By git-winnow and its page git knows 'git winnow' and 'git help winnow'.
install: $(if $(BUILT),,$(PROGRAM) $(PAGES) $(COMPLETION))
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(mandir)/man1 $(DESTDIR)$(mandir)/man5 \
		$(DESTDIR)$(datadir)/winnow/rules $(DESTDIR)$(datadir)/winnow/schema \
		$(DESTDIR)$(datadir)/winnow/templates \
		$(DESTDIR)$(bashdir) $(DESTDIR)$(zshdir) $(DESTDIR)$(fishdir) $(DESTDIR)$(unitdir)
	install -m 755 $(PROGRAM) $(DESTDIR)$(bindir)/winnow
	install -D -m 755 $(WHOLE) $(DESTDIR)$(libexecdir)/winnow-whole
	ln -sf winnow $(DESTDIR)$(bindir)/git-winnow
	install -m 644 $(filter %.1,$(PAGES)) $(DESTDIR)$(mandir)/man1
	install -m 644 $(filter %.5,$(PAGES)) $(DESTDIR)$(mandir)/man5
	printf '.so man1/winnow.1\n' | install -m 644 /dev/stdin $(DESTDIR)$(mandir)/man1/git-winnow.1
	install -m 644 rules/*.json $(DESTDIR)$(datadir)/winnow/rules
	install -m 644 data/templates/*.txt $(DESTDIR)$(datadir)/winnow/templates
	install -m 644 data/text-model data/kind-model $(DESTDIR)$(datadir)/winnow
	install -m 644 data/schema/*.json $(DESTDIR)$(datadir)/winnow/schema
	install -m 644 $(O)/completion/winnow.bash $(DESTDIR)$(bashdir)/winnow
	install -m 644 $(O)/completion/winnow.zsh $(DESTDIR)$(zshdir)/_winnow
	install -m 644 $(O)/completion/winnow.fish $(DESTDIR)$(fishdir)/winnow.fish
	install -m 644 data/systemd/* $(DESTDIR)$(unitdir)

uninstall:
	rm -f $(DESTDIR)$(bindir)/winnow $(DESTDIR)$(bindir)/git-winnow $(DESTDIR)$(libexecdir)/winnow-whole \
		$(DESTDIR)$(mandir)/man1/winnow*.1 $(DESTDIR)$(mandir)/man1/git-winnow.1 \
		$(DESTDIR)$(mandir)/man5/winnow-*.5 \
		$(DESTDIR)$(bashdir)/winnow $(DESTDIR)$(zshdir)/_winnow $(DESTDIR)$(fishdir)/winnow.fish \
		$(DESTDIR)$(unitdir)/winnow-*
	rm -rf $(DESTDIR)$(datadir)/winnow

include data/packaging/packaging.mk

format:
	clang-format -i $(wildcard src/*.[ch] src/*/*.[ch] tests/*/*.[ch])

clean:
	rm -rf $(O) build-fuzz build-cov

help:
	@sed -n '3,14s/^# \{0,1\}//p' Makefile
