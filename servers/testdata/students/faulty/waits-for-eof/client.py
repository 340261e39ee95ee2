import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'a text of which the server does not know the end')
answer = sock.recv(1024)
print(answer.decode())
sock.close()
