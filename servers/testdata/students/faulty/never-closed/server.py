import socket
import sys
import threading

clients = []


def handle(conn):
    while True:
        data = conn.recv(1024)
        if not data:
            print('client has gone')
            return
        conn.sendall(data.upper())


server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    clients.append(conn)
    threading.Thread(target=handle, args=(conn,), daemon=True).start()
