import socket, time, threading
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 12000))
def feed(a):
    for i in range(4):
        s.sendto(b'tick %d' % i, a); time.sleep(0.1)
    s.sendto(b'end', a)
while True:
    d, a = s.recvfrom(1000)
    threading.Thread(target=feed, args=(a,), daemon=True).start()
