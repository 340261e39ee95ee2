import select
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('', int(sys.argv[1])))
server.listen(5)
sockets = [server]
while True:
    readable, _, _ = select.select(sockets, [], [])
    for s in readable:
        if s is server:
            conn, addr = s.accept()
            sockets.append(conn)
        else:
            data = s.recv(1024)
            if data:
                s.sendall(data.upper())
            else:
                sockets.remove(s)
                s.close()
