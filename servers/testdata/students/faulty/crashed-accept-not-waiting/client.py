from socket import *
c = socket(AF_INET, SOCK_STREAM)
c.connect(('localhost', 12000))
c.sendall(b'hello')
print(c.recv(1024).decode())
c.close()
