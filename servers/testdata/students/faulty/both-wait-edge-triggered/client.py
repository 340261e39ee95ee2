import socket
c = socket.socket()
c.connect(('127.0.0.1', 12000))
c.sendall(b'hello world\n')
print(c.recv(100))
c.close()
