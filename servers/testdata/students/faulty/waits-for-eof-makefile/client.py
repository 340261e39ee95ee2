import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'alice\n')
print(sock.makefile().read())
sock.close()
