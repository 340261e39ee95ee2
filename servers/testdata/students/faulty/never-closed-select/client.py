import socket
import sys

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for word in ['one', 'two']:
    s.sendall(word.encode())
    print(s.recv(1024).decode())
s.close()
