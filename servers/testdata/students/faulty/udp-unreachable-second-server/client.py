import socket
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.connect(('127.0.0.1', 12000))
c.send(b'time')
print(c.recv(100))
c.sendto(b'date', ('127.0.0.1', 12001))
print(c.recvfrom(100))
