import socket, sys
srv = socket.create_server(('', int(sys.argv[1])))
while True:
    c, _ = srv.accept()
    buf = b''
    while buf.find(b'\r\n') < 0:
        d = c.recv(100)
        if not d: break
        buf += d
    c.sendall(buf.upper())
    c.close()
