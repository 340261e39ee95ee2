from xmlrpc.server import *
s = SimpleXMLRPCServer(('127.0.0.1', 12000), logRequests=False)
s.register_function(pow)
s.serve_forever()
