import socket, sys
def play(conn):
    for i in range(3):
        ball = conn.recv(16)
        print('client got', ball)
        conn.sendall(b'ping')
play(socket.create_connection((sys.argv[1], int(sys.argv[2]))))
