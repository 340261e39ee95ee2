import socket
import sys

s = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = s.accept()
    text = b''
    while True:
        data = conn.recv(4096)
        if not data:
            break
        text += data
    conn.sendall(text.upper())
    conn.close()
