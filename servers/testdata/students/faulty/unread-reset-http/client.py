import socket
import sys
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n')
time.sleep(0.2)
page = b''
while True:
    data = sock.recv(4096)
    if not data:
        break
    page += data
print(page.decode())
sock.close()
