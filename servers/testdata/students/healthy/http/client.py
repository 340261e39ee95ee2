import urllib.request
print(urllib.request.urlopen('http://127.0.0.1:12000/a').read())
print(urllib.request.urlopen('http://127.0.0.1:12000/b', data=b'hello').read())
