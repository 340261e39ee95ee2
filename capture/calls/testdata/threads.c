/* A process with threads that make calls without end, for TestPassedOn: its first thread alone is to get
 * the signals, as without a tracer, and to know who has sent them. Its exit status tells of one that has
 * come to another (1), or from somebody else (2). */
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

static int ends[2], wrong;
static pid_t sender;
static volatile sig_atomic_t came;

static void handler(int number, siginfo_t *info, void *context)
{
    (void)number, (void)context;
    if (syscall(SYS_gettid) != getpid())
        wrong |= 1;
    if (info->si_code != SI_USER || info->si_pid != sender)
        wrong |= 2;
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
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(SIGINT, &action, NULL);
    if ((sender = fork()) == 0) { /* it sends the next one when the last has come */
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
    return wrong;
}
