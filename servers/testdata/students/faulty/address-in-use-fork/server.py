import os
import socket
import sys
import time

address = ('127.0.0.1', int(sys.argv[1]))
server = socket.create_server(address)
if os.fork() == 0:
    conn, addr = server.accept()
    conn.sendall(conn.recv(1024).upper())
    conn.close()
    time.sleep(1)
    os._exit(0)
server.close()
time.sleep(0.5)
second = socket.create_server(address)
