from socket import *
import sys

serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
serverSocket.bind(('', int(sys.argv[1])))
serverSocket.listen(1)
while True:
    connectionSocket, addr = serverSocket.accept()
    name = connectionSocket.recv(1024).decode()
    connectionSocket.send(('Hello ' + name).encode())
    connectionSocket.close()
