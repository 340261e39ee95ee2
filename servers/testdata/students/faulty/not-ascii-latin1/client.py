import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(1)
sock.sendto('Köln'.encode('latin-1'), (sys.argv[1], int(sys.argv[2])))
try:
    data, addr = sock.recvfrom(1024)
    print(data.decode('latin-1'))
except socket.timeout:
    print('no answer')
sock.close()
