import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', int(sys.argv[1])))
while True:
    d, a = s.recvfrom(100)
    s.sendto(b'here', a)
