from socket import *
import sys

serverName = sys.argv[1]
serverPort = 12001
clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((serverName, serverPort))
clientSocket.send('hello'.encode())
print('From Server:', clientSocket.recv(1024).decode())
clientSocket.close()
