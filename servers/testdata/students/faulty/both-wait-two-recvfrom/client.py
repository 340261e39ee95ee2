import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b'hello', (sys.argv[1], int(sys.argv[2])))
data, addr = sock.recvfrom(2048)
print(data.decode())
sock.close()
