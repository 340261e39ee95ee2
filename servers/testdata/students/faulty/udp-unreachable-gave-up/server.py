import socket
import sys
import time

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', int(sys.argv[1])))
while True:
    data, addr = server.recvfrom(1024)
    time.sleep(0.6)
    server.sendto(data.upper(), addr)
