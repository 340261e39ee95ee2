import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(0.5)
sock.sendto(b'hello', ('127.0.0.1', int(sys.argv[1])))
try:
    print(sock.recv(1024))
except TimeoutError:
    print('no answer')
