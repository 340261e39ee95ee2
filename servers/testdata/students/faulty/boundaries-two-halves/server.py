import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    request = conn.recv(1024)
    conn.sendall(b'got ' + request)
    conn.close()
