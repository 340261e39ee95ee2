import selectors, socket, sys
sel = selectors.DefaultSelector()
srv = socket.create_server(('', int(sys.argv[1])))
sel.register(srv, selectors.EVENT_READ)
while True:
    for key, mask in sel.select():
        if key.fileobj is srv:
            c, a = srv.accept(); sel.register(c, selectors.EVENT_READ)
        else:
            d = key.fileobj.recv(100)
            if not d: sel.unregister(key.fileobj); key.fileobj.close()
            elif d == b'PING': key.fileobj.sendall(b'PONG')
