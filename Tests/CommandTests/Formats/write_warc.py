"""Writes a WARC file as a crawler would: gzip and chunked bodies, another host, a POST, a key in a request."""

import gzip
import io
import sys

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

KEY = "k" * 64
HOST = "https://api.binance.us"


def chunked(body):
    half = len(body) // 2
    parts = [body[:half], body[half:]]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


with open(sys.argv[1], "wb") as file:
    writer = WARCWriter(file, gzip=True)

    def exchange(url, body, headers=(), method="GET"):
        head = StatusAndHeaders("200 OK", [("Content-Type", "application/json"), *headers], protocol="HTTP/1.1")
        response = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=head,
            warc_headers_dict={"WARC-Date": "2024-05-06T07:08:09Z"})
        head = StatusAndHeaders(f"{method} / HTTP/1.1", [("X-MBX-APIKEY", KEY)], is_http_request=True)
        request = writer.create_warc_record(url, "request", http_headers=head)
        writer.write_request_response_pair(request, response)

    time = b'{"serverTime":1714979289000}'
    exchange(f"{HOST}/api/v3/time", time)
    exchange(f"{HOST}/api/v3/time", gzip.compress(time), [("Content-Encoding", "gzip")])
    exchange(f"{HOST}/api/v3/time", chunked(time), [("Transfer-Encoding", "chunked")])
    echo = f'{{"key":"{KEY}"}}'.encode()
    exchange(f"{HOST}/api/v3/account?timestamp=1&signature={'5' * 64}&recvWindow=5000", echo)
    exchange(f"{HOST}/api/v3/order", b"{}", method="POST")
    exchange(f"{HOST}/nothing/here", b"{}")
    exchange("https://example.com/api/v3/time", b"{}")
