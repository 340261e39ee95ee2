import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('', int(sys.argv[1])))
server.listen(5)
while True:
    data = server.recv(1024)
    conn, addr = server.accept()
    conn.sendall(data.upper())
    conn.close()
