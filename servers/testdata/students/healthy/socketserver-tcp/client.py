import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
    s.sendall(b'hello from the client')
    print(s.recv(1024).decode())
