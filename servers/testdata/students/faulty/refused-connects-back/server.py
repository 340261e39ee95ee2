import socket
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    d = c.recv(100)
    b = socket.socket()
    b.connect(a)
    b.sendall(d.upper()); b.close(); c.close()
