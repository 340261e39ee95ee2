import socket
import sys
import time

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.send(b'GET person')
time.sleep(0.2)
name = sock.recv(1024).decode()
age = sock.recv(1024).decode()
city = sock.recv(1024).decode()
print('name:', name)
print('age:', age)
print('city:', city)
sock.close()
