import socketserver
import sys


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


with socketserver.TCPServer(('', int(sys.argv[1])), Upper) as server:
    server.serve_forever()
