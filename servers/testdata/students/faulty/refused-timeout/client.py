import socket
import sys
import time

for attempt in range(3):
    try:
        sock = socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=2)
        break
    except ConnectionRefusedError:
        time.sleep(0.05)
else:
    sys.exit('giving up')
sock.sendall(b'hello')
print(sock.recv(1024))
