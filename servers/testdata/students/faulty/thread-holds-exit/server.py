import socket
import sys
import threading


def accept_clients(server):
    while True:
        conn, addr = server.accept()
        conn.sendall(conn.recv(1024).upper())
        conn.close()


server = socket.create_server(('', int(sys.argv[1])))
t = threading.Thread(target=accept_clients, args=(server,))
t.start()
try:
    t.join()
except KeyboardInterrupt:
    print('server stops')
