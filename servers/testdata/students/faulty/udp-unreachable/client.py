from socket import *
import sys

clientSocket = socket(AF_INET, SOCK_DGRAM)
message = 'hello from udp'
clientSocket.sendto(message.encode(), (sys.argv[1], int(sys.argv[2])))
modifiedMessage, serverAddress = clientSocket.recvfrom(2048)
print(modifiedMessage.decode())
clientSocket.close()
