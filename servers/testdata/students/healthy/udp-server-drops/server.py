import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 12000))
seen = set()
while True:
    d, a = s.recvfrom(1000)
    if (d, a) not in seen:
        seen.add((d, a)); continue
    s.sendto(b'pong ' + d, a)
