import httpx
from persistent import serve

client = httpx.Client(trust_env=False, timeout=10)


def request(method, url, content):
    response = client.request(method, url, content=content)
    return response.status_code, response.content


serve(request)
