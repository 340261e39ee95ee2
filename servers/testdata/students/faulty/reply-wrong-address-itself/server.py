import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', int(sys.argv[1])))
for turn in range(3):
    data, addr = server.recvfrom(1024)
    server.sendto(data.upper(), ('127.0.0.1', int(sys.argv[1])))
