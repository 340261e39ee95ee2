import shutil, socket, sys, io
srv = socket.create_server(('', int(sys.argv[1])))
while True:
    c, _ = srv.accept()
    f = c.makefile('rb')
    out = io.BytesIO()
    shutil.copyfileobj(f, out)
    c.sendall(b'stored %d bytes' % out.tell())
    f.close(); c.close()
