import select
import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
clients = []
while True:
    ready, _, _ = select.select([server], [], [])
    for s in ready:
        if s is server:
            conn, addr = server.accept()
            clients.append(conn)
        else:
            data = s.recv(1024)
            s.sendall(data.upper())
