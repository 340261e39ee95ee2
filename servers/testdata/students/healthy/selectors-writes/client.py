import socket
c = socket.create_connection(('localhost', 12000))
c.sendall(b'300')
n = 0
while n < 300000:
    n += len(c.recv(65536))
print(n)
c.close()
