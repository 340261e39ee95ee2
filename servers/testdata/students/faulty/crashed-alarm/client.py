import socket, sys, time
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for i in range(3):
    s.sendall(b'one'); print(s.recv(10))
    time.sleep(0.3)
s.close()
