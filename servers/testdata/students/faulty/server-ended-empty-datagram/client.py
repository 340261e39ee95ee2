import socket
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.connect(('127.0.0.1', 12000))
for w in (b'one', b'', b'three'):
    c.send(w)
    print(c.recv(100))
