import socket, threading
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); a.bind(('', 12000))
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); b.bind(('', 12001))
def serve(s, name):
    while True:
        d, who = s.recvfrom(1000)
        s.sendto(name + d, who)
threading.Thread(target=serve, args=(a, b'A:'), daemon=True).start()
serve(b, b'B:')
