import socket, sys, select
srv = socket.create_server(('', int(sys.argv[1])))
while True:
    c, _ = srv.accept()
    while True:
        r, _, x = select.select([c], [], [c])
        if x:
            print('urgent', c.recv(1, socket.MSG_OOB)); c.sendall(b'stopped')
            continue
        d = c.recv(100)
        if not d: break
    c.close()
