import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        conn.recv(1024)
        conn.send(b'Anna')
        conn.send(b'42')
        conn.send(b'Berlin')
