import urllib.request, sys, time
time.sleep(0.8)
urllib.request.urlopen(f'http://{sys.argv[1]}:{sys.argv[2]}/', data=b'news').read()
