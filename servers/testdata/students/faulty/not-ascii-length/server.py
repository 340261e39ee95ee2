import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    length = int(conn.recv(4))
    text = b''
    while len(text) < length:
        text += conn.recv(length - len(text))
    print('got', text.decode())
    conn.sendall(b'thank you')
    conn.close()
