"""Keeps the responses of a corpus in one container, as a process of its own, and prints what came of it.

Only the keeping is in the seconds: reading and taking apart the lines is not. A rate is measured over the
first responses, up to `--most`, or as many as fit into `--seconds`.
"""

import argparse
import json
import os
import sys
import time

import orjson

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from suite.containers import CONTAINERS  # noqa: E402


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lines")
    arguments.add_argument("path")
    arguments.add_argument("--container", choices=list(CONTAINERS), required=True)
    arguments.add_argument("--durable", action="store_true")
    arguments.add_argument("--most", type=int, default=1 << 62)
    arguments.add_argument("--seconds", type=float, default=1e9)
    options = arguments.parse_args()
    container = CONTAINERS[options.container](options.path, options.durable)
    count = body_bytes = 0
    spent = 0.0
    with open(options.lines, "rb") as file:
        for line in file:
            facts = orjson.loads(line)
            body = facts["body"].encode()
            start = time.perf_counter()
            container.add(line, facts, body)
            spent += time.perf_counter() - start
            count += 1
            body_bytes += len(body)
            if count >= options.most or spent >= options.seconds:
                break
    size = container.finish()
    json.dump({"responses": count, "body_bytes": body_bytes, "seconds": spent, "bytes": size}, sys.stdout)


if __name__ == "__main__":
    main()
