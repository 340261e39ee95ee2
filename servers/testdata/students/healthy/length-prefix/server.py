import socket
import struct
import sys


def receive(sock, n):
    data = b''
    while len(data) < n:
        more = sock.recv(n - len(data))
        if not more:
            return None
        data += more
    return data


server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        while True:
            head = receive(conn, 4)
            if head is None:
                break
            text = receive(conn, struct.unpack('!I', head)[0])
            conn.sendall(struct.pack('!I', len(text)) + text.upper())
