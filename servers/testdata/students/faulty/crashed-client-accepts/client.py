import socket, sys, threading
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
def listen():
    conn, addr = s.accept()
    print(conn.recv(100))
t = threading.Thread(target=listen); t.start(); t.join()
s.close()
