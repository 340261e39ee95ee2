import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b'one\ntwo\nthree\n')
f = s.makefile()
for i in range(3): print(f.readline())
