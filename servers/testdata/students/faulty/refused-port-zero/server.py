import socket
s = socket.socket()
s.bind(('', 0)); s.listen()
while True:
    c, a = s.accept()
    c.sendall(c.recv(100))
    c.close()
