import socket
import sys
import time

server = socket.create_server(('', int(sys.argv[1])))
clients = []
while True:
    conn, addr = server.accept()
    clients.append(conn)
    print(len(clients), 'clients are here')
    if len(clients) == 2:
        break
for conn in clients:
    print(conn.recv(1024))
