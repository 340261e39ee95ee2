import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn, conn.makefile('rwb') as f:
        text = f.read()
        f.write(b'%d bytes\n' % len(text))
