from socket import *
import sys
import time

serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
serverSocket.bind(('', int(sys.argv[1])))
serverSocket.listen(1)
while True:
    connectionSocket, addr = serverSocket.accept()
    number = int(connectionSocket.recv(1024).decode())
    time.sleep(0.6)
    connectionSocket.send(str(number * number).encode())
    connectionSocket.close()
