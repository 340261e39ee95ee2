import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    conn.recv(1024)
    body = 'Greetings from Berlin, Paris and London\n'
    header = 'Content-Length: %d\r\n\r\n' % (len(body) + 20)
    conn.sendall((header + body).encode())
    conn.close()
