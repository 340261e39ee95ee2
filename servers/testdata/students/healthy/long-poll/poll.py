import urllib.request, sys
print(urllib.request.urlopen(f'http://{sys.argv[1]}:{sys.argv[2]}/').read())
