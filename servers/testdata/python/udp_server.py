"""Answers each datagram with its text in capitals."""
import socket
import sys

box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
box.bind(("", int(sys.argv[1])))
print("ready", flush=True)
while True:
    words, sender = box.recvfrom(2048)
    box.sendto(words.decode().upper().encode(), sender)
