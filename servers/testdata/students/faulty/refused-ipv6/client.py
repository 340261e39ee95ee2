import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((sys.argv[1], int(sys.argv[2])))
client.send('hello six'.encode())
print(client.recv(1024).decode())
client.close()
