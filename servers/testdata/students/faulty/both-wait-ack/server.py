import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
conn, addr = server.accept()
while True:
    text = conn.recv(1024).decode()
    if text == 'bye':
        break
    conn.sendall(text.upper().encode())
    ok = conn.recv(1024).decode()
    print('client says', ok)
conn.close()
