/* A call that a signal interrupts, whose handler makes calls as well, for TestHandler. */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static int ends[2];

static void handler(int number)
{
    (void)number;
    syscall(SYS_getppid);
    write(ends[1], "x", 1);
}

int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from;
    socklen_t length = sizeof a;
    char buffer[10];
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    bind(s, (struct sockaddr *)&a, length);
    getsockname(s, (struct sockaddr *)&a, &length);
    pipe(ends);
    if (fork() == 0) { /* it sends when the handler has run */
        read(ends[0], buffer, 1);
        sendto(s, "hello", 5, 0, (struct sockaddr *)&a, length);
        _exit(0);
    }
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    struct itimerval soon = {.it_value.tv_usec = 20000};
    setitimer(ITIMER_REAL, &soon, NULL);
    recvfrom(s, buffer, sizeof buffer, 0, (struct sockaddr *)&from, &length);
    wait(NULL);
    return 0;
}
