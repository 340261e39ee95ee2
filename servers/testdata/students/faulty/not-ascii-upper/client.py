import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(5)
sock.sendto('schöne Grüße'.encode(), (sys.argv[1], int(sys.argv[2])))
print(sock.recv(2048).decode())
