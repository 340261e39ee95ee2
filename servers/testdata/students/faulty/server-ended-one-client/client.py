from socket import *
import sys
import time

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((sys.argv[1], int(sys.argv[2])))
for sentence in ['hello', 'how are you']:
    clientSocket.send(sentence.encode())
    print('From Server:', clientSocket.recv(1024).decode())
    time.sleep(0.4)
clientSocket.close()
