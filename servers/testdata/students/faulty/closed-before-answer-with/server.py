import socket, sys, time
with socket.create_server(('', int(sys.argv[1]))) as srv:
    while True:
        conn, addr = srv.accept()
        with conn:
            d = conn.recv(1024)
            time.sleep(0.1)
            conn.sendall(d.upper())
