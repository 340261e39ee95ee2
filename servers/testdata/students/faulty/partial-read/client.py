from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((sys.argv[1], int(sys.argv[2])))
clientSocket.send(b'2000')
numbers = clientSocket.recv(1024).decode().split()
print(len(numbers), 'numbers, the last is', numbers[-1])
clientSocket.close()
