import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'pears')
print(sock.recv(1024).decode())
sock.close()
