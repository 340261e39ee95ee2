import socket
c = socket.socket()
c.connect(('127.0.0.1', 12000))
c.send(b'hello')
print(c.recv(100))
