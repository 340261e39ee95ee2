/* Both ends of a connection, for TestLinesOfC: each call stands in a line that names it. */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

static int listener, client, accepted;
static char buffer[100];

static inline void ask(void)
{
    send(client, "hello", 5, 0); /* here: send */
}

static __attribute__((noinline)) void answer(int depth)
{
    if (depth > 0)
        answer(depth - 1);
    else
        recv(accepted, buffer, sizeof buffer, 0); /* here: recv */
    buffer[0] = 'H';
}

int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof a;
    listener = socket(AF_INET, SOCK_STREAM, 0); /* here: socket */
    if (bind(listener, (struct sockaddr *)&a, length) /* here: bind */
        || listen(listener, 1))                       /* here: listen */
        return 1;
    getsockname(listener, (struct sockaddr *)&a, &length);
    client = socket(AF_INET, SOCK_STREAM, 0); /* here: socket */
    if (connect(client, (struct sockaddr *)&a, length)) /* here: connect */
        return 2;
    accepted = accept(listener, 0, 0); /* here: accept */
    ask();
    answer(3);
    if (write(accepted, buffer, 1) != 1 /* here: write */
        || read(client, buffer, 1) != 1) /* here: read */
        return 3;
    close(accepted); /* here: close */
    close(client);   /* here: close */
    return 0;
}
