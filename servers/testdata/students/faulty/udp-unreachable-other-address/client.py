import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.connect(('127.0.0.2', int(sys.argv[2])))
sock.send(b'hello')
print(sock.recv(2048).decode())
