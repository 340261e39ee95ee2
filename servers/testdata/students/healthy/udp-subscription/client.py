import socket
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.sendto(b'subscribe', ('127.0.0.1', 12000))
while True:
    d, a = c.recvfrom(1000)
    print(d)
    if d == b'end':
        break
c.close()
