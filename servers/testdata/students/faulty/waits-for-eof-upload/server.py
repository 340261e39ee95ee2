import socket, sys, os, tempfile
srv = socket.create_server(('', int(sys.argv[1])))
while True:
    c, _ = srv.accept()
    name = c.recv(64).decode().strip()
    with tempfile.TemporaryFile() as f:
        while True:
            chunk = c.recv(4096)
            if not chunk: break
            f.write(chunk)
        size = f.tell()
    c.sendall(f'{size} bytes stored'.encode())
    c.close()
