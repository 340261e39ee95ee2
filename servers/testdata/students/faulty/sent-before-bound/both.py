import socket
import threading
import time

PORT = 12000


def load_dictionary():
    time.sleep(0.5)        # takes a while
    return {'hello': 'hallo', 'world': 'welt'}


def server():
    words = load_dictionary()
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(('127.0.0.1', PORT))
    data, addr = sock.recvfrom(1024)
    sock.sendto(words[data.decode()].encode(), addr)


def client():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.sendto(b'hello', ('127.0.0.1', PORT))
    data, addr = sock.recvfrom(1024)
    print('hello =', data.decode())


threading.Thread(target=server).start()
client()
