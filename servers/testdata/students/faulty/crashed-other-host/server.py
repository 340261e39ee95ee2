import socket
s = socket.socket()
s.bind(('192.168.1.10', 12000))
s.listen()
conn, a = s.accept()
conn.sendall(conn.recv(100).upper())
