import socket, tempfile
f = tempfile.TemporaryFile(); f.write(b'0123456789' * 30000); f.flush()
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    with c:
        name = c.makefile().readline()
        f.seek(0)
        c.sendfile(f)
