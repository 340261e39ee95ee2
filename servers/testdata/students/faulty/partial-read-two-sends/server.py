import socket
import sys
import time

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    name = conn.recv(1024).decode()
    conn.sendall(b'Dear ' + name.encode() + b',\n')
    time.sleep(0.2)                       # looks into the database
    conn.sendall(b'you have 3 new messages.\n')
    conn.close()
