import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(0.5)
sock.bind(('', int(sys.argv[1])))
while True:
    try:
        header, addr = sock.recvfrom(2)          # the length comes first
        length = int.from_bytes(header, 'big')
        text, addr = sock.recvfrom(length)       # then the text
        sock.sendto(text.upper(), addr)
    except socket.timeout:
        print('no text came')
