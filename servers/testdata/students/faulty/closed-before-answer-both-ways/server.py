import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    text = b''
    while data := conn.recv(1024):
        text += data
    try:
        conn.sendall(text[::-1])
    except OSError as error:
        print(error)
    conn.close()
