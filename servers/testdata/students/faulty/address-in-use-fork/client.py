import socket
import sys
import time

with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as sock:
    sock.sendall(b'hello')
    print(sock.recv(1024))
time.sleep(0.8)
