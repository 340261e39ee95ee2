import select
import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
sockets = [server]
while True:
    ready, _, _ = select.select(sockets, [], [])
    for s in ready:
        if s is server:
            conn, addr = s.accept()
            sockets.append(conn)
        else:
            data = s.recv(1024)
            if data:
                s.sendall(data.upper())
