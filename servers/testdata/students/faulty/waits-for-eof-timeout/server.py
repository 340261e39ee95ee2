import socket
import sys
import hashlib

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn, conn.makefile('rb') as f:
        text = f.read()
        conn.sendall(hashlib.md5(text).hexdigest().encode())
