import socket, sys, threading, time
def feed(c):
    try:
        n = 0
        while True:
            c.sendall(b'event %d\n' % n); n += 1
            time.sleep(0.1)
    except OSError:
        pass
    finally:
        c.close()
srv = socket.create_server(('', int(sys.argv[1])))
while True:
    c, _ = srv.accept()
    threading.Thread(target=feed, args=(c,), daemon=True).start()
