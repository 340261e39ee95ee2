import socket, struct, time
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 12000)); s.listen()
while True:
    c, a = s.accept()
    c.recv(100)
    body = b'temperature 21.5'
    head = struct.pack('!I', len(body))
    c.sendall(head[:2])
    time.sleep(0.1)
    c.sendall(head[2:])
    c.sendall(body)
    c.close()
