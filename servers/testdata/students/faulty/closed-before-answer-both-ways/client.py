import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'turn me round')
sock.shutdown(socket.SHUT_RDWR)
print('answer:', sock.recv(1024))
sock.close()
