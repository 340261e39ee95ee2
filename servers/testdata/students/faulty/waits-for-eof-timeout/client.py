import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for i in range(10):
    sock.sendall(b'block %d' % i)
sock.settimeout(1)
try:
    print('sum:', sock.recv(100))
except TimeoutError:
    print('no answer')
sock.close()
