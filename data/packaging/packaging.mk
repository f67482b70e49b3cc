# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tarballs and packages, all made of what is committed; included by the Makefile. How a release is made is in
# data/doc/contributing.md.

TARBALL = $(O)/winnow-$(VERSION).tar.xz

# Tests that need little, for builds of packages: what is there is taken, nothing is installed.
QUICK = cli demo man rules version

.PHONY: dist distcheck deb rpm arch packages-check check-built

check-built: $(PROGRAM) $(PAGES)
	@O='$(abspath $(O))' CC='$(CC)' prove $(or $(T),$(QUICK:%=tests/%.t))

# The same bytes of the same commit, wherever it is made.
dist:
	@data/packaging/dist '$(VERSION)' '$(O)'

# T= names the tests to run in it.
distcheck: dist
	@data/packaging/distcheck '$(TARBALL)' '$(T)'

deb: dist
	@data/packaging/deb '$(TARBALL)' '$(O)'

rpm: dist
	@data/packaging/rpm '$(TARBALL)' '$(O)'

arch: dist
	@data/packaging/arch '$(TARBALL)' '$(O)'

# What a package has to be, tried on this machine; PARTS= names some.
packages-check: dist
	@data/packaging/check '$(TARBALL)' $(PARTS)
