/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/sendemail.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/error.h"
#include "read/address.h"

struct reader {
	struct repo *repo;
	char *identity; /* NULL: none */
};

/* The value, and in *key the name it has; NULL if not set. */
static char *read_value(const struct reader *reader, const char *name, char **key)
{
	char *value;

	if (reader->identity) {
		*key = g_strdup_printf("sendemail.%s.%s", reader->identity, name);
		value = repo_config(reader->repo, *key);
		if (value)
			return value;
		g_free(*key);
	}
	*key = g_strconcat("sendemail.", name, NULL);
	return repo_config(reader->repo, *key);
}

/* The same; an empty value counts as none, and so overrides in an identity. */
static char *setting(const struct reader *reader, const char *name)
{
	g_autofree char *key = NULL;
	char *value = read_value(reader, name, &key);

	if (value && !*value)
		g_clear_pointer(&value, g_free);
	return value;
}

static bool read_encryption(const struct reader *reader, enum smtp_encryption *out, GError **error)
{
	static const struct {
		const char *name;
		enum smtp_encryption encryption;
	} known[] = {
		{ "", SMTP_PLAIN },	  { "none", SMTP_PLAIN },
		{ "tls", SMTP_STARTTLS }, { "starttls", SMTP_STARTTLS },
		{ "ssl", SMTP_TLS },
	};
	g_autofree char *key = NULL;
	g_autofree char *value = read_value(reader, "smtpEncryption", &key);

	if (!value)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (g_ascii_strcasecmp(value, known[i].name) == 0) {
			*out = known[i].encryption;
			return true;
		}
	/* git takes what it does not know for none. */
	return fail(error, WINNOW_ERROR_USAGE, "%s: '%s' is none of tls, ssl, none", key, value);
}

static bool read_port(const struct reader *reader, unsigned *out, GError **error)
{
	g_autofree char *key = NULL;
	g_autofree char *value = read_value(reader, "smtpServerPort", &key);
	guint64 port;

	if (!value || !*value)
		return true;
	if (!g_ascii_string_to_unsigned(value, 10, 1, 65535, &port, NULL))
		return fail(error, WINNOW_ERROR_USAGE, "%s: '%s' is no port", key, value);
	*out = (unsigned)port;
	return true;
}

static bool read_certificates(const struct reader *reader, char **out, GError **error)
{
	g_autofree char *key = NULL;
	g_autofree char *value = read_value(reader, "smtpSSLCertPath", &key);

	if (!value)
		return true;
	/* For git an empty one means not to verify. */
	if (!*value)
		return fail(error, WINNOW_ERROR_USAGE,
			    "%s is empty: certificates are always verified here", key);
	*out = g_steal_pointer(&value);
	if (g_file_test(*out, G_FILE_TEST_EXISTS))
		return true;
	return fail(error, WINNOW_ERROR_USAGE, "%s: no file '%s'", key, *out);
}

static void free_address(void *address)
{
	address_free(address);
}

static bool read_sender(const struct reader *reader, char **out, GError **error)
{
	g_autofree char *value = setting(reader, "envelopeSender");
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(free_address);

	if (!value || strcmp(value, "auto") == 0)
		return true;
	if (!address_list_parse(value, found, error) || found->len != 1) {
		g_clear_error(error);
		return fail(error, WINNOW_ERROR_USAGE,
			    "sendemail.envelopeSender: '%s' is no address", value);
	}
	*out = g_strdup(((struct address *)found->pdata[0])->spec);
	return true;
}

static bool read_all(const struct reader *reader, struct sendemail *out, GError **error)
{
	out->from = setting(reader, "from");
	out->server = setting(reader, "smtpServer");
	out->program = setting(reader, "sendmailCmd");
	out->user = setting(reader, "smtpUser");
	out->password = setting(reader, "smtpPass");
	out->mechanisms = setting(reader, "smtpAuth");
	out->domain = setting(reader, "smtpDomain");
	return read_encryption(reader, &out->encryption, error) &&
	       read_port(reader, &out->port, error) &&
	       read_certificates(reader, &out->certificates, error) &&
	       read_sender(reader, &out->envelope_sender, error);
}

bool sendemail_read(struct repo *repo, const char *identity, struct sendemail *out, GError **error)
{
	g_autofree char *name =
		identity ? g_strdup(identity) : repo_config(repo, "sendemail.identity");
	const struct reader reader = { repo, name && *name ? name : NULL };
	struct sendemail found = { 0 };

	if (!read_all(&reader, &found, error)) {
		sendemail_clear(&found);
		return false;
	}
	/* git's word for sending without a login. */
	if (found.mechanisms && g_ascii_strcasecmp(found.mechanisms, "none") == 0) {
		g_clear_pointer(&found.mechanisms, g_free);
		g_clear_pointer(&found.user, g_free);
	}
	*out = found;
	return true;
}

static bool is_this_machine(const char *host)
{
	struct in_addr address;

	/* Anybody can have a name that begins with 127. */
	if (inet_pton(AF_INET, host, &address) == 1)
		return ntohl(address.s_addr) >> 24 == 127;
	return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
	       strcmp(host, "[::1]") == 0;
}

/* A name and a port; an address of IPv6 has more colons, or brackets of its own. */
static bool has_port(const char *server)
{
	const char *behind = *server == '[' ? strchr(server, ']') : server;
	const char *colon = behind ? strchr(behind, ':') : NULL;

	return colon && (*server == '[' || !strchr(colon + 1, ':'));
}

bool sendemail_check_server(const struct sendemail *settings, GError **error)
{
	const char *program = settings->program;

	if (!program && settings->server && g_path_is_absolute(settings->server))
		program = settings->server;
	/* git runs it even where a server is set, too. */
	if (program)
		return fail(error, WINNOW_ERROR_USAGE,
			    "git's configuration sends by a program, '%s'; only servers are spoken "
			    "to here, since a program does not say what became of each recipient",
			    program);
	if (!settings->server)
		return fail(error, WINNOW_ERROR_USAGE,
			    "send: by which server? (git config sendemail.smtpServer NAME)");
	if (has_port(settings->server))
		return fail(error, WINNOW_ERROR_USAGE,
			    "sendemail.smtpServer: '%s' has a port: it belongs into "
			    "sendemail.smtpServerPort",
			    settings->server);
	if (settings->user && settings->encryption == SMTP_PLAIN &&
	    !is_this_machine(settings->server))
		return fail(error, WINNOW_ERROR_USAGE,
			    "sendemail.smtpEncryption is neither tls nor ssl: the password of "
			    "sendemail.smtpUser would be readable on the way");
	return true;
}

void sendemail_clear(struct sendemail *settings)
{
	g_free(settings->from);
	g_free(settings->envelope_sender);
	g_free(settings->server);
	g_free(settings->program);
	g_free(settings->user);
	if (settings->password)
		explicit_bzero(settings->password, strlen(settings->password));
	g_free(settings->password);
	g_free(settings->mechanisms);
	g_free(settings->certificates);
	g_free(settings->domain);
	*settings = (struct sendemail){ 0 };
}
