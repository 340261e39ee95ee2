import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', int(sys.argv[1])))
while True:
    d, a = s.recvfrom(65535)
    s.sendto(b'%d' % len(d), a)
