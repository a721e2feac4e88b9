import http.client
import urllib.parse
from persistent import serve

connections = {}


def request(method, url, content):
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc
    target = urllib.parse.urlunsplit(('', '', parts.path or '/', parts.query, ''))
    connection = connections.setdefault(host, http.client.HTTPConnection(host, timeout=10))
    try:
        connection.request(method, target, content)
        response = connection.getresponse()
        return response.status, response.read()
    except Exception:
        connection.close()
        raise


serve(request)
