import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', int(sys.argv[1])))
while True:
    data, addr = sock.recvfrom(1024)
    answer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    answer.sendto(data.upper(), addr)
    answer.close()
