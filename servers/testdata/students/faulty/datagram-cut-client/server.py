import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', int(sys.argv[1])))
while True:
    data, addr = sock.recvfrom(1024)
    n = int(data)
    table = '\n'.join('%3d squared is %6d' % (i, i * i) for i in range(n))
    sock.sendto(table.encode(), addr)
