import socket, sys
srv = socket.create_server(('::1', int(sys.argv[1])), family=socket.AF_INET6)
while True:
    c, _ = srv.accept()
    c.sendall(c.recv(100)); c.close()
