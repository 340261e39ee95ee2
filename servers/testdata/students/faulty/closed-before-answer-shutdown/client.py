import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'a request without an end')
sock.shutdown(socket.SHUT_RDWR)
print('Answer:', sock.recv(1024).decode())
sock.close()
