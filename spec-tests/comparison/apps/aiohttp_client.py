import asyncio
import aiohttp
from persistent import serve

loop = asyncio.new_event_loop()


async def session():
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))


client = loop.run_until_complete(session())


async def send(method, url, content):
    async with client.request(method, url, data=content, allow_redirects=False) as response:
        return response.status, await response.read()


def request(method, url, content):
    return loop.run_until_complete(send(method, url, content))


serve(request)
