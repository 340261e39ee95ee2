import socket
import sys
import time

socks = []
for i in range(3):
    sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    text = b''
    while data := sock.recv(100):
        text += data
    print(text)
    socks.append(sock)
time.sleep(0.5)                           # shows the texts
