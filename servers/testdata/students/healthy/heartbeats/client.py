import socket, time
with socket.create_connection(('127.0.0.1', 12000)) as c:
    c.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for i in range(4):
        c.sendall(b'PING\n')
        assert c.recv(100) == b'PONG\n'
        time.sleep(0.5)
