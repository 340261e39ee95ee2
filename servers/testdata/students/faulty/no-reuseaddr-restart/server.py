import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(('', int(sys.argv[1])))
s.listen()
conn, addr = s.accept()
text = conn.recv(1024).decode()
conn.sendall(text.upper().encode())
conn.close()
s.close()
