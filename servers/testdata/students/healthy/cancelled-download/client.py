import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b'GET big'); n = 0
while n < 200000: n += len(s.recv(65536))
s.close(); print('cancelled after', n)
