# SPDX-License-Identifier: GPL-2.0-or-later
#
# A page as it is installed: '.so FILE' stands for what several pages have in common, which in a page that it speaks of
# says "this page"; '.Os' gets the version. A *.fields is in the directory fields.

FNR == 1 {
	self = FILENAME
	sub(".*/", "", self)
	split(self, name, ".")
	self = "^[.]Xr " name[1] " " name[2] "( |$)"
}
/^\.Os$/ { print ".Os winnow " version; next }
/^\.so / {
	file = ($2 ~ /fields$/ ? fields : "data/man") "/" $2
	while ((getline line < file) > 0) {
		sub(self, "this page", line)
		print line
	}
	close(file)
	next
}
1
