import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.settimeout(1)
print(sock.recv(100))
sock.sendall(b'anna')
print(sock.recv(100))
sock.sendall(b'secret')
