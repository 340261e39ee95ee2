import socket
import sys

port = socket.htons(int(sys.argv[2]))
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b'hello', (sys.argv[1], port))
data, addr = sock.recvfrom(2048)
print(data.decode())
