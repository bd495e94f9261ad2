"""A corpus out of bodies that were really captured, repeated hour by hour with drifting values.

Half of the tickers move from one hour to the next; the balances of five coins are others (the captured account
is empty); pages of trades are made of
the captured rows, with ids and times that go on. The layout is that of `bnus-bench corpus`.
"""

import hashlib
import json
import os
import random
import re
import shutil
from datetime import datetime, timedelta, timezone

RUNS = 100
PAGES = 100
SEED = 1
BEGIN = datetime(2021, 9, 1, 4, 53, 44, tzinfo=timezone.utc)

# Table, endpoint, and the capture that is repeated.
SNAPSHOTS = (
    ("server_time", "/api/v3/time", None),
    ("exchange_info", "/api/v3/exchangeInfo", "exchangeInfo.com.2020-04-02.json"),
    ("ticker_price", "/api/v3/ticker/24hr", "ticker24hr.com.2019-08-23.json"),
    ("account_balance", "/api/v3/account", "account.com.2019.json"),
    ("wallet_details", "/sapi/v1/capital/config/getall", "capital_config_getall.com.2025-08-26.json"),
)
TRADES = ("trade", "/api/v3/myTrades", "myTrades.com.2018-2021.rows.json")
ORDERS = ("order", "/api/v3/allOrders", "order_FULL.us.2021-10-19.json")
ALL = (*SNAPSHOTS, TRADES, ORDERS)
DECIMAL = re.compile(r"^\d+\.\d+$")


def drifted(text, chance):
    """A decimal that moved by up to a percent; its scale stays."""
    if not DECIMAL.match(text) or not text.strip("0."):
        return text
    whole, fraction = text.split(".")
    value = int(whole + fraction)
    value += round(value * chance.uniform(-0.01, 0.01))
    digits = str(value).zfill(len(fraction) + 1)
    return f"{digits[:-len(fraction)]}.{digits[-len(fraction):]}"


def milliseconds(time):
    return int(time.timestamp() * 1000)


class World:
    """The captured bodies, as they are at the hour that was reached."""

    def __init__(self, folder):
        self.chance = random.Random(SEED)
        self.bodies = {}
        for table, _, name in ALL:
            if name:
                with open(os.path.join(folder, name)) as file:
                    self.bodies[table] = json.load(file)
        self.next_trade = self.next_order = 1

    def advance(self, time):
        """Lets an hour pass."""
        now = milliseconds(time)
        for ticker in self.bodies["ticker_price"]:
            if self.chance.random() < 0.5:
                for name, value in ticker.items():
                    if isinstance(value, str):
                        ticker[name] = drifted(value, self.chance)
                ticker["openTime"], ticker["closeTime"] = now - 86_400_000, now
                ticker["lastId"] += 1 if ticker["count"] else 0
        for balance in self.chance.sample(self.bodies["account_balance"]["balances"], 5):
            free = self.chance.randrange(1, 10**12)
            balance["free"] = f"{free // 10**8}.{free % 10**8:08}"
        self.bodies["account_balance"]["updateTime"] = now
        self.bodies["exchange_info"]["serverTime"] = now
        self.bodies["server_time"] = {"serverTime": now}

    def trades(self, time):
        """The next page of a thousand trades."""
        rows, captured = [], [one["row"] for one in self.bodies["trade"] if isinstance(one["row"]["id"], int)]
        for _ in range(1000):
            row = dict(self.chance.choice(captured), symbol="BTCUSD", id=self.next_trade)
            row["orderId"] = 10_000_000 + self.next_trade // 2
            row["time"] = milliseconds(time) - 1_000_000 + 1000 * (self.next_trade % 1000)
            for name in [name for name in ("price", "qty", "quoteQty", "commission") if name in row]:
                row[name] = drifted(row[name], self.chance)
            rows.append(row)
            self.next_trade += 1
        return rows

    def orders(self, time):
        """The next page of a thousand orders: replies to orders, as they are listed later."""
        rows = []
        for _ in range(1000):
            row = dict(self.chance.choice(self.bodies["order"]), orderId=self.next_order)
            row["time"] = row["updateTime"] = row.pop("transactTime")
            del row["fills"]
            row["origQty"] = row["executedQty"] = drifted(row["executedQty"], self.chance)
            rows.append(row)
            self.next_order += 1
        return rows


class Writer:
    """Puts responses down as lines and as files, as `bnus-bench corpus` does."""

    def __init__(self, folder):
        self.folder, self.digest, self.tables = folder, hashlib.sha256(), {}
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for table, _, _ in ALL:
            os.makedirs(os.path.join(folder, "bodies", table))
            self.tables[table] = {"answers": 0, "bytes": 0}
        self.lines = open(os.path.join(folder, "corpus.jsonl"), "wb")

    def add(self, run, ordinal, time, table, path, query, value):
        body = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        line = json.dumps({
            "run": run, "ordinal": ordinal, "kind": "response", "endpoint": path, "method": "GET",
            "host": "api.binance.us", "path": path, "query": query, "attempt": 1,
            "observed_at": time.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "duration_us": 50_000,
            "http_version": "2", "status": 200,
            "headers": [["content-type", "application/json;charset=UTF-8"]], "flags": [],
            "body_sha256": hashlib.sha256(body.encode()).hexdigest(), "body": body,
        }, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
        self.lines.write(line)
        self.digest.update(line)
        with open(os.path.join(self.folder, "bodies", table, f"{run}__{ordinal}.json"), "wb") as file:
            file.write(body.encode())
        self.tables[table]["answers"] += 1
        self.tables[table]["bytes"] += len(body.encode())

    def finish(self, parameters):
        self.lines.close()
        return {
            "parameters": parameters, "answers": sum(one["answers"] for one in self.tables.values()),
            "body_bytes": sum(one["bytes"] for one in self.tables.values()),
            "jsonl_sha256": self.digest.hexdigest(), "tables": self.tables}


def captured_digests(folder):
    """SHA-256 of each capture that is used, for the results."""
    found = {}
    for _, _, name in ALL:
        if name:
            with open(os.path.join(folder, name), "rb") as file:
                found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


def make_captured(captures, folder):
    """(directory, description); made where it is missing."""
    parameters = {
        "seed": SEED, "runs": RUNS, "hours_between_runs": 1, "pages_of_trades": PAGES, "pages_of_orders": PAGES // 10,
        "first_run_at": BEGIN.isoformat(), "captures": captured_digests(captures)}
    path = os.path.join(folder, "corpus.json")
    if os.path.exists(path):
        with open(path) as file:
            there = json.load(file)
        if there["parameters"] == parameters:
            return folder, there
    world, writer = World(captures), Writer(folder)
    for number in range(RUNS):
        time = BEGIN + timedelta(hours=number)
        world.advance(time)
        run = f"{time:%Y%m%dT%H%M%SZ}-sync-{number + 1:06}"
        for ordinal, (table, endpoint, _) in enumerate(SNAPSHOTS):
            writer.add(run, ordinal, time, table, endpoint, "", world.bodies[table])
        for ordinal in range(len(SNAPSHOTS), len(SNAPSHOTS) + PAGES // RUNS):
            query = f"fromId={world.next_trade}&limit=1000&symbol=BTCUSD"
            writer.add(run, ordinal, time, *TRADES[:2], query, world.trades(time))
        if number % 10 == 0:
            query = f"limit=1000&orderId={world.next_order}&symbol=BTCUSD"
            writer.add(run, ordinal + 1, time, *ORDERS[:2], query, world.orders(time))
    found = writer.finish(parameters)
    with open(path, "w") as file:
        json.dump(found, file)
    return folder, found
