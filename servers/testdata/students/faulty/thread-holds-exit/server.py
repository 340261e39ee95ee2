import socket
import sys
import threading
import time


def accept_clients(server):
    while True:
        conn, addr = server.accept()
        conn.sendall(conn.recv(1024).upper())
        conn.close()


server = socket.create_server(('', int(sys.argv[1])))
threading.Thread(target=accept_clients, args=(server,)).start()
try:
    while True:
        time.sleep(1)
except KeyboardInterrupt:
    print('server stops')
