import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as sock:
    for text in [b'one\n', b'two\n']:
        sock.sendall(text)
        print(sock.recv(1024).decode(), end='')
