import socket, struct
c = socket.create_connection(('localhost', 12000))
c.sendall(b'GET')
n, = struct.unpack('!I', c.recv(4))
print(c.recv(n))
c.close()
