import socket
import sys
import time

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect((sys.argv[1], int(sys.argv[2])))
for word in ['hello', 'bye']:
    s.sendall(word.encode())
    print(s.recv(1024).decode())
    time.sleep(0.5)                      # the user types
s.close()
