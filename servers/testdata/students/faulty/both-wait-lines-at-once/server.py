import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 12000)); s.listen()
while True:
    c, a = s.accept()
    while True:
        buf = b''
        while b'\n' not in buf:
            d = c.recv(1024)
            if not d: break
            buf += d
        if not buf: break
        line, rest = buf.split(b'\n', 1)
        c.sendall(line.upper() + b'\n')
    c.close()
