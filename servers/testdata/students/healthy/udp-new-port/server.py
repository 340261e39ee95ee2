import socket, sys, struct, threading
main = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
main.bind(('', int(sys.argv[1])))
def transfer(peer):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(('', 0)); s.settimeout(1)
    data = b'z' * 1200
    block = 1
    while True:
        chunk = data[(block - 1) * 512: block * 512]
        s.sendto(struct.pack('!HH', 3, block) + chunk, peer)
        s.recvfrom(100)
        if len(chunk) < 512: break
        block += 1
    s.close()
while True:
    d, a = main.recvfrom(600)
    threading.Thread(target=transfer, args=(a,), daemon=True).start()
