import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    data = conn.recv(1024)
    server.sendall(data.upper())
    conn.close()
