import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        conn.sendall(b'welcome')
        name = conn.recv(100)
        if name:
            password = conn.recv(100)
            conn.sendall(b'hello ' + name)
