import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    conn.settimeout(5)
    name = conn.recv(1024).decode()
    picture = b'\x89PNG' + b'\0' * 20000000
    conn.send(picture)
    conn.close()
