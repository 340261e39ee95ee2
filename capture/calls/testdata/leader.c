/* A process whose first thread has ended, and whose other one executes it again, for TestFirstThreadEnds. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int first_has_ended(void)
{
    char name[64], line[512] = "";
    snprintf(name, sizeof name, "/proc/self/task/%d/stat", (int)getpid());
    FILE *f = fopen(name, "r");
    if (!f)
        return 1;
    fread(line, 1, sizeof line - 1, f);
    fclose(f);
    return strstr(line, ") Z") != NULL;
}

static void *other(void *program)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    while (!first_has_ended())
        sched_yield();
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bind(s, (struct sockaddr *)&a, sizeof a);
    execl(program, program, "again", (char *)NULL);
    return NULL;
}

static void *nothing(void *none)
{
    return none;
}

int main(int argc, char **argv)
{
    pthread_t thread;
    if (argc > 1) {
        pthread_create(&thread, NULL, nothing, NULL);
        pthread_join(thread, NULL);
        socket(AF_INET, SOCK_STREAM, 0);
        return 0;
    }
    pthread_create(&thread, NULL, other, argv[0]);
    pthread_exit(NULL);
}
