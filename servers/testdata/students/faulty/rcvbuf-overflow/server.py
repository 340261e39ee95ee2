import socket
import sys
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', int(sys.argv[1])))
size = 0
while True:
    data, addr = sock.recvfrom(65535)
    if data == b'END':
        break
    time.sleep(0.05)                     # writes it to the disk
    size += len(data)
    print('got', size, 'bytes so far')
print('file complete:', size, 'bytes')
