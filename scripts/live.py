#!/usr/bin/env python3
"""Compares an exchange with the simulated one, by its public endpoints alone.

    scripts/live.py --reference URL [--base-url https://api.binance.us] [--report FILE]

Sends a dozen requests to each, without a key and without a signature, and compares the status, the shape of the body,
the headers, the limits and what each request weighs. The report (Markdown, on standard output or in FILE) names what
differs, and whether docs/binance-us-api.md says so. Exit status: 0 nothing differs, 1 it could not be compared, 4
something differs.
"""

import argparse
import http.client
import json
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

# Path, parameters, and the weight that docs/binance-us-api.md gives it (None: not counted, or not known).
REQUESTS = [
    ("/api/v3/time", {}, 1),
    ("/api/v3/exchangeInfo", {}, 20),
    ("/api/v3/exchangeInfo", {"symbol": "BTCUSDT"}, 20),
    ("/api/v3/exchangeInfo", {"symbols": '["BTCUSDT","ETHUSDT"]'}, 20),
    ("/api/v3/exchangeInfo", {"symbol": "NOSUCHPAIR"}, None),
    ("/api/v3/ticker/24hr", {}, 80),
    ("/api/v3/ticker/24hr", {"symbol": "BTCUSDT"}, 2),
    ("/api/v3/ticker/24hr", {"symbol": "NOSUCHPAIR"}, None),
    ("/api/v3/account", {}, None),
    ("/api/v3/myTrades", {"symbol": "BTCUSDT"}, None),
    ("/api/v3/allOrders", {}, None),
    ("/sapi/v1/nosuch/endpoint", {}, None),
]
# Headers that a client goes by; others are the business of whoever stands in between.
HEADERS = {"content-type", "retry-after", "x-mbx-used-weight", "x-mbx-used-weight-1m", "x-mbx-uuid"}
PAUSE_SECONDS = 0.5
BODY_BYTES = 32 << 20


class Refused(Exception):
    """No response that could be compared."""


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(StayHere)


def fetch(base, path, parameters):
    """Status, headers and body of one response."""
    query = urllib.parse.urlencode(parameters)
    try:
        request = urllib.request.Request(f"{base}{path}{'?' + query if query else ''}")
        request.add_header("User-Agent", "bnus-replay/live")
        try:
            with OPENER.open(request, timeout=30) as response:
                return response.status, dict(response.headers), response.read(BODY_BYTES)
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read(BODY_BYTES)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Refused(f"{base}{path}: {error}") from error


def shape(value, place="", found=None):
    """The places of a document with the types that stand there: `symbols[].filters[PRICE_FILTER].tickSize` is text."""
    found = {} if found is None else found
    if isinstance(value, dict):
        found.setdefault(place or "the body", set()).add("object")
        for name, member in value.items():
            shape(member, f"{place}.{name}" if place else name, found)
    elif isinstance(value, list):
        found.setdefault(place or "the body", set()).add("array")
        for element in value:
            kind = element.get("filterType", "") if isinstance(element, dict) else ""
            shape(element, f"{place}[{kind}]", found)
    else:
        kinds = {str: "text", bool: "boolean", int: "integer", float: "number", type(None): "null"}
        found.setdefault(place, set()).add(kinds[type(value)])
    return found


def parsed(body):
    try:
        document = json.loads(body)
        shape(document)
        return document
    except (ValueError, RecursionError):
        return None


def differences(ours, theirs):
    """What `theirs`, the exchange's response, has otherwise than ours, in sentences."""
    found = []
    if ours[0] != theirs[0]:
        found.append(f"status {theirs[0]}, simulated {ours[0]}")
    names = [{name.lower() for name in headers} & HEADERS for _, headers, _ in (ours, theirs)]
    for name in sorted(names[1] - names[0]):
        found.append(f"header `{name}` is new")
    for name in sorted(names[0] - names[1]):
        found.append(f"header `{name}` is missing")
    documents = [parsed(body) for _, _, body in (ours, theirs)]
    if documents[1] is None:
        return found + ([] if documents[0] is None else ["the body is not JSON"])
    if documents[0] is None:
        return found + ["the body is JSON, that of the simulated one is not"]
    codes = [document.get("code") if isinstance(document, dict) else None for document in documents]
    if codes[0] != codes[1]:
        found.append(f"`code` is {codes[1]}, simulated {codes[0]}")
    shapes = [shape(document) for document in documents]
    for place in sorted(shapes[1].keys() - shapes[0].keys()):
        found.append(f"`{place}` is new: {', '.join(sorted(shapes[1][place]))}")
    for place in sorted(shapes[0].keys() - shapes[1].keys()):
        found.append(f"`{place}` is missing")
    for place in sorted(shapes[0].keys() & shapes[1].keys()):
        more = shapes[1][place] - shapes[0][place]
        if more:
            found.append(f"`{place}` is {', '.join(sorted(more))}, simulated {', '.join(sorted(shapes[0][place]))}")
    return found


def limits(body):
    document = parsed(body)
    entries = document.get("rateLimits") if isinstance(document, dict) else None
    return {
        f"{entry.get('rateLimitType')} in {entry.get('intervalNum')} {entry.get('interval')}": entry.get("limit")
        for entry in (entries if isinstance(entries, list) else []) if isinstance(entry, dict)
    }


def used_weight(headers):
    for name, value in headers.items():
        if name.lower() == "x-mbx-used-weight-1m" and re.fullmatch("[0-9]{1,18}", value):
            return int(value)
    return None


def compare(reference, base):
    """The sections of the report: a request and what differs in its response."""
    sections, before, clock = [], None, None
    for path, parameters, weight in REQUESTS:
        ours, theirs = fetch(reference, path, parameters), fetch(base, path, parameters)
        found = differences(ours, theirs)
        used, minute = used_weight(theirs[1]), int(time.time()) // 60
        # The count starts anew each minute, and others may share the address: more is reported, less cannot be.
        if weight is not None and None not in (used, before) and minute == clock and used - before != weight:
            found.append(f"it weighed {used - before}, by the document {weight}")
        before, clock = used, minute
        if path == "/api/v3/exchangeInfo" and not parameters:
            known, reported = limits(ours[2]), limits(theirs[2])
            for name in sorted(known.keys() | reported.keys()):
                if known.get(name) != reported.get(name):
                    found.append(f"limit {name}: {reported.get(name)}, simulated {known.get(name)}")
        query = urllib.parse.urlencode(parameters)
        sections.append((f"{path}{'?' + query if query else ''}", theirs[0], len(theirs[2]), found))
        time.sleep(PAUSE_SECONDS if urllib.parse.urlsplit(base).hostname != "127.0.0.1" else 0)
    return sections


def report(base, sections):
    count = sum(len(found) for *_, found in sections)
    lines = [f"# {base} beside the simulated exchange", ""]
    lines += [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()) + f": {len(sections)} requests, no key, "
              + (f"{count} differences." if count else "nothing differs."), ""]
    lines += ["| request | status | bytes | differences |", "|---|---|---|---|"]
    lines += [f"| `{name}` | {status} | {size} | {len(found) or ''} |" for name, status, size, found in sections]
    for name, _, _, found in sections:
        if found:
            lines += ["", f"## `{name}`", ""] + [f"- {sentence}" for sentence in found]
    # What the exchange says may control a terminal.
    text = "".join(c if c == "\n" or c.isprintable() else ascii(c)[1:-1] for c in "\n".join(lines))
    return text + "\n", count


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--base-url", default="https://api.binance.us")
    parser.add_argument("--reference", required=True, help="the simulated exchange")
    parser.add_argument("--report", help="where the report goes; standard output unless given")
    options = parser.parse_args()
    try:
        text, count = report(options.base_url, compare(options.reference, options.base_url))
    except Refused as refused:
        print(f"live: {refused}", file=sys.stderr)
        return 1
    if options.report:
        try:
            with open(options.report, "x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            print(f"live: {error}; give --report another name", file=sys.stderr)
            return 1
    else:
        print(text, end="")
    print(f"live: {count} differences" if count else "live: nothing differs", file=sys.stderr)
    return 4 if count else 0


sys.exit(main())
