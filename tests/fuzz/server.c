/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	PATIENCE_MS = 20, /* a client that waits for more gets the next piece */
	HEARD_LIMIT = 1 << 20,
};

struct server {
	pthread_mutex_t lock;
	int socket;
	char *says; /* what is left of it, behind p */
	struct fuzz_input left;
	bool greets;
};

static bool say(int client, struct slice piece)
{
	while (piece.length) {
		ssize_t n = send(client, piece.start, piece.length, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		piece.start += n;
		piece.length -= (size_t)n;
	}
	return true;
}

/* Something, or nothing for that long; false: the client is gone. */
static bool hear(int client, int patience_ms)
{
	struct pollfd wait = { .fd = client, .events = POLLIN };
	char bytes[4096];

	return poll(&wait, 1, patience_ms) == 0 || recv(client, bytes, sizeof(bytes), 0) > 0;
}

static void serve(int client, struct slice part, bool greets)
{
	const uint8_t *start = (const uint8_t *)(part.start ? part.start : "");
	struct fuzz_input input = { start, start + part.length };
	size_t heard = 0;
	bool alive = true;

	while (alive && input.p < input.end) {
		if (!greets)
			alive = hear(client, PATIENCE_MS);
		greets = false;
		alive = alive && say(client, fuzz_part(&input, "%"));
	}
	shutdown(client, SHUT_WR);
	/* What it still says is taken, or it would hear of a reset instead of the end. */
	while (alive && heard++ < HEARD_LIMIT) {
		struct pollfd wait = { .fd = client, .events = POLLIN };
		char bytes[4096];

		alive = poll(&wait, 1, 1000) == 1 && recv(client, bytes, sizeof(bytes), 0) > 0;
	}
	close(client);
}

static void *run(void *data)
{
	struct server *server = data;

	for (;;) {
		int client = accept(server->socket, NULL, NULL);
		g_autofree char *part = NULL;
		struct slice piece;
		bool greets;

		if (client < 0)
			continue;
		pthread_mutex_lock(&server->lock);
		piece = fuzz_part(&server->left, "%%");
		part = g_memdup2(piece.length ? piece.start : "",
				 MAX(piece.length, 1)); /* never NULL */
		greets = server->greets;
		pthread_mutex_unlock(&server->lock);
		serve(client, (struct slice){ part, piece.length }, greets);
	}
	return NULL;
}

static struct server server = { .lock = PTHREAD_MUTEX_INITIALIZER, .socket = -1 };

unsigned server_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (server.socket < 0) {
		pthread_t thread;

		server.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		g_assert_cmpint(bind(server.socket, (struct sockaddr *)&address, length), ==, 0);
		g_assert_cmpint(listen(server.socket, 16), ==, 0);
		setenv("https_proxy", "http://127.0.0.1:9", 1);
		setenv("all_proxy", "http://127.0.0.1:9", 1);
		setenv("no_proxy", "127.0.0.1", 1);
		g_assert_cmpint(pthread_create(&thread, NULL, run, &server), ==, 0);
		pthread_detach(thread);
	}
	g_assert_cmpint(getsockname(server.socket, (struct sockaddr *)&address, &length), ==, 0);
	return ntohs(address.sin_port);
}

void server_says(struct slice says, bool greets)
{
	pthread_mutex_lock(&server.lock);
	g_free(server.says);
	server.says = g_malloc(says.length + 1);
	if (says.length)
		memcpy(server.says, says.start, says.length);
	server.left = (struct fuzz_input){ (const uint8_t *)server.says,
					   (const uint8_t *)server.says + says.length };
	server.greets = greets;
	pthread_mutex_unlock(&server.lock);
}
