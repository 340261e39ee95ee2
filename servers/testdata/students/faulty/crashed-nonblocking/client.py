import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.setblocking(False)
sock.sendall(b'hello\n')
print(sock.recv(1024).decode())
sock.close()
