import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', int(sys.argv[1])))
while True:
    data, (host, port) = server.recvfrom(1024)
    server.sendto(b'hello', (host, int(data)))
