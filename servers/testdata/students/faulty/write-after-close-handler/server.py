import socketserver, sys
class H(socketserver.BaseRequestHandler):
    def handle(self):
        d = self.request.recv(1024)
        self.request.sendall(d.upper())
socketserver.TCPServer.allow_reuse_address = True
socketserver.TCPServer(('', int(sys.argv[1])), H).serve_forever()
