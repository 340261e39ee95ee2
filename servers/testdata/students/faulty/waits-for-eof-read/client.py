import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as sock:
    for line in ['first line\n', 'second line\n', 'third line\n']:
        sock.sendall(line.encode())
    print('server counted', sock.makefile().readline())
