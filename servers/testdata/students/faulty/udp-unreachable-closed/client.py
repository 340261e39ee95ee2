import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(0.2)
for word in (b'one', b'two', b'three'):
    sock.sendto(word, ('127.0.0.1', int(sys.argv[1])))
    try:
        print(sock.recv(1024))
    except TimeoutError:
        print('no answer')
