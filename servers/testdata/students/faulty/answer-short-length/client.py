import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'GET /\r\n\r\n')
f = sock.makefile('rb')
length = int(f.readline().split()[1])
f.readline()
body = f.read(length)
if len(body) < length:
    print('only', len(body), 'of', length, 'bytes came')
print(body.decode())
sock.close()
