import socket, sys, threading
def serve(c):
    with c:
        first = c.recv(4, socket.MSG_PEEK)
        if first.startswith(b'GET'):
            d = b''
            while b'\r\n\r\n' not in d: d += c.recv(1000)
            c.sendall(b'HTTP/1.0 200 OK\r\n\r\nhi')
        else:
            f = c.makefile('rwb')
            for line in f:
                f.write(line.upper()); f.flush()
srv = socket.create_server(('', int(sys.argv[1])))
while True:
    c, _ = srv.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
