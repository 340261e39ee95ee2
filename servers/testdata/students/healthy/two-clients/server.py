from socket import *
import sys

serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
serverSocket.bind(('', int(sys.argv[1])))
serverSocket.listen(5)
count = 0
while True:
    connectionSocket, addr = serverSocket.accept()
    count += 1
    sentence = connectionSocket.recv(1024).decode()
    answer = 'client %d: %s' % (count, sentence.upper())
    connectionSocket.send(answer.encode())
    connectionSocket.close()
