import socket
import sys

port = int(sys.argv[2])
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(('', port))
sock.connect((sys.argv[1], port))
sock.sendall(b'hello\n')
print(sock.recv(1024).decode())
sock.close()
