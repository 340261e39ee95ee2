import socket
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.settimeout(0.3)
for i in range(3):
    for attempt in range(4):
        c.sendto(b'ping %d' % i, ('127.0.0.1', 12000))
        try:
            d, a = c.recvfrom(1000)
        except TimeoutError:
            continue
        print(d); break
c.close()
