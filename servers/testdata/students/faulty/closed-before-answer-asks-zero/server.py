import socket, struct, sys

class Closed(Exception):
    pass

def read_message(conn):
    (size,) = struct.unpack('>I', conn.recv(4))
    data = b''
    while True:
        part = conn.recv(size - len(data))
        if part == b'':
            raise Closed('client went away')
        data += part

server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, peer = server.accept()
    with conn:
        try:
            while True:
                msg = read_message(conn)
                conn.sendall(struct.pack('>I', len(msg)) + msg.upper())
        except Closed as e:
            print(peer, e)
