import socket
import sys
import select

server = socket.create_server(('', int(sys.argv[1])))
conn, addr = server.accept()
conn.sendall(b'ready')
while True:
    ready, _, _ = select.select([conn], [], [], 0.3)
    if ready:
        if not conn.recv(100):
            break
        conn.sendall(b'ok')
