import socket
import sys
import threading


def serve(conn):
    number = int(conn.recv(1024))
    conn.sendall(str(number + 1).encode())
    conn.close()


server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    threading.Thread(target=serve, args=(conn,)).start()
