import socket
import sys

inbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
inbox.bind(('127.0.0.1', 0))
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(str(inbox.getsockname()[1]).encode(), ('127.0.0.1', int(sys.argv[1])))
print(inbox.recv(1024))
