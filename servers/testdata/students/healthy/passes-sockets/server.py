import socket, sys, os, array
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
if os.fork() == 0:
    a.close()
    try:
        while True:
            m, fds, _, _ = socket.recv_fds(b, 10, 1)
            c = socket.socket(fileno=fds[0])
            c.sendall(c.recv(100).upper()); c.close()
    except KeyboardInterrupt: os._exit(0)
b.close()
srv = socket.create_server(('', int(sys.argv[1])))
while True:
    c, _ = srv.accept()
    socket.send_fds(a, [b'c'], [c.fileno()]); c.close()
