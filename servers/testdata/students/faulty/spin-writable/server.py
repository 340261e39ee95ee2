import select, socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 12000))
s.listen()
inputs = [s]
outputs = []
out = {}
while True:
    r, w, x = select.select(inputs, outputs, [])
    for k in r:
        if k is s:
            c, a = s.accept()
            inputs.append(c); outputs.append(c); out[c] = b''
        else:
            d = k.recv(1024)
            if d:
                out[k] += d.upper()
            else:
                inputs.remove(k); outputs.remove(k); del out[k]; k.close()
    for k in w:
        if k in out and out[k]:
            n = k.send(out[k]); out[k] = out[k][n:]
