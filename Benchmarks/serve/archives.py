"""The archives that playback is measured with: made up, the same every time."""

import datetime
import hashlib
import json
import random
import subprocess
from pathlib import Path

SMALL = "/api/v3/time"
LARGE = "/api/v3/ticker/24hr"
BEGINNING = datetime.datetime(2026, 1, 1)


def bodies():
    """A body of 28 bytes and one of some 300 KB, by path."""
    numbers = random.Random(1)
    names = ("lastPrice", "bidPrice", "askPrice", "openPrice", "highPrice", "lowPrice", "volume")
    rows = []
    for number in range(1100):
        row = {"symbol": f"S{number}USD"} | {name: f"{numbers.random() * 1000:.8f}" for name in names}
        rows.append(row | {"openTime": 1, "closeTime": 2, "firstId": 1, "lastId": numbers.randint(1, 10**9), "count": 5})
    return {SMALL: '{"serverTime":1790078400000}', LARGE: json.dumps(rows, separators=(",", ":"))}


def make_two_responses(binary, folder):
    """An archive of one small response and one large."""
    archive = folder / "two"
    for path, body in bodies().items():
        file = folder / "body.json"
        file.write_text(body)
        run(binary, "import", "-q", "--archive", archive, "--endpoint", path, "--at", "2026-11-23T04:53:44Z", file)
    return archive


def make_many_events(binary, folder, runs=1000, of_each=100):
    """An archive of 100,000 events: a thousand runs, each with a time, an account and pages of trades."""
    lines = folder / "many.jsonl"
    with lines.open("w") as file:
        for number in range(runs * of_each):
            run_number, ordinal = divmod(number, of_each)
            path, query, body = response(run_number, ordinal)
            time = BEGINNING + datetime.timedelta(minutes=20 * run_number, milliseconds=ordinal)
            file.write(json.dumps(event(number + 1, run_number, ordinal, path, query, body, time)) + "\n")
    archive = folder / "many"
    run(binary, "import", "-q", "--archive", archive, lines)
    lines.unlink()
    return archive


def response(run_number, ordinal):
    """What one event of a run says; trades are walked as sync walks them."""
    if ordinal == 0:
        return SMALL, "", f'{{"serverTime":{1767225600000 + run_number * 1200000}}}'
    if ordinal == 1:
        return "/api/v3/account", "", f'{{"balances":[{{"asset":"BTC","free":"{run_number}.0","locked":"0"}}]}}'
    symbol = f"S{ordinal:03}USD"
    rows = [{"symbol": symbol, "id": id, "orderId": id, "qty": "1.0", "time": 1767225600000 + id} for id in (1, 2)]
    start = 0 if run_number == 0 else 2
    page = rows if run_number == 0 else rows[1:]
    return "/api/v3/myTrades", f"fromId={start}&limit=1000&symbol={symbol}", json.dumps(page, separators=(",", ":"))


def event(sequence, run_number, ordinal, path, query, body, time):
    """A line that `import` reads."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"
    return {
        "sequence": sequence, "run": f"run-{run_number:04}", "ordinal": ordinal, "kind": "response",
        "endpoint": path, "method": "GET", "host": "api.binance.us", "path": path, "query": query,
        "attempt": 1, "observed_at": moment, "appended_at": moment, "duration_us": 40000,
        "http_version": "2", "status": 200, "headers": [["Content-Type", "application/json;charset=UTF-8"]],
        "flags": [], "salt": hashlib.md5(str(sequence).encode()).hexdigest(),
        "body_sha256": hashlib.sha256(body.encode()).hexdigest(), "body": body,
    }  # fmt: skip


def run(*words):
    subprocess.run([str(word) for word in words], check=True)


def fresh(folder):
    """An empty folder in place of what was there."""
    folder = Path(folder)
    if folder.exists():
        run("rm", "-rf", folder)
    folder.mkdir(parents=True)
    return folder
