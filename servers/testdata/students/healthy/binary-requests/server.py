import socket, struct
def exactly(c, n):
    b = b''
    while len(b) < n:
        p = c.recv(n - len(b))
        if not p: return b
        b += p
    return b
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    with c:
        while h := exactly(c, 4):
            c.sendall(b'%d\n' % sum(exactly(c, struct.unpack('!I', h)[0])))
