import socket
import sys

sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(('', 0))
sender.sendto(b'hello', (sys.argv[1], int(sys.argv[2])))
data, addr = receiver.recvfrom(2048)
print(data.decode())
