import socket, pickle
c = socket.create_connection(('localhost', 12000))
c.sendall(pickle.dumps(list(range(5000))))
print(pickle.loads(c.recv(4096)))
