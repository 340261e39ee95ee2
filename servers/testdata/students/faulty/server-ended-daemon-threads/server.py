import socket
import sys
import threading


def handle(conn):
    while True:
        data = conn.recv(1024)
        if not data:
            break
        conn.sendall(data.upper())
    conn.close()


server = socket.create_server(('', int(sys.argv[1])))
for i in range(2):                       # two players
    conn, addr = server.accept()
    threading.Thread(target=handle, args=(conn,), daemon=True).start()
print('both players are here, the game begins')
