import socket
import sys
import time

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b'first try')
print(s.recv(1024).decode())
time.sleep(0.2)
s.close()
