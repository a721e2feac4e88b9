import requests
from persistent import serve

session = requests.Session()
session.trust_env = False


def request(method, url, content):
    response = session.request(method, url, data=content, allow_redirects=False, timeout=10)
    return response.status_code, response.content


serve(request)
