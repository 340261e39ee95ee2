import socket
import sys
import threading
import time


def serve(conn):
    with conn:
        question = conn.recv(100)
        time.sleep(1.2)                   # thinks
        conn.sendall(b'answer to ' + question)


server = socket.create_server(('', int(sys.argv[1])))
while True:
    conn, addr = server.accept()
    thread = threading.Thread(target=serve, args=(conn,))
    thread.start()
    thread.join()
