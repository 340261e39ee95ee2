import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.settimeout(0.2)
sock.sendall(b'hello\n')
answer = b''
try:
    answer = sock.recv(1024)
except socket.timeout:
    pass
print('Answer:', answer.decode())
sock.close()
