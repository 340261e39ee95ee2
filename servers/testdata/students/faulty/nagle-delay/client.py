import socket
import sys
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
start = time.time()
for i in range(8):
    text = b'request number %d' % i
    sock.send(len(text).to_bytes(2, 'big'))
    sock.send(text)
    sock.recv(1024)
print('8 requests took %.0f ms' % ((time.time() - start) * 1000))
sock.close()
