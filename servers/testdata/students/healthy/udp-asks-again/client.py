import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(0.3)
for attempt in range(5):
    sock.sendto(b'hello', (sys.argv[1], int(sys.argv[2])))
    try:
        data, addr = sock.recvfrom(2048)
        print(data.decode())
        break
    except socket.timeout:
        print('no answer yet')
