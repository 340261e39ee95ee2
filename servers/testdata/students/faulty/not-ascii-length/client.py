import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
text = 'zwölf Böxkämpfer'
sock.sendall(('%04d' % len(text) + text).encode())
print(sock.recv(1024).decode())
sock.close()
