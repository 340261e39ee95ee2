import socket
s = socket.create_server(('', 12000))
while True:
    c, a = s.accept()
    with c, c.makefile('rw', newline='\n') as f:
        for line in f:
            if line.startswith('PASV'):
                d = socket.create_server(('127.0.0.1', 0))
                f.write('227 %d\n' % d.getsockname()[1]); f.flush()
            elif line.startswith('RETR'):
                f.write('150 opening\n'); f.flush()
                x, _ = d.accept()
                x.sendall(b'contents of the file\n' * 50); x.close(); d.close()
                f.write('226 done\n'); f.flush()
            elif line.startswith('QUIT'):
                f.write('221 bye\n'); f.flush()
                break
