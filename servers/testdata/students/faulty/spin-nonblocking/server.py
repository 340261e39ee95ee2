import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        conn.recv(100)
        conn.recv(100)                    # never comes before the client gives up
        conn.sendall(b'done')
