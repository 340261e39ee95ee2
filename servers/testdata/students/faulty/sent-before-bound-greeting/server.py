import socket
import sys
import time

client_address = ('localhost', int(sys.argv[2]))
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', int(sys.argv[1])))
sock.sendto(time.strftime('Welcome, it is %H:%M').encode(), client_address)
while True:
    data, addr = sock.recvfrom(1024)
    print('got', data)
    sock.sendto(data.upper(), addr)
