import socket
s = socket.create_connection(('localhost', 12000)); s.sendall(b'hi\n'); print(s.recv(100)); s.close()
