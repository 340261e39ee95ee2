import socket
import sys

server = socket.create_server(('127.0.0.1', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        conn.sendall(conn.recv(1024).upper())
