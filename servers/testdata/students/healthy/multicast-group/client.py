import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 2)
s.settimeout(1)
s.sendto(b'hello group', ('224.1.1.1', int(sys.argv[2])))
print(s.recvfrom(100))
