import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b'GET / HTTP/1.0\r\n\r\n')
print(b''.join(iter(lambda: s.recv(100), b'')))
s.close()
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
f = s.makefile('rwb')
for w in (b'a\n', b'b\n'):
    f.write(w); f.flush(); print(f.readline())
f.close(); s.close()
