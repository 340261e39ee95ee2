import socket
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.settimeout(2)
c.sendto(b'RRQ file', ('127.0.0.1', 12000))
while True:
    d, a = c.recvfrom(1000)
    c.sendto(b'ACK' + d[:1], a)
    if len(d) < 513:
        break
c.close()
