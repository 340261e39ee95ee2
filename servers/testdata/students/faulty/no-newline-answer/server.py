import socket
import sys

s = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = s.accept()
    while True:
        data = conn.recv(1024)
        if not data:
            break
        conn.sendall(data.decode().strip().upper().encode())
    conn.close()
