from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((sys.argv[1], int(sys.argv[2])))
sentence = input('Input lowercase sentence: ')
clientSocket.send(sentence.encode())
print('From Server:', clientSocket.recv(1024).decode())
clientSocket.close()
