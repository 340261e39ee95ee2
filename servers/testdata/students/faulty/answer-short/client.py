import socket
import sys
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'cat.png')
time.sleep(0.2)
size = 0
while True:
    data = sock.recv(1000000)
    if not data:
        break
    size += len(data)
print('cat.png:', size, 'bytes')
sock.close()
