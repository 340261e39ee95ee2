import socket
s = socket.create_connection(('localhost', 12000))
for line in s.makefile(): print(line, end='')
