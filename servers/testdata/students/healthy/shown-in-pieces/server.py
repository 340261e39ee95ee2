import socket
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    d = c.recv(100)
    c.sendall(d.upper() * 10); c.close()
