import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
text = b'all work and no play makes jack a dull boy\n' * 500000
sock.sendall(text)
answer = b''
while len(answer) < len(text):
    answer += sock.recv(65536)
print(len(answer), 'bytes came back')
sock.close()
