import socket
import sys

name = sys.argv[1]
peer_port = int(sys.argv[2])

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('127.0.0.1', peer_port))
if name == 'bob':
    sock.sendto(b'hi alice', ('127.0.0.1', peer_port))
data, addr = sock.recvfrom(1024)
print(name, 'got', data.decode())
sock.sendto(data.upper(), addr)
