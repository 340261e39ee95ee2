import socket
import sys
import time

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        data = conn.recv(1024)
        time.sleep(0.1)
        conn.sendall(data.upper())
