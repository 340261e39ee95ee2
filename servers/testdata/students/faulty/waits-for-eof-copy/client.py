import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
f = s.makefile('wb')
f.write(b'x' * 5000)
f.flush()
print(s.recv(100))
s.close()
