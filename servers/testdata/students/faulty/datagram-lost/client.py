from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_DGRAM)
for word in ['one', 'two', 'three']:
    clientSocket.sendto(word.encode(), (sys.argv[1], int(sys.argv[2])))
    modifiedMessage, serverAddress = clientSocket.recvfrom(2048)
    print(modifiedMessage.decode())
clientSocket.close()
