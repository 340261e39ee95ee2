import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', int(sys.argv[3])))
print('second player')
move, addr = sock.recvfrom(1000)
sock.sendto(b'my move', (sys.argv[1], int(sys.argv[2])))
