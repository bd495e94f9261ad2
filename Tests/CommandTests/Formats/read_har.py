"""Prints what a HAR reader that is none of ours sees in a file: status, URL and SHA-256 of each body."""

import base64
import hashlib
import json
import sys

from haralyzer import HarParser

with open(sys.argv[1], encoding="utf-8") as file:
    parser = HarParser(json.load(file))
assert parser.version == "1.2" and parser.creator["name"] == "bnus-replay"
for entry in parser.har_data["entries"]:
    content = entry["response"]["content"]
    text = content["text"]
    body = base64.b64decode(text) if content.get("encoding") == "base64" else text.encode()
    assert content["size"] == len(body) and entry["time"] == sum(entry["timings"].values())
for entry in parser.har_data["entries"]:
    content = entry["response"]["content"]
    body = base64.b64decode(content["text"]) if content.get("encoding") == "base64" else content["text"].encode()
    print(entry["response"]["status"], entry["request"]["url"], hashlib.sha256(body).hexdigest())
