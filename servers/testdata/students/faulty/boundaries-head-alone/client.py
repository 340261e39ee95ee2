import socket, sys, time
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n')
time.sleep(0.1)
try:
    s.sendall(b'name=Anna')
    print(s.recv(4096))
except OSError as e:
    print(e)
