import select
import socket
import sys

server = socket.create_server(('', int(sys.argv[1])))
inputs = [server]
names = {}
while True:
    readable, _, _ = select.select(inputs, [], [])
    for s in readable:
        if s is server:
            conn, addr = server.accept()
            inputs.append(conn)
            names[conn] = addr
        else:
            data = s.recv(1024)
            if data:
                s.sendall(data.upper())
            else:
                print(names[s], 'has gone')
                inputs.remove(s)
