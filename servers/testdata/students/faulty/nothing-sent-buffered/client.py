import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
f = sock.makefile('rw')
f.write('hello server\n')
print('sent, waiting for the answer')
print(f.readline())
sock.close()
