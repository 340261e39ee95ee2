import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
text = b'The quick brown fox jumps over the lazy dog, twice.'
sock.sendall(text)
got = b''
while len(got) < len(text):
    got += sock.recv(1024)
print(got == text)
sock.close()
