import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.connect((sys.argv[1], int(sys.argv[2])))
for word in ['one', 'two', 'three']:
    sock.send(word.encode())
    print(sock.recv(1024).decode())
sock.close()
