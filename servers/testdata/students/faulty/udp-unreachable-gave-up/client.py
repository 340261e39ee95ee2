import socket
import sys
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(0.2)
sock.sendto(b'hello', ('127.0.0.1', int(sys.argv[1])))
try:
    print(sock.recv(1024))
except TimeoutError:
    print('no answer')
sock.close()
time.sleep(1)
