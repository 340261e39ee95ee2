import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        text = b''
        while data := conn.recv(1024):
            text += data
        conn.sendall(b'%d words' % len(text.split()))
