import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as sock:
    sock.sendall(b'hello\n')
    print(sock.recv(1024).decode())
