from socket import *
import sys

serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
serverSocket.bind(('', int(sys.argv[1])))
serverSocket.listen(1)
while True:
    connectionSocket, addr = serverSocket.accept()
    request = connectionSocket.recv(64).decode()
    command = request.split()[0]
    connectionSocket.send(('OK ' + command).encode())
    connectionSocket.close()
