import socketserver
import sys


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        data = self.request.recv(1024)
        print('got', data, 'from', self.client_address)
        self.request.sendall(data.upper())


with socketserver.TCPServer(('', int(sys.argv[1])), Upper) as server:
    server.serve_forever()
