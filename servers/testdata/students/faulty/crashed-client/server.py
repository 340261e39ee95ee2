import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        while True:
            data = conn.recv(1024)
            if not data:
                break
            conn.sendall(str(len(data)).encode() + b' bytes received')
