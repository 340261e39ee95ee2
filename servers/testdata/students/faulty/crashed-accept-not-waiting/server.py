from socket import *
s = socket(AF_INET, SOCK_STREAM)
s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
s.bind(('', 12000))
s.listen(5)
s.settimeout(0)
while True:
    conn, addr = s.accept()
    data = conn.recv(1024)
    conn.sendall(data.upper())
    conn.close()
