import socket
import sys
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'name=anna&')
time.sleep(0.2)                           # looks for the rest
sock.sendall(b'city=berlin')
try:
    print(sock.recv(1024))
except OSError as e:
    print(e)
sock.close()
