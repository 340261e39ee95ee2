import socket
import sys


def recv_exact(sock, n):
    data = b''
    while len(data) < n:
        part = sock.recv(n - len(data))
        if not part:
            raise ConnectionError('server closed')
        data += part
    return data


sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for message in [b'short', b'a little longer', b'long ' * 1000]:
    sock.sendall(len(message).to_bytes(4, 'big') + message)
    length = int.from_bytes(recv_exact(sock, 4), 'big')
    answer = recv_exact(sock, length)
    print(len(answer), answer[:20])
sock.close()
