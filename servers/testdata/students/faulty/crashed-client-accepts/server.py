import socket, sys
s = socket.create_server(('', int(sys.argv[1])))
while True:
    c, a = s.accept()
    c.sendall(b'welcome')
    print(c.recv(10))
    c.close()
