/* A process with threads that make calls without end, for TestPassedOn: its first thread alone is to get
 * the signals, as without a tracer. It tells of one that has come to another by its exit status. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { signals = 30 };

static int ends[2], elsewhere;
static volatile sig_atomic_t came;

static void handler(int number)
{
    (void)number;
    if (syscall(SYS_gettid) != getpid())
        elsewhere = 1;
    came++;
}

static void *busy(void *nothing)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    char b[10];
    for (;;)
        recvfrom(s, b, sizeof b, MSG_DONTWAIT, 0, 0);
    return nothing;
}

int main(void)
{
    int s = socket(AF_INET, SOCK_STREAM, 0);
    char x;
    pipe(ends);
    struct sigaction action = {.sa_handler = handler};
    sigaction(SIGINT, &action, NULL);
    if (fork() == 0) { /* it sends the next one when the last has come */
        for (int i = 0; i < signals; i++) {
            read(ends[0], &x, 1); /* pthread_create() blocks signals, and so does a handler */
            kill(getppid(), SIGINT);
        }
        _exit(0);
    }
    pthread_t t;
    for (int i = 0; i < 2; i++)
        pthread_create(&t, NULL, busy, NULL);
    struct timeval soon = {.tv_usec = 20000}; /* a signal may come just before the call */
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon);
    listen(s, 1);
    write(ends[1], "x", 1);
    for (int told = 0; told < signals;) {
        accept(s, NULL, NULL);
        for (; told < came; told++)
            write(ends[1], "x", 1);
    }
    return elsewhere;
}
