import socket
import sys
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b'hello', (sys.argv[1], int(sys.argv[2])))
print(sock.recvfrom(2048)[0].decode())
time.sleep(0.5)
sock.close()
