import socket
import sys

with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as sock:
    sock.sendall(b'7 0\n')
    print('7 / 0 =', sock.recv(1024).decode())
