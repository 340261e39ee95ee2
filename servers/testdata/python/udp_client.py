"""Sends each word as a datagram and prints what comes back."""
import socket
import sys

host, port, words = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
box.settimeout(10)
for word in words:
    box.sendto(word.encode(), (host, port))
    answer, server = box.recvfrom(2048)
    print("from server:", answer.decode())
box.close()
