import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect((sys.argv[1], int(sys.argv[2])))
while True:
    line = input('> ')
    if line == 'quit':
        break
    s.sendall(line.encode())
    print(s.recv(1024).decode())
s.close()
