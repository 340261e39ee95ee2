import socket
import sys
import threading


def serve(conn):
    while True:
        data = conn.recv(1024)
        if not data:
            break
        conn.sendall(data.upper())
    conn.close()


server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    threading.Thread(target=serve(conn)).start()
