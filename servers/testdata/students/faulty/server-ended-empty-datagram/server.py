import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 12000))
while True:
    d, a = s.recvfrom(1000)
    if not d:
        break
    s.sendto(d.upper(), a)
s.close()
