import socket, sys
s = socket.socket()
try:
    s.connect((sys.argv[1], int(sys.argv[2])))
except ConnectionRefusedError:
    sys.exit('server is down')
s.sendall(b'hi')
print(s.recv(100))
