import socket
c = socket.create_connection(('localhost', 12000))
c.sendall(b'abc'); print(c.recv(100)); c.close()
