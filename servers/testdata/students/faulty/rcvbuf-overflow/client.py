import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server = (sys.argv[1], int(sys.argv[2]))
for i in range(20):
    sock.sendto(bytes(30000), server)
sock.sendto(b'END', server)
print('sent', 20 * 30000, 'bytes')
sock.close()
