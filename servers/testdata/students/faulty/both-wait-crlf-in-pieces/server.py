import socket, time
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 12000)); s.listen()
while True:
    c, a = s.accept()
    f = c.makefile('rb')
    for line in f:
        up = line.strip().upper() + b'\r\n'
        c.sendall(up[:-1])
        time.sleep(0.1)
        c.sendall(up[-1:])
    c.close()
