import socket, threading
def serve(c):
    with c:
        c.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        while d := c.recv(1024):
            if d == b'PING\n':
                c.sendall(b'PONG\n')
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
