from socket import *
import sys
import time

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((sys.argv[1], int(sys.argv[2])))
clientSocket.send(b'hello')
print('From Server:', clientSocket.recv(1024).decode())
time.sleep(0.2)
clientSocket.close()
