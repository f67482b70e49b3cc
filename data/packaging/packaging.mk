# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tarballs and packages, all made of what is committed; included by the Makefile. How a release is made is in
# data/doc/contributing.md.

TARBALL = $(O)/winnow-$(VERSION).tar.xz

.PHONY: dist distcheck

# The same bytes of the same commit, wherever it is made.
dist:
	@data/packaging/dist '$(VERSION)' '$(O)'

# T= names the tests to run in it; all would be make check again.
distcheck: dist
	@data/packaging/distcheck '$(TARBALL)' $(T)
