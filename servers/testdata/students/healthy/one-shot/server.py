import select, socket, threading, queue
s = socket.create_server(('', 12000)); s.setblocking(False)
ep = select.epoll(); ep.register(s, select.EPOLLIN)
conns, q = {}, queue.Queue()
def work():
    while True:
        fd = q.get()
        c = conns[fd]
        d = c.recv(100)
        if d:
            c.sendall(d.upper()); ep.modify(fd, select.EPOLLIN | select.EPOLLONESHOT)
        else:
            ep.unregister(fd); conns.pop(fd); c.close()
for i in range(2):
    threading.Thread(target=work, daemon=True).start()
while True:
    for fd, ev in ep.poll():
        if fd == s.fileno():
            c, a = s.accept(); conns[c.fileno()] = c
            ep.register(c, select.EPOLLIN | select.EPOLLONESHOT)
        else:
            q.put(fd)
