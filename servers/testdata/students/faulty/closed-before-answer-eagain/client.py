import socket, sys, time
s = socket.socket()
s.connect((sys.argv[1], int(sys.argv[2])))
time.sleep(0.5)
s.send(b'hello')
print(s.recv(100))
