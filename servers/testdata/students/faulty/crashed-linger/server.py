import socket
import sys
import time

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    time.sleep(0.2)                     # is busy
    while True:
        data = conn.recv(1024)
        if not data:
            break
        print(data)
    conn.close()
