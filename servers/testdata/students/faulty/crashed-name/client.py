import socket
import sys

server = socket.gethostbyname('my-server.example.org')
with socket.create_connection((server, int(sys.argv[2]))) as sock:
    sock.sendall(b'hello\n')
    print(sock.recv(1024).decode())
