import socketserver
import sys


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data.upper(), self.client_address)


with socketserver.UDPServer(('', int(sys.argv[1])), Upper) as server:
    server.serve_forever()
