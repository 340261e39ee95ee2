import socket
c = socket.socket()
c.send(b'hello')
print(c.recv(100))
