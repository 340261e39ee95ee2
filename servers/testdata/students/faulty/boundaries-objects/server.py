import socket, json, time
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    time.sleep(0.2)
    m = json.loads(c.recv(4096))
    c.sendall(json.dumps({'ok': m['x']}).encode()); c.close()
