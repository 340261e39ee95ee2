import select, socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 12000))
s.listen()
ep = select.epoll()
ep.register(s.fileno(), select.EPOLLIN)
conns = {}
while True:
    for fd, ev in ep.poll():
        if fd == s.fileno():
            c, a = s.accept()
            conns[c.fileno()] = c
            ep.register(c.fileno(), select.EPOLLIN | select.EPOLLONESHOT)
        else:
            d = conns[fd].recv(1024)
            if not d:
                ep.unregister(fd); conns.pop(fd).close()
            else:
                conns[fd].sendall(d.upper())
