import socket
import sys
import threading


def serve(conn):
    with conn, conn.makefile('rb') as f:
        for line in f:
            conn.sendall(b'pong\n')


server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    threading.Thread(target=serve, args=(conn,), daemon=True).start()
