import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect((sys.argv[1], int(sys.argv[2])))
data = input('Message: ')
sock.sendall(bytes(data, 'utf-8'))
received = str(sock.recv(1024), 'utf-8')
print('Received:', received)
sock.close()
