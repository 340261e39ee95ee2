import socket
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    while c.recv(10): c.sendall(b'y' * 12000)
    c.close()
