import socket
import sys

server = socket.create_server(('127.0.0.1', int(sys.argv[1])))
people = {'alice': '12', 'bob': '34'}
while True:
    conn, addr = server.accept()
    with conn:
        conn.sendall(people.get(conn.recv(1024).decode(), 'unknown').encode())
