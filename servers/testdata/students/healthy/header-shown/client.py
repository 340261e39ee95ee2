import socket, struct
s = socket.create_connection(('localhost', 12000))
for t, m in ((1, b'hello'), (2, b'good bye, all')):
    s.sendall(struct.pack('!BH', t, len(m)) + m)
    h = s.recv(3); t, n = struct.unpack('!BH', h); print('header', t, n)
    print(s.recv(n))
s.close()
