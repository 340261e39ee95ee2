import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', int(sys.argv[2])))
greeting, server = sock.recvfrom(1024)
print(greeting.decode())
sock.sendto(b'thank you', server)
answer, server = sock.recvfrom(1024)
print(answer.decode())
