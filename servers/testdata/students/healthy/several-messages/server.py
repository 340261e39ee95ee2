import socket
import sys


def recv_exact(conn, n):
    data = b''
    while len(data) < n:
        part = conn.recv(n - len(data))
        if not part:
            return None
        data += part
    return data


s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', int(sys.argv[1])))
s.listen(5)
while True:
    conn, addr = s.accept()
    while True:
        header = recv_exact(conn, 4)
        if header is None:
            break
        text = recv_exact(conn, int.from_bytes(header, 'big'))
        conn.sendall(header + text.upper())
    conn.close()
