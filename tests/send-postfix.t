#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# winnow send to a real server: Postfix with STARTTLS and a login, on loopback. It has a configuration
# and a queue of its own and leaves the system's alone.

. "$(dirname "$0")/lib.sh"
. "$top/tests/servers.sh"

PATH=$PATH:/usr/sbin:/sbin
for program in postfix saslpasswd2 openssl; do
	command -v $program >/dev/null && continue
	skip 'a real mail server' "$program is not installed"
	done_testing
done
if [ "$(id -u)" -ne 0 ]; then
	skip 'a real mail server' 'Postfix starts as root only'
	done_testing
fi

chmod 711 "$work" # its processes, who are not root, have to come so far
certificate tls
port=$(free_port)
secret='s3cr=t pa:ss'
mkdir -p etc/sasl queue data
mkdir -m 777 mail
chown postfix data
cat >etc/main.cf <<-END
	compatibility_level = 3.6
	queue_directory = $work/queue
	data_directory = $work/data
	maillog_file = $work/postfix.log
	maillog_file_prefixes = $work
	inet_interfaces = 127.0.0.1
	inet_protocols = ipv4
	myhostname = localhost
	mydestination =
	local_transport = error:nobody here
	alias_maps =
	virtual_mailbox_domains = example.org
	virtual_mailbox_base = $work/mail
	virtual_mailbox_maps = static:box/
	virtual_uid_maps = static:65534
	virtual_gid_maps = static:65534
	virtual_destination_recipient_limit = 1
	smtpd_tls_security_level = encrypt
	smtpd_tls_cert_file = $work/tls/server.pem
	smtpd_tls_key_file = $work/tls/server.key
	smtpd_tls_received_header = yes
	smtpd_sasl_auth_enable = yes
	smtpd_sasl_local_domain = localhost
	cyrus_sasl_config_path = $work/etc/sasl
	smtpd_relay_restrictions = permit_sasl_authenticated, reject
	smtpd_recipient_restrictions = check_recipient_access inline:{ nobody-there@example.org=REJECT }
END
cat >etc/master.cf <<-END
	127.0.0.1:$port inet n - n - - smtpd
	cleanup unix n - n - 0 cleanup
	qmgr unix n - n 300 1 qmgr
	tlsmgr unix - - n 1000? 1 tlsmgr
	rewrite unix - - n - - trivial-rewrite
	bounce unix - - n - 0 bounce
	defer unix - - n - 0 bounce
	trace unix - - n - 0 bounce
	proxymap unix - - n - - proxymap
	error unix - - n - - error
	anvil unix - - n - 1 anvil
	virtual unix - n n - - virtual
	postlog unix-dgram n - n - 1 postlogd
END
cat >etc/sasl/smtpd.conf <<-END
	pwcheck_method: auxprop
	auxprop_plugin: sasldb
	sasldb_path: $work/etc/sasldb
	mech_list: PLAIN LOGIN
END
printf %s "$secret" | saslpasswd2 -p -c -f "$work/etc/sasldb" -u localhost ann
chmod 644 etc/sasldb
stop_command=(postfix -c "$work/etc" abort)
start postfix postfix -c "$work/etc" start-fg
listens()
{
	(: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null
}
if ! wait_for 20 listens; then
	sed 's/^/# /' postfix.log
	skip 'a real mail server' 'Postfix does not start here'
	done_testing
fi

git init -q repo
git -C repo config sendemail.smtpServer localhost
git -C repo config sendemail.smtpServerPort "$port"
git -C repo config sendemail.smtpEncryption tls
git -C repo config sendemail.smtpUser ann
git -C repo config sendemail.smtpSSLCertPath "$work/tls/ca.pem"
printf '#!/bin/sh\n[ "$1" = get ] && cat %s\ntrue\n' "$work/answer" >helper
chmod +x helper
git -C repo config credential.helper "$work/helper"
echo "password=$secret" >answer

draft()
{
	cat <<-END
		From: Ann Ash <ann@example.org>
		To: Bob <bob@example.org>
		Cc: carol@example.org, $2
		Bcc: dan@example.org
		Subject: Re: [PATCH 5.10] heron: fix interrupt storm
		Date: Tue, 05 Apr 2022 12:00:00 +0000
		Message-ID: <$1@example.org>

		Please drop it.
		.
		..two dots
		>From the beginning.
	END
}
# arrived ID: who has a mail of that id, one a line; twice who has two.
arrived()
{
	grep -al "^Message-ID: <$1@" mail/box/new/* 2>/dev/null |
		xargs -r grep -ahm1 '^X-Original-To: ' | sed 's/.*: //; s/@.*//' | sort
}
all_arrived()
{
	[ "$(arrived "$1" | wc -l)" -ge "$2" ]
}
send()
{
	run "$WINNOW" -C repo send --attempts 1 "$@"
}

draft 1 eve@example.org >one.eml
send -qy one.eml
same 'a mail to four' '0 4 sent' "$status $(tail -n 1 out)"
ok 'all of them get it' wait_for 30 all_arrived 1 4
same 'each once' 'bob carol dan eve' "$(arrived 1 | paste -sd ' ')"
sed '1,/^$/d' one.eml >body
received()
{
	sed '1,/^\r*$/d' "$(grep -al "^X-Original-To: $1" mail/box/new/* | head -n 1)"
}
same 'the text is as it was written' "$(cat body)" "$(received bob@example.org)"
same 'nobody sees Bcc' '' "$(grep -ai '^bcc' mail/box/new/*)"
same 'it went encrypted' 4 "$(grep -alE '\(using TLSv1\.[23]' mail/box/new/* | wc -l)"
send -qy one.eml
same 'again: nothing' '0 0 sent, 4 sent before' "$status $(tail -n 1 out)"

draft 2 nobody-there@example.org >two.eml
send -qy two.eml
same 'one of four is refused: the others get it' '2 3 sent, 1 refused' "$status $(tail -n 1 out)"
ok 'which they do' wait_for 30 all_arrived 2 3
send -qy two.eml
same 'and once only' '2 0 sent, 3 sent before, 1 refused' "$status $(tail -n 1 out)"
sed -i 's/nobody-there/gus/' two.eml
send -qy two.eml
same 'a corrected address' '0 1 sent, 3 sent before' "$status $(tail -n 1 out)"
ok 'gets it' wait_for 30 all_arrived 2 4

draft 3 eve@example.org >three.eml
echo 'password=wrong' >answer
send -qy three.eml
same 'a wrong password' 2 "$status"
matches 'is said, not shown' '^winnow: localhost:[0-9]+ refuses user and password \(5' err
echo "password=$secret" >answer
git -C repo config sendemail.smtpEncryption none
send -qy three.eml
same 'a server that wants STARTTLS is not given a mail without' 2 "$status"
git -C repo config sendemail.smtpEncryption tls
certificate other
git -C repo config sendemail.smtpSSLCertPath "$work/other/ca.pem"
send -qy three.eml
same 'a certificate that is not trusted' 2 "$status"
git -C repo config sendemail.smtpSSLCertPath "$work/tls/ca.pem"
same 'nothing has arrived' '' "$(arrived 3)"

# A hundred and fifty people: more than one transaction.
{
	echo 'From: ann@example.org'
	echo 'Message-ID: <4@example.org>'
	echo 'To: c0@example.org'
	printf 'Cc: c1@example.org'
	for ((i = 2; i < 150; i++)); do printf ',\n c%d@example.org' $i; done
	printf '\n\nHello.\n'
} >many.eml
send -qy many.eml
same '150 recipients' '0 150 sent' "$status $(tail -n 1 out)"
ok 'all of them get it' wait_for 60 all_arrived 4 150
same 'each once' 150 "$(arrived 4 | sort -u | wc -l)"

done_testing
