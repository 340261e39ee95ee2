import socket
import sys

sock = socket.socket()
sock.connect((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'hello world')
print('received', sock.recv(1000))
sock.sendall(b'good bye')
print('received', sock.recv(1000))
sock.close()
