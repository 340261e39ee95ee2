import socket
s = socket.create_connection(('localhost', 12000)); s.settimeout(2)
s.sendall(b'x\n'); print(s.recv(100))
