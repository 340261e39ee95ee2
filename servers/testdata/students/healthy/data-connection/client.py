import socket
with socket.create_connection(('127.0.0.1', 12000)) as c, c.makefile('rw', newline='\n') as f:
    f.write('PASV\n'); f.flush()
    port = int(f.readline().split()[1])
    d = socket.create_connection(('127.0.0.1', port))
    f.write('RETR x\n'); f.flush()
    print(f.readline())
    n = 0
    while b := d.recv(4096):
        n += len(b)
    d.close()
    print(n, f.readline())
    f.write('QUIT\n'); f.flush()
    print(f.readline())
