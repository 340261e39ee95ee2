import socket
import sys
import time

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        request = b''
        while True:
            data = conn.recv(1024)
            if not data:
                break
            request += data
        time.sleep(0.1)                 # works
        conn.sendall(request.upper())
