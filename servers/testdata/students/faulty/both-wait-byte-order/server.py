import socket
import struct
import sys


def receive(conn, n):
    data = b''
    while len(data) < n:
        more = conn.recv(n - len(data))
        if not more:
            raise EOFError
        data += more
    return data


server = socket.create_server(('', int(sys.argv[1])))
conn, addr = server.accept()
length, = struct.unpack('!I', receive(conn, 4))
text = receive(conn, length)
conn.sendall(text.upper())
conn.close()
