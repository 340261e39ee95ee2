import socket, pickle
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    o = pickle.loads(c.recv(4096))
    c.sendall(pickle.dumps(len(o))); c.close()
