import socketserver
class H(socketserver.BaseRequestHandler):
    def handle(self):
        d = self.request.recv(1024)
        self.request.sendall(d.upper())
class S(socketserver.ForkingTCPServer):
    allow_reuse_address = True
S(('', 12000), H).serve_forever()
