import socket, struct
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    while h := c.recv(3, socket.MSG_WAITALL):
        t, n = struct.unpack('!BH', h); print('type', t, 'length', n, flush=True)
        body = c.recv(n, socket.MSG_WAITALL); c.sendall(h + body.upper())
    c.close()
