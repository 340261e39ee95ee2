from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((sys.argv[1], int(sys.argv[2])))
clientSocket.send(b'hello')
print('From Server:', clientSocket.recv(1024).decode())
clientSocket.close()
