import socket
import sys
import time

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    with conn:
        question = conn.recv(1024).decode()
        time.sleep(0.2)                  # thinks
        conn.sendall(('The answer to "%s" is 42' % question).encode())
