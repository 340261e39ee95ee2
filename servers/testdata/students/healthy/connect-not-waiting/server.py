import socket
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    with c:
        while d := c.recv(10):
            c.sendall(d)
