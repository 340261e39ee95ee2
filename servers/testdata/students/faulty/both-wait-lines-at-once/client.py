import socket
s = socket.create_connection(('localhost', 12000))
s.settimeout(2)
s.sendall(b'one\ntwo\nthree\n')
f = s.makefile('r')
for i in range(3):
    print(f.readline().strip())
