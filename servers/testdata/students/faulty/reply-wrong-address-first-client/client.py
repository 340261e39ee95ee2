import socket
import sys
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(1)
sock.sendto(b'hello from ' + sys.argv[3].encode(), (sys.argv[1], int(sys.argv[2])))
try:
    data, addr = sock.recvfrom(1024)
    print(data.decode())
except socket.timeout:
    print('no answer for', sys.argv[3])
time.sleep(0.5)
sock.close()
