import select, socket
s = socket.create_server(('', 12000)); s.setblocking(False)
socks = [s]
while True:
    for k in select.select(socks, [], [])[0]:
        if k is s:
            c, a = s.accept(); c.setblocking(False); socks.append(c)
        else:
            d = k.recv(100)
            if d:
                k.sendall(b'y' * 8000000)
            else:
                socks.remove(k); k.close()
