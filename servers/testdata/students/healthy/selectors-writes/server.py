import selectors, socket
sel = selectors.DefaultSelector()
l = socket.socket()
l.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
l.bind(('', 12000)); l.listen(); l.setblocking(False)
sel.register(l, selectors.EVENT_READ)
out = {}
while True:
    for key, mask in sel.select():
        s = key.fileobj
        if s is l:
            c, a = l.accept(); c.setblocking(False)
            out[c] = b''
            sel.register(c, selectors.EVENT_READ)
            continue
        if mask & selectors.EVENT_READ:
            d = s.recv(4096)
            if not d:
                sel.unregister(s); s.close(); del out[s]
                continue
            out[s] += b'z' * (1000 * int(d))
            sel.modify(s, selectors.EVENT_READ | selectors.EVENT_WRITE)
        if mask & selectors.EVENT_WRITE:
            n = s.send(out[s]); out[s] = out[s][n:]
            if not out[s]:
                sel.modify(s, selectors.EVENT_READ)
