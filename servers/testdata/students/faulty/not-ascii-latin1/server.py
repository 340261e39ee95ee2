import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', int(sys.argv[1])))
while True:
    data, addr = sock.recvfrom(1024)
    text = data.decode('utf-8')
    print('got', text)
    sock.sendto(text.upper().encode('utf-8'), addr)
