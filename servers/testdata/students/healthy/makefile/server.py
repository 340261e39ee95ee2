import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn, conn.makefile('rw', encoding='utf-8') as f:
        for line in f:
            f.write(line.upper())
            f.flush()
