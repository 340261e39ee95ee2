import socket
import sys

server = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
server.bind(('::1', int(sys.argv[1])))
server.listen(5)
print('listening')
while True:
    conn, addr = server.accept()
    text = conn.recv(1024).decode()
    conn.send(text.upper().encode())
    conn.close()
