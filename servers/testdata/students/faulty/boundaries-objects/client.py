import socket, json
c = socket.create_connection(('localhost', 12000))
c.sendall(json.dumps({'x': 1}).encode()); c.sendall(json.dumps({'x': 2}).encode())
print(json.loads(c.recv(4096)))
