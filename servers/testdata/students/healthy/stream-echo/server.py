import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    while data := conn.recv(16):
        conn.sendall(data)
    conn.close()
