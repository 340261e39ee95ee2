import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', int(sys.argv[1])))
client = None
while True:
    data, addr = sock.recvfrom(1024)
    if client is None:
        client = addr
        print('my client is', client)
    sock.sendto(data.upper(), client)
