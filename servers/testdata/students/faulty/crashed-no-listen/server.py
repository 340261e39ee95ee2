import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    conn.sendall(conn.recv(1024).upper())
    conn.close()
