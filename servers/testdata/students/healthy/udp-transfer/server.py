import socket, threading
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 12000))
def transfer(a):
    t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); t.bind(('', 0)); t.settimeout(1)
    for n in range(1, 5):
        t.sendto(bytes([n]) + b'x' * (512 if n < 4 else 100), a)
        d, w = t.recvfrom(100)
        assert d == b'ACK' + bytes([n])
    t.close()
while True:
    d, a = s.recvfrom(1000)
    threading.Thread(target=transfer, args=(a,)).start()
