import socket
with socket.create_connection(('localhost', 12000)) as c:
    c.sendall(b'hello')
    print(c.recv(1024))
