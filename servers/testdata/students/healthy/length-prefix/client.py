import socket
import struct
import sys


def receive(sock, n):
    data = b''
    while len(data) < n:
        data += sock.recv(n - len(data))
    return data


with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as sock:
    for text in [b'hello', b'x' * 5000, 'größer'.encode()]:
        sock.sendall(struct.pack('!I', len(text)) + text)
        n, = struct.unpack('!I', receive(sock, 4))
        print(receive(sock, n)[:20])
