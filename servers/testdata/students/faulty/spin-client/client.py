import socket
import sys

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b'hello\n')
answer = ''
while not answer.endswith('\n'):
    answer += s.recv(1024).decode()
print(answer)
s.close()
