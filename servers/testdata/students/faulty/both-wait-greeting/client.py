from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((sys.argv[1], int(sys.argv[2])))
print(clientSocket.recv(1024).decode())      # the greeting
clientSocket.send('Anna'.encode())
print(clientSocket.recv(1024).decode())
clientSocket.close()
