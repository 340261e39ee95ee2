import socket
a = socket.create_connection(('localhost', 12000))
b = socket.create_connection(('localhost', 12000))
a.sendall(b'login\n'); print(a.recv(100))
b.sendall(b'data\n'); print(a.recv(100))
