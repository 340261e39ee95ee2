import http.server
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        b = ('<p>%s</p>' % self.path).encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(b)))
        self.end_headers()
        self.wfile.write(b)
    def do_POST(self):
        n = int(self.headers['Content-Length'])
        b = self.rfile.read(n).upper()
        self.send_response(200); self.end_headers(); self.wfile.write(b)
    def log_message(self, *a): pass
http.server.ThreadingHTTPServer(('', 12000), H).serve_forever()
