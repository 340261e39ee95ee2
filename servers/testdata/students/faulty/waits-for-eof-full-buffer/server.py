import socket
import sys

SIZE = 1024
server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    message = b''
    while True:
        data = conn.recv(SIZE)
        message += data
        if len(data) < SIZE:
            break
    conn.sendall(b'%d bytes' % len(message))
    conn.close()
