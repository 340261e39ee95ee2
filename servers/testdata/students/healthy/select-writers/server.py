import select, socket
s = socket.create_server(('', 12000)); rd, out = [s], {}
while True:
    r, w, _ = select.select(rd, [c for c in out if out[c]], [])
    for c in r:
        if c is s:
            n, a = s.accept(); rd.append(n); out[n] = b''
        elif d := c.recv(1000):
            out[c] += d * 20
        else:
            rd.remove(c); del out[c]; c.close()
    for c in w:
        if c in out:
            n = c.send(out[c][:7]); out[c] = out[c][n:]
