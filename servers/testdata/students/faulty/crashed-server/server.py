import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(('', int(sys.argv[1])))
server.listen(5)
while True:
    conn, addr = server.accept()
    text = conn.recv(1024).decode()
    conn.send(text.upper())
    conn.close()
