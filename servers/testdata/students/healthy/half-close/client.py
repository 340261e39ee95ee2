import socket
import sys

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for line in ['roses are red\n', 'violets are blue\n']:
    s.sendall(line.encode())
s.shutdown(socket.SHUT_WR)
answer = b''
while True:
    data = s.recv(4096)
    if not data:
        break
    answer += data
print(answer.decode(), end='')
s.close()
