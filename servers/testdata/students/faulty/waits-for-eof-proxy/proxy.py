import select
import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
other = {}
while True:
    for sock in select.select([server, *other], [], [])[0]:
        if sock is server:
            client, addr = server.accept()
            upstream = socket.create_connection(('localhost', int(sys.argv[2])))
            other[client], other[upstream] = upstream, client
            continue
        data = sock.recv(4096)
        if data:
            other[sock].sendall(data)
        else:
            del other[sock]
