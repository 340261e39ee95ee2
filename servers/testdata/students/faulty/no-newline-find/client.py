import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b'hello\n')
print(s.recv(100))
s.close()
