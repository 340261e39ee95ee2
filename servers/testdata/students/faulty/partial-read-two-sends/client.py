import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'Anna')
answer = sock.recv(4096).decode()
print(answer)
sock.close()
