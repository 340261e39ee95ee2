"""A server as a library in C has it, which no line speaks of, for TestNativeServer."""
import _socket
import os
import socket

listener = _socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(1)
client = socket.socket()
client.connect(listener.getsockname())
accepted, _ = listener._accept()
client.close()
os.close(accepted)
listener.close()
