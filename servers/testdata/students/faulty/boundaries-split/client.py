import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'This is one message. ' * 70)
sock.shutdown(socket.SHUT_WR)
print('server got', sock.recv(1024).decode())
sock.close()
