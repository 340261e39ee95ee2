import os
import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
clients = []
while True:
    conn, addr = server.accept()
    clients.append(conn)
    if os.fork() == 0:
        server.close()
        conn.sendall(conn.recv(1024).upper())
        conn.close()
        os._exit(0)
