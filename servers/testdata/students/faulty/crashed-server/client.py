import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.send('hello'.encode())
answer = sock.recv(1024)
print('answer:', answer.decode())
sock.close()
