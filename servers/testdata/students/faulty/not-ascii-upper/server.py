import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', int(sys.argv[1])))
while True:
    data, addr = sock.recvfrom(2048)
    sock.sendto(data.upper(), addr)
