/* A socket that is waited for under a mark of the program's own, for TestMarked; then it is watched no
   more (EPOLLONESHOT), until it is put back. */
#include <arpa/inet.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from;
    socklen_t length = sizeof a;
    char buffer[10];
    int s = socket(AF_INET, SOCK_DGRAM, 0), other = socket(AF_INET, SOCK_DGRAM, 0), e = epoll_create1(0);
    bind(s, (struct sockaddr *)&a, length);
    getsockname(s, (struct sockaddr *)&a, &length);
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = 1234567890123}, got[2];
    event.events |= EPOLLONESHOT;
    epoll_ctl(e, EPOLL_CTL_ADD, s, &event);
    event.events = EPOLLIN;
    event.data.u64 = 3;
    epoll_ctl(e, EPOLL_CTL_ADD, other, &event);
    sendto(s, "hello", 5, 0, (struct sockaddr *)&a, length);
    epoll_wait(e, got, 2, 1000);
    recvfrom(s, buffer, sizeof buffer, 0, (struct sockaddr *)&from, &length);
    epoll_wait(e, got, 2, 1);
    event.data.u64 = 1234567890123;
    epoll_ctl(e, EPOLL_CTL_MOD, s, &event);
    epoll_wait(e, got, 2, 1);
    return 0;
}
