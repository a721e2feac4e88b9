import urllib3
from persistent import serve

pool = urllib3.PoolManager(retries=False, timeout=10)


def request(method, url, content):
    response = pool.request(method, url, body=content, redirect=False)
    return response.status, response.data


serve(request)
