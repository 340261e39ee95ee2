import socket
import sys
from concurrent.futures import ThreadPoolExecutor

stock = {'apples': 3}
connections = []


def serve(conn):
    item = conn.recv(1024).decode()
    conn.sendall(str(stock[item]).encode())
    conn.close()


server = socket.create_server(('', int(sys.argv[1])))
with ThreadPoolExecutor(4) as pool:
    while True:
        conn, addr = server.accept()
        connections.append(conn)
        pool.submit(serve, conn)
