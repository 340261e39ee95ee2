import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    text = conn.recv(1024).decode()
    conn.send(text.upper())
    conn.close()
