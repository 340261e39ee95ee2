import socket
import struct
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
text = b'hello'
sock.sendall(struct.pack('<I', len(text)) + text)
print(sock.recv(1024).decode())
sock.close()
