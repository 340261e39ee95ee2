import socket, sys
s = socket.socket(); s.connect((sys.argv[1], int(sys.argv[2])))
s.sendall(b'1\n2\n3\n')
print('sum', s.recv(100).decode())
s.close()
