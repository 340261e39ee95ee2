import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
print(sock.recv(100))
print(sock.recv(100))
sock.sendall(b'go')
