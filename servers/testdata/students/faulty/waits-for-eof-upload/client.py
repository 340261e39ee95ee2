import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b'report.txt'.ljust(64))
with open(__file__, 'rb') as f:
    s.sendfile(f)
print(s.recv(100).decode())
s.close()
