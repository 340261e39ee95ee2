import socket
import sys
import time

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for word in sys.argv[3:]:
    s.sendall(word.encode())
    print(s.recv(1024).decode())
    time.sleep(0.05)
s.close()
