import socket, threading, time
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 12000)); s.listen()
def loop():
    while True:
        c, a = s.accept()
        d = c.recv(100)
        time.sleep(1)
        c.sendall(d.upper())
        c.close()
t = threading.Thread(target=loop, daemon=True)
t.start()
time.sleep(0.7)
