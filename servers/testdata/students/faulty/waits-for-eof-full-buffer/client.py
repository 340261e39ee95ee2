import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'x' * 1024)
print(sock.recv(1024).decode())
sock.close()
