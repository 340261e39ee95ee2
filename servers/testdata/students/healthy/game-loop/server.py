import socket, sys, time
srv = socket.create_server(('', int(sys.argv[1]))); srv.setblocking(False)
cs = []
while True:
    try:
        c, a = srv.accept(); c.setblocking(False); cs.append(c)
    except BlockingIOError: pass
    for c in cs[:]:
        try:
            d = c.recv(100)
            if d: c.sendall(b'echo ' + d)
            else: cs.remove(c); c.close()
        except BlockingIOError: pass
    time.sleep(1 / 30)
