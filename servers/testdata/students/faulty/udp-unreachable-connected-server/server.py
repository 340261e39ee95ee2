from socket import *
s = socket(AF_INET, SOCK_DGRAM); s.bind(('127.0.0.1', 12000))
m, a = s.recvfrom(100); s.connect(a); s.send(m.upper())
while True:
    m = s.recv(100); s.send(m.upper())
