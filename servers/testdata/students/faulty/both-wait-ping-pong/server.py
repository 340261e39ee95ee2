import socket, sys
def play(conn):
    for i in range(3):
        ball = conn.recv(16)
        print('server got', ball)
        conn.sendall(b'pong')
srv = socket.create_server(('', int(sys.argv[1])))
c, a = srv.accept()
play(c)
c.close()
