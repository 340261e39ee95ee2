import socket, sys, time
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', int(sys.argv[1])))
s.listen()
s.setblocking(False)
while True:
    try:
        c, a = s.accept()
    except BlockingIOError:
        time.sleep(0.05)
        continue
    c.setblocking(False)
    try:
        d = c.recv(1024)
        c.send(d.upper())
    except BlockingIOError:
        pass
    finally:
        c.close()
