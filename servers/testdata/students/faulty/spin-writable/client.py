import socket, time
c = socket.create_connection(('localhost', 12000))
for word in (b'one', b'two'):
    c.sendall(word)
    print(c.recv(100))
    time.sleep(0.3)
c.close()
