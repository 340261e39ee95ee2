import socket
import sys

port = int(sys.argv[1])
for other in (port - 1, port, port + 1):
    with socket.socket() as probe:
        print(other, 'open' if probe.connect_ex(('127.0.0.1', other)) == 0 else 'closed')
for host, family in (('::1', socket.AF_INET6), ('127.0.0.1', socket.AF_INET)):
    with socket.socket(family) as sock:
        sock.settimeout(2)
        try:
            sock.connect((host, port))
        except OSError:
            continue
        sock.sendall(b'hello')
        print(sock.recv(1024))
        break
