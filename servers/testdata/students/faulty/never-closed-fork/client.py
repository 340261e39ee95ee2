import socket
import sys

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
sock.sendall(b'hello\n')
answer = b''
while True:
    data = sock.recv(1024)
    if not data:
        break
    answer += data
print(answer.decode())
sock.close()
