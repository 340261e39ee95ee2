import socket
s = socket.create_connection(('localhost', 12000))
s.sendall(b'hello')
print(s.recv(255, socket.MSG_WAITALL).decode())
s.close()
