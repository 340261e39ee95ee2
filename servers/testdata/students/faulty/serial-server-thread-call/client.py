import socket
import sys
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for text in [b'one\n', b'two\n']:
    sock.sendall(text)
    print(sock.recv(1024).decode())
    time.sleep(0.5)
sock.close()
