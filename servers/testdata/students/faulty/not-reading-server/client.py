import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
data = bytes(10000000)
sock.sendall(data)
print('upload done')
sock.close()
