from socket import *
s = socket(AF_INET, SOCK_DGRAM); s.settimeout(2)
s.sendto(b'hello', ('127.0.0.1', 12000)); print(s.recvfrom(100))
