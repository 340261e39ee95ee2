import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(1)
sock.sendto(b'100', (sys.argv[1], int(sys.argv[2])))
table, addr = sock.recvfrom(1024)
print(len(table.decode().splitlines()), 'lines')
sock.close()
