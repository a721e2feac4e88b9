"""Makes N calls in one process and prints how long each took, as a JSON list of milliseconds.

Arguments: requests | boto3, the URL, N.
"""
import json
import sys
import time


def with_requests(url):
    import requests

    session = requests.Session()
    session.trust_env = False

    def call():
        response = session.get(url, timeout=30)
        response.raise_for_status()
        return response.content

    return call


def with_boto3(url):
    import boto3
    from botocore.config import Config

    sqs = boto3.client(
        "sqs",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )

    def call():
        return sqs.list_queues()["QueueUrls"]

    return call


def main():
    client, url, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
    call = {"requests": with_requests, "boto3": with_boto3}[client](url)
    millis = []
    for _ in range(calls):
        begun = time.perf_counter()
        call()
        millis.append((time.perf_counter() - begun) * 1000)
    print(json.dumps(millis))


main()
