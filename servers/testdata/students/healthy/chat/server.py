import select
import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
clients = []
while True:
    ready, _, _ = select.select([server] + clients, [], [])
    for sock in ready:
        if sock is server:
            conn, addr = server.accept()
            clients.append(conn)
            continue
        data = sock.recv(1024)
        if not data:
            clients.remove(sock)
            sock.close()
            continue
        for other in clients:
            if other is not sock:
                other.sendall(data)
