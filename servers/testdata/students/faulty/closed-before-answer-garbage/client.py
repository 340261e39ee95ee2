import socket
c = socket.create_connection(('localhost', 12000))
c.sendall(b'abc'); print('answer', c.recv(100)); c.close()
