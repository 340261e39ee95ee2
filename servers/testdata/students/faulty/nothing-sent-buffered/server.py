import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    f = conn.makefile('rw')
    for line in f:
        f.write(line.upper())
        f.flush()
    f.close()
    conn.close()
