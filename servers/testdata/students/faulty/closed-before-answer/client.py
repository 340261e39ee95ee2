import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as sock:
    sock.sendall(b'life, the universe and everything')
print('question sent')
