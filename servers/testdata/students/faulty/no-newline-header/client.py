import socket
c = socket.create_connection(('localhost', 12000))
c.sendall(b'GET / HTTP/1.0\r\nHost: localhost\r\n')
page = b''
while True:
    d = c.recv(4096)
    if not d:
        break
    page += d
print(page.decode())
