import socket
c = socket.socket()
c.connect(('localhost', 12000))
c.sendall(b'x')
print(c.recv(100))
