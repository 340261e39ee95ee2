import socket, sys
for w in (b'a', b'b'):
    s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    s.sendall(w); print(s.recv(10)); print(s.recv(10)); s.close()
