import socket
with socket.create_connection(('127.0.0.1', 12000)) as c:
    c.sendall(b'get file\n')
    n = 0
    while d := c.recv(65536):
        n += len(d)
print(n)
