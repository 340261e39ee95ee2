import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
total = 0
for word in ['one', 'three', 'eleven']:
    sock.sendall(word.encode())
    total += int(sock.recv(1024))
print('total:', total)
sock.close()
