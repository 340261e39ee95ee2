import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    f = conn.makefile('rb')
    while True:
        header = f.read(2)
        if len(header) < 2:
            break
        text = f.read(int.from_bytes(header, 'big'))
        conn.sendall(text.upper())
    f.close()
    conn.close()
