import select
import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 12000))
s.listen()
s.setblocking(False)
e = select.epoll()
e.register(s, select.EPOLLIN)
conns = {}
while True:
    for fd, ev in e.poll():
        if fd == s.fileno():
            c, a = s.accept()
            c.setblocking(False)
            conns[c.fileno()] = c, b''
            e.register(c, select.EPOLLIN | select.EPOLLET)
        else:
            c, got = conns[fd]
            part = c.recv(4)
            if not part:
                e.unregister(c); c.close(); del conns[fd]
                continue
            got += part
            if got.endswith(b'\n'):
                c.sendall(got.upper()); got = b''
            conns[fd] = c, got
