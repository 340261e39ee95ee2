import socket, time
s = socket.create_server(('', 12000))
print('ready'); time.sleep(30)
c, a = s.accept(); c.sendall(c.recv(100).upper())
