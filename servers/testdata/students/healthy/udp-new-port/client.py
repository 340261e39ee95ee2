import socket, sys, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(1)
s.sendto(struct.pack('!H', 1) + b'file\0octet\0', (sys.argv[1], int(sys.argv[2])))
got = b''
while True:
    d, a = s.recvfrom(516)
    op, block = struct.unpack('!HH', d[:4])
    got += d[4:]
    s.sendto(struct.pack('!HH', 4, block), a)
    if len(d) < 516: break
print(len(got))
s.close()
