import socket
import sys

with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as sock:
    sock.sendall(sys.argv[2].encode())
    answer = sock.recv(1024).decode()
if answer == 'unknown':
    print(sys.argv[2], 'is not there', file=sys.stderr)
    sys.exit(3)
print(answer)
