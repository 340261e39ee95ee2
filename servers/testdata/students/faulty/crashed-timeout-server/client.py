import socket
c = socket.socket()
c.connect(('127.0.0.1', 12000))
import time
time.sleep(1.2)
c.sendall(b'hello')
print(c.recv(100))
