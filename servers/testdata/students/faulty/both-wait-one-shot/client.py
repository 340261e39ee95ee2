import socket
c = socket.create_connection(('localhost', 12000))
for word in (b'one\n', b'two\n', b'three\n'):
    c.sendall(word)
    print(c.recv(100))
c.close()
