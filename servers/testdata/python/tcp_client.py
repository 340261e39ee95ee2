"""Sends the words, one after the other, in one connection. No newlines."""
import socket
import sys

host, port, words = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
line.settimeout(10)
line.connect((host, port))
for word in words:
    line.send(word.encode())
    print("from server:", line.recv(1024).decode())
line.close()
