import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    text = ''
    while True:
        data = conn.recv(10)
        if not data:
            break
        text += data.decode()
    conn.sendall(text.upper().encode())
    conn.close()
