import socket
import sys

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
f = s.makefile('r')
for line in ['one', 'two']:
    s.sendall((line + '\n').encode())
    print('answer:', f.readline())
s.close()
