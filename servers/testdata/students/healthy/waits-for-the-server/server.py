import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        data = conn.recv(1024)
        conn.sendall(data.upper())
