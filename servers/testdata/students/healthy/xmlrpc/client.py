import xmlrpc.client
p = xmlrpc.client.ServerProxy('http://127.0.0.1:12000')
print(p.pow(2, 10))
print(p.pow(3, 4))
