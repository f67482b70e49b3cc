# SPDX-License-Identifier: GPL-2.0-or-later
#
# What 'winnow rules fields' lists under the heading that begins with title, as winnow-rules.5 has it: a list of words
# with their meanings, or words alone in one sentence.

/^[^ ]/ { on = index($0, title) == 1; next }
!on { next }
{ word[++n] = $1; $1 = ""; meaning[n] = substr($0, 2) }
END {
	for (i = 1; i <= n; i++)
		if (meaning[i] != "") {
			gsub(/"/, "\\(dq", meaning[i])
			print ".It Li " word[i] "\n" meaning[i] "."
		} else if (i < n - 1) {
			print ".Li " word[i] " ,"
		} else if (i < n) {
			print ".Li " word[i] "\nand"
		} else {
			print ".Li " word[i] " ."
		}
	exit n == 0
}
