import socket
import sys

server = (sys.argv[1], int(sys.argv[2]))
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(2)
for word in ['one', 'two', 'three']:
    sock.sendto(word.encode(), server)
    try:
        data, addr = sock.recvfrom(1024)
        print(data.decode())
    except socket.timeout:
        print('no answer')
sock.close()
