import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 12000))
s.listen()
while True:
    conn, a = s.accept()
    conn.settimeout(0.5)
    data = conn.recv(100)
    conn.sendall(data.upper())
    conn.close()
