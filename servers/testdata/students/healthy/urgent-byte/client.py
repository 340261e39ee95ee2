import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b'long job')
s.send(b'!', socket.MSG_OOB)
print(s.recv(100))
s.close()
