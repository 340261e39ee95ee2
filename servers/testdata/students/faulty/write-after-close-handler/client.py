import socket, sys, time
with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
    for w in ('one', 'two', 'three'):
        s.sendall(w.encode())
        print(s.recv(1024))
        time.sleep(0.1)
