import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
clients = []
while True:
    conn, addr = server.accept()
    print('connection from', addr)
    clients.append(conn)
